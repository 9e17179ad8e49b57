import type { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip/index.js';
import { VirtualNetworkGateway as AzurermVirtualNetworkGateway } from '@cdktf/provider-azurerm/lib/virtual-network-gateway/index.js';
import type { VirtualNetworkGateway } from '../../src/lab/handle.ts';
import { resource, type Constructed } from '../constructed.ts';
import { publicIp } from './public-ip.ts';
import type { AzureScope } from './scope.ts';
import type { ConstructedSubnet } from './virtual-network.ts';

export type ConstructedVpnGateway = Constructed<
  VirtualNetworkGateway,
  AzurermVirtualNetworkGateway
> & {
  readonly [publicAddress]: PublicIp;
};

/** Where a gateway keeps its public IP. */
export const publicAddress: unique symbol = Symbol('public IP');

export interface VpnGatewayParameters {
  readonly name: string;
  /** The `GatewaySubnet` of its network. */
  readonly subnet: ConstructedSubnet;
  /** Its AS number. @default none: the gateway speaks no BGP */
  readonly asn?: number;
  /**
   * Two instances, both active. Each may have BGP addresses of its own in 169.254.21.0–169.254.22.255,
   * for peers whose tunnels have addresses
   * (https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq).
   * @default one active instance
   */
  readonly activeActive?: readonly [InstanceParameters, InstanceParameters];
  /** Custom BGP addresses of a gateway with one active instance. @default none */
  readonly bgpAddresses?: readonly string[];
  /**
   * Tunnels may end at private addresses of its instances, the first of its subnet
   * (https://learn.microsoft.com/azure/vpn-gateway/site-to-site-vpn-private-peering).
   * @default false
   */
  readonly privateAddresses?: boolean;
  /** @default VpnGw1, or VpnGw1AZ with private addresses, which no other than AZ SKUs have */
  readonly sku?: string;
}

export interface InstanceParameters {
  /** Custom BGP addresses: `169.254.21.2`. */
  readonly bgpAddresses?: readonly string[];
}

/**
 * A route-based VPN gateway. Its public IPs are `<name>-public-ip1` and, when both instances are
 * active, `<name>-public-ip2`.
 */
export function vpnGateway(
  azure: AzureScope,
  parameters: VpnGatewayParameters,
): ConstructedVpnGateway {
  const { name, subnet, asn, activeActive, privateAddresses = false } = parameters;
  const { sku = privateAddresses ? 'VpnGw1AZ' : 'VpnGw1' } = parameters;
  const { bgpAddresses: ofTheOne } = parameters;
  const settings: readonly InstanceParameters[] = activeActive ?? [
    ofTheOne === undefined ? {} : { bgpAddresses: ofTheOne },
  ];
  const instances = settings.map(({ bgpAddresses }, index) => ({
    configuration: `${name}-ipconf${index + 1}`,
    address: publicIp(azure, `${name}-public-ip${index + 1}`),
    bgpAddresses: bgpAddresses && [...bgpAddresses],
  }));
  const [{ address: first }] = instances as [(typeof instances)[number]];
  const peeringAddresses = instances.flatMap(({ configuration, bgpAddresses }) =>
    bgpAddresses === undefined
      ? []
      : [{ ipConfigurationName: configuration, apipaAddresses: bgpAddresses }],
  );
  const gateway = new AzurermVirtualNetworkGateway(azure.scope, name, {
    ...azure.place,
    name,
    type: 'Vpn',
    vpnType: 'RouteBased',
    sku,
    activeActive: activeActive !== undefined,
    enableBgp: asn !== undefined,
    ...(privateAddresses && { privateIpAddressEnabled: true }),
    ipConfiguration: instances.map(({ configuration, address }) => ({
      name: configuration,
      publicIpAddressId: address.id,
      privateIpAddressAllocation: 'Dynamic',
      subnetId: subnet.id,
    })),
    ...(asn !== undefined && {
      bgpSettings: { asn, ...(peeringAddresses.length > 0 && { peeringAddresses }) },
    }),
    tags: azure.tags,
  });
  return {
    kind: 'virtualNetworkGateway',
    name,
    id: gateway.id,
    publicAddresses: instances.map(({ address }) => address.ipAddress),
    [resource]: gateway,
    [publicAddress]: first,
  };
}
