import { CustomerGateway as AwsCustomerGateway } from '@cdktf/provider-aws/lib/customer-gateway/index.js';
import { VpnConnection as AwsVpnConnection } from '@cdktf/provider-aws/lib/vpn-connection/index.js';
import { VpnGateway as AwsVpnGateway } from '@cdktf/provider-aws/lib/vpn-gateway/index.js';
import { VpnGatewayRoutePropagation } from '@cdktf/provider-aws/lib/vpn-gateway-route-propagation/index.js';
import type { CustomerGateway, VpnConnection, VpnGateway } from '../../src/lab/handle.ts';
import { resource, type Constructed } from '../constructed.ts';
import { named, type AwsScope } from './scope.ts';
import type { ConstructedRouteTable, ConstructedVpc } from './vpc.ts';

export type ConstructedVpnGatewayOfAws = Constructed<VpnGateway, AwsVpnGateway>;
export type ConstructedCustomerGateway = Constructed<CustomerGateway, AwsCustomerGateway>;
export type ConstructedVpnConnection = Constructed<VpnConnection, AwsVpnConnection>;

export interface VirtualPrivateGatewayParameters {
  readonly name: string;
  /** The VPC that it is attached to. */
  readonly vpc: ConstructedVpc;
  readonly asn: number;
  /** Route tables that learn its routes. */
  readonly propagateTo: readonly ConstructedRouteTable[];
}

/** A virtual private gateway, attached to a VPC, whose routes are propagated. */
export function virtualPrivateGateway(
  aws: AwsScope,
  parameters: VirtualPrivateGatewayParameters,
): ConstructedVpnGatewayOfAws {
  const { name, vpc, asn, propagateTo } = parameters;
  const made = new AwsVpnGateway(aws.scope, name, {
    vpcId: vpc.id,
    amazonSideAsn: String(asn),
    tags: named(aws, name),
  });
  for (const table of propagateTo) {
    new VpnGatewayRoutePropagation(aws.scope, `${name}-to-${table.name}`, {
      vpnGatewayId: made.id,
      routeTableId: table.id,
    });
  }
  return { kind: 'vpnGateway', name, id: made.id, [resource]: made };
}

export interface CustomerGatewayParameters {
  readonly name: string;
  /** Public address of the peer. */
  readonly address: string;
  readonly asn: number;
}

/** A customer gateway: what AWS knows of its peer. */
export function customerGateway(
  aws: AwsScope,
  parameters: CustomerGatewayParameters,
): ConstructedCustomerGateway {
  const { name, address, asn } = parameters;
  const made = new AwsCustomerGateway(aws.scope, name, {
    type: 'ipsec.1',
    ipAddress: address,
    bgpAsn: String(asn),
    deviceName: name,
    tags: named(aws, name),
  });
  return { kind: 'customerGateway', name, id: made.id, [resource]: made };
}

export interface VpnConnectionParameters {
  readonly name: string;
  readonly gateway: ConstructedVpnGatewayOfAws;
  readonly peer: ConstructedCustomerGateway;
  /** /30 of each tunnel: AWS has its first address, the peer the second. */
  readonly insideCidrs: readonly [string, string];
  /** The same for both tunnels, and at the peer. */
  readonly key: string;
}

/** A Site-to-Site VPN connection with BGP whose two tunnels AWS dials itself, with IKEv2. */
export function vpnConnection(
  aws: AwsScope,
  parameters: VpnConnectionParameters,
): ConstructedVpnConnection {
  const { name, gateway, peer, insideCidrs, key } = parameters;
  const made = new AwsVpnConnection(aws.scope, name, {
    type: 'ipsec.1',
    vpnGatewayId: gateway.id,
    customerGatewayId: peer.id,
    staticRoutesOnly: false,
    tunnel1InsideCidr: insideCidrs[0],
    tunnel1PresharedKey: key,
    tunnel1StartupAction: 'start',
    tunnel1IkeVersions: ['ikev2'],
    tunnel2InsideCidr: insideCidrs[1],
    tunnel2PresharedKey: key,
    tunnel2StartupAction: 'start',
    tunnel2IkeVersions: ['ikev2'],
    tags: named(aws, name),
  });
  return { kind: 'vpnConnection', name, id: made.id, [resource]: made };
}
