import { RouteServer as AzurermRouteServer } from '@cdktf/provider-azurerm/lib/route-server/index.js';
import { RouteServerBgpConnection } from '@cdktf/provider-azurerm/lib/route-server-bgp-connection/index.js';
import type { RouteServer } from '../../src/lab/handle.ts';
import { dependsOn, resource, type Constructed, type Dependency } from '../constructed.ts';
import { publicIp } from './public-ip.ts';
import type { AzureScope } from './scope.ts';
import type { ConstructedSubnet } from './virtual-network.ts';

export type ConstructedRouteServer = Constructed<RouteServer, AzurermRouteServer>;

export interface RouteServerParameters {
  readonly name: string;
  /** The `RouteServerSubnet` of its network, /27 or larger. */
  readonly subnet: ConstructedSubnet;
  /** Whether it exchanges routes with the gateways of its network. @default false */
  readonly branchToBranch?: boolean;
  /** What wins where several know a prefix. @default ExpressRoute */
  readonly routingPreference?: 'ExpressRoute' | 'VpnGateway' | 'ASPath';
  readonly dependsOn?: readonly Dependency[];
}

/** A Route Server. Its public IP, which it needs for its own management, is `<name>-public-ip`. */
export function routeServer(
  azure: AzureScope,
  parameters: RouteServerParameters,
): ConstructedRouteServer {
  const { name, subnet, branchToBranch = false, routingPreference = 'ExpressRoute' } = parameters;
  const server = new AzurermRouteServer(azure.scope, name, {
    ...azure.place,
    name,
    sku: 'Standard',
    subnetId: subnet.id,
    publicIpAddressId: publicIp(azure, `${name}-public-ip`).id,
    branchToBranchTrafficEnabled: branchToBranch,
    hubRoutingPreference: routingPreference,
    tags: azure.tags,
    ...dependsOn(parameters.dependsOn),
  });
  return {
    kind: 'routeServer',
    name,
    id: server.id,
    addresses: server.virtualRouterIps,
    [resource]: server,
  };
}

export interface RouteServerPeerParameters {
  /** Name of its Terraform resource, unique in the stack. */
  readonly name: string;
  /** Its name in Azure where that differs: it may be the appliance's. @default name */
  readonly azureName?: string;
  readonly server: ConstructedRouteServer;
  /** The appliance's private address, in the Route Server's network or in one peered with it. */
  readonly address: string;
  /** Its AS number, of 16 bits. */
  readonly asn: number;
  readonly dependsOn?: readonly Dependency[];
}

/** An appliance that a Route Server speaks BGP with. It has to peer with both of the server's addresses. */
export function routeServerPeer(
  azure: AzureScope,
  parameters: RouteServerPeerParameters,
): RouteServerBgpConnection {
  const { name, azureName = name, server, address, asn } = parameters;
  return new RouteServerBgpConnection(azure.scope, name, {
    name: azureName,
    routeServerId: server.id,
    peerIp: address,
    peerAsn: asn,
    ...dependsOn(parameters.dependsOn),
  });
}
