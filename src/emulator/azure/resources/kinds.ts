import { connectionKind } from './connection.ts';
import type { ConnectionProperties } from './connection.ts';
import { expressRouteAuthorizationKind } from './express-route-authorization.ts';
import type { ExpressRouteAuthorizationProperties } from './express-route-authorization.ts';
import { expressRouteCircuitKind } from './express-route-circuit.ts';
import type { ExpressRouteCircuitProperties } from './express-route-circuit.ts';
import { expressRoutePeeringKind } from './express-route-peering.ts';
import type { ExpressRoutePeeringProperties } from './express-route-peering.ts';
import { hubBgpConnectionKind } from './hub-bgp-connection.ts';
import type { HubBgpConnectionProperties } from './hub-bgp-connection.ts';
import { hubIpConfigurationKind } from './hub-ip-configuration.ts';
import type { HubIpConfigurationProperties } from './hub-ip-configuration.ts';
import type { Kind } from './kind.ts';
import { localNetworkGatewayKind } from './local-network-gateway.ts';
import type { LocalNetworkGatewayProperties } from './local-network-gateway.ts';
import { networkInterfaceKind } from './network-interface.ts';
import type { NetworkInterfaceProperties } from './network-interface.ts';
import { networkSecurityGroupKind } from './network-security-group.ts';
import type { NetworkSecurityGroupProperties } from './network-security-group.ts';
import { publicIPAddressKind } from './public-ip-address.ts';
import type { PublicIPAddressProperties } from './public-ip-address.ts';
import { resourceGroupKind } from './resource-group.ts';
import type { ResourceGroupProperties } from './resource-group.ts';
import { routeKind } from './route.ts';
import type { RouteProperties } from './route.ts';
import { routeTableKind } from './route-table.ts';
import type { RouteTableProperties } from './route-table.ts';
import { securityRuleKind } from './security-rule.ts';
import type { SecurityRuleProperties } from './security-rule.ts';
import { subnetKind } from './subnet.ts';
import type { SubnetProperties } from './subnet.ts';
import { virtualHubKind } from './virtual-hub.ts';
import type { VirtualHubProperties } from './virtual-hub.ts';
import { virtualMachineKind } from './virtual-machine.ts';
import type { VirtualMachineProperties } from './virtual-machine.ts';
import { virtualNetworkKind } from './virtual-network.ts';
import type { VirtualNetworkProperties } from './virtual-network.ts';
import { virtualNetworkGatewayKind } from './virtual-network-gateway.ts';
import type { VirtualNetworkGatewayProperties } from './virtual-network-gateway.ts';
import { virtualNetworkPeeringKind } from './virtual-network-peering.ts';
import type { VirtualNetworkPeeringProperties } from './virtual-network-peering.ts';

/** What each kind of resource holds. */
export interface Properties {
  resourceGroups: ResourceGroupProperties;
  virtualNetworks: VirtualNetworkProperties;
  subnets: SubnetProperties;
  virtualNetworkPeerings: VirtualNetworkPeeringProperties;
  publicIPAddresses: PublicIPAddressProperties;
  networkInterfaces: NetworkInterfaceProperties;
  networkSecurityGroups: NetworkSecurityGroupProperties;
  securityRules: SecurityRuleProperties;
  routeTables: RouteTableProperties;
  routes: RouteProperties;
  virtualNetworkGateways: VirtualNetworkGatewayProperties;
  localNetworkGateways: LocalNetworkGatewayProperties;
  connections: ConnectionProperties;
  virtualHubs: VirtualHubProperties;
  hubIpConfigurations: HubIpConfigurationProperties;
  hubBgpConnections: HubBgpConnectionProperties;
  expressRouteCircuits: ExpressRouteCircuitProperties;
  expressRouteCircuitPeerings: ExpressRoutePeeringProperties;
  expressRouteCircuitAuthorizations: ExpressRouteAuthorizationProperties;
  virtualMachines: VirtualMachineProperties;
}

export type KindName = keyof Properties;

export const kinds: { readonly [K in KindName]: Kind<K> } = {
  resourceGroups: resourceGroupKind,
  virtualNetworks: virtualNetworkKind,
  subnets: subnetKind,
  virtualNetworkPeerings: virtualNetworkPeeringKind,
  publicIPAddresses: publicIPAddressKind,
  networkInterfaces: networkInterfaceKind,
  networkSecurityGroups: networkSecurityGroupKind,
  securityRules: securityRuleKind,
  routeTables: routeTableKind,
  routes: routeKind,
  virtualNetworkGateways: virtualNetworkGatewayKind,
  localNetworkGateways: localNetworkGatewayKind,
  connections: connectionKind,
  virtualHubs: virtualHubKind,
  hubIpConfigurations: hubIpConfigurationKind,
  hubBgpConnections: hubBgpConnectionKind,
  expressRouteCircuits: expressRouteCircuitKind,
  expressRouteCircuitPeerings: expressRoutePeeringKind,
  expressRouteCircuitAuthorizations: expressRouteAuthorizationKind,
  virtualMachines: virtualMachineKind,
};

const names = new Map(
  (Object.keys(kinds) as KindName[]).map((name) => [kinds[name].type.toLowerCase(), name]),
);

/** The kind of an ARM type (`Microsoft.Network/virtualNetworks`); undefined when it is not emulated. */
export function kindOfType(type: string): KindName | undefined {
  return names.get(type.toLowerCase());
}

/** A kind by its name, with its type parameter forgotten: for code that treats all kinds alike. */
export function kindNamed(name: KindName): Kind<KindName> {
  return kinds[name];
}
