import type { BgpRoute, Observations } from '../../fabric/observations.ts';
import { gatewayNodeName } from '../fabric/names.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';
import { shownEdgeAddress } from './edge-next-hops.ts';
import type { KnownRoute } from './gateway-routes.ts';
import { attachmentsOf } from './express-route-bgp.ts';
import { circuitLinks, edgeAddress } from './express-route.ts';

type Gateway = Resource<'virtualNetworkGateways'>;

/**
 * What an ExpressRoute gateway gives the cards: the prefixes that Microsoft's edges told it, each with the edges that its
 * packets go to. The next hops shown are the edges', since packets do not return by the gateway's subnet.
 */
export function expressRouteRoutes(
  gateway: Gateway,
  resources: Resources,
  observations: Observations,
): readonly KnownRoute[] {
  const edges = attachmentsOf(gateway, resources).flatMap(({ connection, circuit }) =>
    circuitLinks.map((link) => ({
      address: edgeAddress(connection, link),
      shown: shownEdgeAddress(circuit, link, resources),
    })),
  );
  const inUse = gateway.properties.instances.flatMap((instance) =>
    routesInUse(gateway, instance, resources, observations),
  );
  return [...new Set(inUse.map(({ prefix }) => prefix))].map((prefix) => ({
    prefix,
    nextHops: edges
      .filter(({ address }) =>
        inUse.some((route) => route.prefix === prefix && route.peer === address),
      )
      .map(({ shown }) => shown),
    pathLength: Math.min(
      ...inUse.filter((route) => route.prefix === prefix).map(({ asPath }) => asPath.length),
    ),
  }));
}

/** Whether an instance has learned a prefix from one of Microsoft's edges. */
export function knowsByEdge(
  prefix: string,
  gateway: Gateway,
  instance: GatewayInstance,
  resources: Resources,
  observations: Observations,
): boolean {
  return routesInUse(gateway, instance, resources, observations).some(
    (route) => route.prefix === prefix,
  );
}

/** The best path of each prefix, when it came from an edge, and those of the same connections' weight and length. */
function routesInUse(
  gateway: Gateway,
  instance: GatewayInstance,
  resources: Resources,
  { bgp }: Observations,
): readonly BgpRoute[] {
  if (instance.away) return [];
  const weights = new Map(
    attachmentsOf(gateway, resources).flatMap(({ connection }) =>
      circuitLinks.map((link) => [
        edgeAddress(connection, link),
        connection.properties.routingWeight,
      ]),
    ),
  );
  const weightOf = ({ peer }: BgpRoute) => weights.get(peer ?? '');
  const routes = bgp[gatewayNodeName(gateway, instance, resources)]?.routes ?? [];
  const learned = routes.filter((route) => weightOf(route) !== undefined);
  return learned.filter((route) => {
    const best = learned.find((other) => other.best && other.prefix === route.prefix);
    return (
      best !== undefined &&
      weightOf(best) === weightOf(route) &&
      best.asPath.length === route.asPath.length
    );
  });
}
