import type { IpsecConnection } from '../../src/lab/handle.ts';
import type { TerraformResource } from '../cdktf.ts';
import { resource, type Constructed } from '../constructed.ts';
import type { ConstructedDrg } from './drg.ts';
import { ociData, ociResource, part, placed } from './resource.ts';
import type { OciScope } from './scope.ts';
import type { OciPart } from './vcn.ts';

export type ConstructedIpsecConnection = Constructed<IpsecConnection, TerraformResource> & {
  /** Oracle's public address of each tunnel: what the other side dials. */
  readonly tunnelAddresses: readonly [string, string];
};

/** Customer-premises equipment: the public address of the other end, and how it calls itself if not so. */
export function cpe(
  oci: OciScope,
  parameters: { readonly name: string; readonly address: string },
): OciPart {
  const { name, address } = parameters;
  const made = ociResource(oci, {
    type: 'oci_core_cpe',
    name,
    arguments: { ...placed(oci, name), ip_address: address },
  });
  return { id: made.getStringAttribute('id'), [resource]: made };
}

export interface IpsecConnectionParameters {
  readonly name: string;
  readonly drg: ConstructedDrg;
  readonly cpe: OciPart;
  /** Routes of tunnels with static routing; OCI wants one at least unless both tunnels have BGP. */
  readonly staticRoutes: readonly string[];
  /** Settings of the first tunnel, and of the second if it is used. The other one stays down. */
  readonly tunnels:
    readonly [IpsecTunnelParameters] | readonly [IpsecTunnelParameters, IpsecTunnelParameters];
}

export interface IpsecTunnelParameters {
  /** Letters, digits and spaces. */
  readonly sharedSecret: string;
  readonly routing: 'STATIC' | IpsecBgpParameters;
  /** @default INITIATOR_OR_RESPONDER */
  readonly initiation?: 'INITIATOR_OR_RESPONDER' | 'RESPONDER_ONLY';
}

export interface IpsecBgpParameters {
  /** With a length of 30 or 31: `169.254.21.1/30`. */
  readonly oracleAddress: string;
  readonly customerAddress: string;
  readonly customerAsn: number;
}

/** A Site-to-Site VPN connection: it always has two tunnels, with IKEv2. */
export function ipsecConnection(
  oci: OciScope,
  parameters: IpsecConnectionParameters,
): ConstructedIpsecConnection {
  const { name, drg, cpe: equipment, staticRoutes, tunnels } = parameters;
  const made = ociResource(oci, {
    type: 'oci_core_ipsec',
    name,
    arguments: {
      ...placed(oci, name),
      drg_id: drg.id,
      cpe_id: equipment.id,
      static_routes: staticRoutes,
    },
  });
  const id = made.getStringAttribute('id');
  const both = ociData(oci, {
    type: 'oci_core_ipsec_connection_tunnels',
    name: `${name}-tunnels`,
    arguments: { ipsec_id: id },
  });
  tunnels.forEach((tunnel, index) => {
    const tunnelName = `${name}-tunnel-${index + 1}`;
    ociResource(oci, {
      type: 'oci_core_ipsec_connection_tunnel_management',
      name: tunnelName,
      arguments: {
        ipsec_id: id,
        tunnel_id: part(both, `ip_sec_connection_tunnels[${index}].id`),
        display_name: tunnelName,
        ike_version: 'V2',
        shared_secret: tunnel.sharedSecret,
        oracle_can_initiate: tunnel.initiation,
        ...routingOf(tunnel),
      },
    });
  });
  const address = (index: number) => part(both, `ip_sec_connection_tunnels[${index}].vpn_ip`);
  return {
    kind: 'ipsecConnection',
    name,
    id,
    tunnelAddresses: [address(0), address(1)],
    [resource]: made,
  };
}

function routingOf({ routing }: IpsecTunnelParameters) {
  if (routing === 'STATIC') return { routing };
  return {
    routing: 'BGP',
    bgp_session_info: {
      oracle_interface_ip: routing.oracleAddress,
      customer_interface_ip: routing.customerAddress,
      customer_bgp_asn: String(routing.customerAsn),
    },
  };
}
