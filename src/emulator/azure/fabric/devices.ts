import { sameId } from '../arm/id.ts';
import { addressToNumber } from '../../net/address.ts';
import type { Resource } from '../resources/store.ts';
import type { ApplianceLink, GatewayNode } from './layout.ts';
import type { Names } from './names.ts';

type Network = Resource<'virtualNetworks'>;

/** Device names and next hops that two nodes must agree on. Devices inside ports, edges and underlays are fixed. */

export const portToRouter = 'vnet';
export const portToMachine = 'vm';
export const edgeToRouter = 'vnet';
export const edgeToInternet = 'internet';
export const routerToEdge = 'edge';
export const gatewayToRouter = 'vnet';
/** Between the two instances of an active-active gateway. */
export const gatewayToTwin = 'twin';

/** In a network's router, towards a gateway that the network uses. */
export function routerToGateway(network: Network, gateway: GatewayNode, names: Names): string {
  return names.device(names.network(network), `g-${gateway.node}`, `gateway ${gateway.node}`);
}

/** In a network's router, towards an instance of its Route Server. */
export function routerToRouteServer(network: Network, node: string, names: Names): string {
  return names.device(names.network(network), `r-${node}`, `route server ${node}`);
}

export function routerToUnderlay(gateway: GatewayNode, names: Names): string {
  const router = names.network(gateway.network);
  return names.device(router, `u-${gateway.node}`, `underlay ${gateway.underlay}`);
}

/** In a gateway, towards the router of its own network or of one that uses it. */
export function gatewayToNetwork(gateway: GatewayNode, network: Network, names: Names): string {
  if (sameId(network.id, gateway.network.id)) return gatewayToRouter;
  return names.device(gateway.node, `s-${network.name}`, network.id);
}

/** In a network's router, towards the peering with another. */
export function routerToPeer(network: Network, remote: Network, names: Names): string {
  return names.device(names.network(network), `p-${remote.name}`, `peer ${remote.id}`);
}

/** In either router, the way of an appliance's traffic. */
export function routerToAppliance(network: Network, link: ApplianceLink, names: Names): string {
  const { pair, address } = link;
  const remote = sameId(pair.a.id, network.id) ? pair.b : pair.a;
  const wanted = `a-${remote.name}-${addressToNumber(address).toString(16)}`;
  return names.device(names.network(network), wanted, `appliance ${remote.id} ${address}`);
}

/** In the peering's node: side, and the appliance when it is not the plain way. */
export function peeringDevice(side: 'a' | 'b', link?: ApplianceLink): string {
  return link ? `${side}-${addressToNumber(link.address).toString(16)}` : side;
}
