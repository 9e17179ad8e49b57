import type { Observations } from '../../fabric/observations.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { EffectiveRoute, GatewayRoute, RouteSources } from './effective-routes.ts';
import { effectiveRoutes } from './effective-routes.ts';
import { injectedRoutes } from './injected-routes.ts';
import { connectedPeerings, networkOfSubnet, prefixesOf } from './networks.ts';

/** Effective routes of the cards of a subnet, as things are now. */
export function subnetRoutes(
  subnet: Resource<'subnets'>,
  resources: Resources,
  observations: Observations,
): readonly EffectiveRoute[] {
  const network = networkOfSubnet(subnet.id, resources);
  const learned = network ? injectedRoutes(network.id, resources, observations) : [];
  return effectiveRoutes(routeSources(subnet, resources, learned));
}

/** What the routes of a subnet are made of, given what its gateways inject. */
export function routeSources(
  subnet: Resource<'subnets'>,
  resources: Resources,
  gateway: readonly GatewayRoute[],
): RouteSources {
  const network = networkOfSubnet(subnet.id, resources);
  const table = routeTableOf(subnet, resources);
  return {
    network: network ? prefixesOf(network) : [],
    peers: (network ? connectedPeerings(network.id, resources) : []).map(({ remote }) => ({
      prefixes: prefixesOf(remote),
      global: remote.location !== network?.location,
    })),
    gateway,
    propagation: table?.properties.disableBgpRoutePropagation !== true,
    user: (table ? resources.inside('routes', table.id) : []).map(({ name, properties }) => ({
      name,
      prefix: properties.addressPrefix,
      type: properties.nextHopType,
      nextHop: properties.nextHopIpAddress,
    })),
  };
}

export function routeTableOf(
  subnet: Resource<'subnets'>,
  resources: Resources,
): Resource<'routeTables'> | undefined {
  const { routeTable } = subnet.properties;
  return routeTable && resources.find('routeTables', routeTable.id);
}
