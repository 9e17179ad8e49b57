import { connection, localNetworkGateway, sharedKey, type AzureScope } from '../azure/index.ts';
import { cpe, ipsecConnection, type OciScope } from '../oci/index.ts';
import { azureAsn, insideTunnel, vnetPrefix, type AzureSide } from './azure-side.ts';
import { vcnPrefix, type OciSide } from './oci-side.ts';

export interface TunnelParameters {
  readonly azure: AzureScope;
  readonly azureSide: AzureSide;
  readonly oci: OciScope;
  readonly ociSide: OciSide;
  readonly routing: 'static' | 'bgp';
}

const oracleAsn = 31898;

/** One IPsec tunnel over the internet, between the VPN gateway and the DRG. OCI's second one is left alone. */
export function tunnel({ azure, azureSide, oci, ociSide, routing }: TunnelParameters) {
  const bgp = routing === 'bgp';
  const key = sharedKey(azure, 'key-azure-oci');
  const [address = ''] = azureSide.vpn.publicAddresses;
  const ipsec = ipsecConnection(oci, {
    name: 'oci-to-azure',
    drg: ociSide.drg,
    cpe: cpe(oci, { name: 'azure-vpn-gateway-cpe', address }),
    staticRoutes: [vnetPrefix],
    tunnels: [
      {
        sharedSecret: key,
        routing: bgp
          ? {
              oracleAddress: `${insideTunnel.oracle}/30`,
              customerAddress: `${insideTunnel.azure}/30`,
              customerAsn: azureAsn,
            }
          : 'STATIC',
      },
    ],
  });
  const azureToOci = connection(azure, {
    name: 'azure-to-oci',
    gateway: azureSide.vpn,
    key,
    bgp,
    ...(bgp && { bgpAddresses: { primary: insideTunnel.azure } }),
    peer: localNetworkGateway(azure, {
      name: 'oci-tunnel1',
      address: ipsec.tunnelAddresses[0],
      ...(bgp
        ? { bgp: { asn: oracleAsn, peeringAddress: insideTunnel.oracle } }
        : { addressSpace: [vcnPrefix] }),
    }),
  });
  return { ipsec, azureToOci };
}
