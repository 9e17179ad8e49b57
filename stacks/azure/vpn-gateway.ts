import type { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip/index.js';
import { VirtualNetworkGateway as AzurermVirtualNetworkGateway } from '@cdktf/provider-azurerm/lib/virtual-network-gateway/index.js';
import type { VirtualNetworkGateway } from '../../src/lab/handle.ts';
import { resource, type Constructed } from './constructed.ts';
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
  readonly asn: number;
  /** @default VpnGw1 */
  readonly sku?: string;
}

/** A route-based, active-passive VPN gateway with BGP; its public IP is `<name>-public-ip1`. */
export function vpnGateway(
  azure: AzureScope,
  parameters: VpnGatewayParameters,
): ConstructedVpnGateway {
  const { name, subnet, asn, sku = 'VpnGw1' } = parameters;
  const address = publicIp(azure, `${name}-public-ip1`);
  const gateway = new AzurermVirtualNetworkGateway(azure.scope, name, {
    ...azure.place,
    name,
    type: 'Vpn',
    vpnType: 'RouteBased',
    sku,
    activeActive: false,
    enableBgp: true,
    ipConfiguration: [
      {
        name: `${name}-ipconf1`,
        publicIpAddressId: address.id,
        privateIpAddressAllocation: 'Dynamic',
        subnetId: subnet.id,
      },
    ],
    bgpSettings: { asn },
    tags: azure.tags,
  });
  return {
    kind: 'virtualNetworkGateway',
    name,
    id: gateway.id,
    publicAddresses: [address.ipAddress],
    [resource]: gateway,
    [publicAddress]: address,
  };
}
