import type { Observations } from '../../fabric/observations.ts';
import { sameId } from '../arm/id.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { HubRoutingPreference } from '../resources/virtual-hub.ts';
import type { GatewayRoute } from './effective-routes.ts';
import type { KnownRoute } from './gateway-routes.ts';
import { gatewayRoutes } from './gateway-routes.ts';
import type { RouteOrigin } from './inside-preference.ts';
import { originOf, preferenceIn, rankOf } from './inside-preference.ts';
import { gatewaysUsedBy } from './networks.ts';
import { applianceRoutes } from './route-server-peers.ts';
import { routeServerUsedBy } from './route-servers.ts';

type Gateway = Resource<'virtualNetworkGateways'>;

interface Candidate extends KnownRoute {
  readonly origin: RouteOrigin;
}

/**
 * What a network's cards get injected: the best route to each prefix of its gateways and its Route Server's appliances,
 * its own or those that it is lent. ExpressRoute comes first, unless the Route Server says otherwise.
 * `except`: a gateway whose routes do not count.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-howto-coexist-resource-manager
 * @see https://learn.microsoft.com/azure/route-server/hub-routing-preference
 */
export function injectedRoutes(
  networkId: string,
  resources: Resources,
  observations: Observations,
  except?: Gateway,
): readonly GatewayRoute[] {
  const gateways = gatewaysUsedBy(networkId, resources).filter(
    ({ id }) => except === undefined || !sameId(id, except.id),
  );
  const server = routeServerUsedBy(networkId, resources);
  const candidates: readonly Candidate[] = [
    ...gateways.flatMap((gateway) =>
      gatewayRoutes(gateway, resources, observations).map((route) => ({
        ...route,
        gatewayId: gateway.id,
        origin: originOf(gateway),
      })),
    ),
    ...(server ? applianceRoutes(server, resources, observations) : []).map((route) => ({
      ...route,
      origin: 'appliance' as const,
    })),
  ];
  const preference = preferenceIn(server?.network.id ?? networkId, resources);
  return [...Map.groupBy(candidates, ({ prefix }) => prefix).values()].flatMap((rivals) => {
    const [best] = rivals.toSorted((left, right) => compare(left, right, preference));
    if (!best) return [];
    const { prefix, nextHops, gatewayId } = best;
    return [{ prefix, nextHops, ...(gatewayId !== undefined && { gatewayId }) }];
  });
}

const lastWord = { ExpressRoute: 0, VPN: 1, appliance: 2 } as const satisfies Record<
  RouteOrigin,
  number
>;

/** The better one first. */
function compare(left: Candidate, right: Candidate, preference: HubRoutingPreference): number {
  return (
    rankOf(right.origin, preference) - rankOf(left.origin, preference) ||
    left.pathLength - right.pathLength ||
    lastWord[left.origin] - lastWord[right.origin]
  );
}
