import type { BgpObservation, Observations } from '../../fabric/observations.ts';
import { routeServerNodeName } from '../fabric/names.ts';
import type { Resources } from '../resources/store.ts';
import type { GatewayRoute } from './effective-routes.ts';
import type { RouteServer } from './route-servers.ts';
import { instancesOf } from './route-servers.ts';

/** What a Route Server's two speakers say, in their order; one whose daemon does not answer yet says nothing. */
export function seenBy(
  server: RouteServer,
  resources: Resources,
  { bgp }: Observations,
): readonly (BgpObservation | undefined)[] {
  return instancesOf(server).map(
    ({ index }) => bgp[routeServerNodeName(server.hub, index, resources)],
  );
}

/** Addresses of the appliances that a Route Server speaks with. */
export function applianceAddresses({ hub }: RouteServer, resources: Resources): readonly string[] {
  return resources.inside('hubBgpConnections', hub.id).map(({ properties }) => properties.peerIp);
}

/** `connectionState` of a BGP connection: Connected with one of the two sessions. */
export function peerState(
  server: RouteServer,
  peerIp: string,
  resources: Resources,
  observations: Observations,
): 'Unknown' | 'Connecting' | 'Connected' {
  const sessions = seenBy(server, resources, observations).flatMap(
    (seen) => seen?.peers.filter(({ address }) => address === peerIp) ?? [],
  );
  if (sessions.length === 0) return 'Unknown';
  return sessions.some(({ state }) => state === 'Established') ? 'Connected' : 'Connecting';
}

/** A prefix that appliances announced. */
export interface ApplianceRoute extends GatewayRoute {
  /** Length of its AS path as the Route Server learned it. */
  readonly pathLength: number;
}

/**
 * The routes that a Route Server learned from its appliances. The next hop is as they told it; appliances with equally
 * short paths share the load, the others are not used.
 * @see https://learn.microsoft.com/azure/route-server/route-server-faq
 */
export function applianceRoutes(
  server: RouteServer,
  resources: Resources,
  observations: Observations,
): readonly ApplianceRoute[] {
  const appliances = applianceAddresses(server, resources);
  const paths = seenBy(server, resources, observations)
    .flatMap((seen) => seen?.routes ?? [])
    .filter(({ peer, source }) => source === 'ebgp' && appliances.includes(peer ?? ''));
  return [...Map.groupBy(paths, ({ prefix }) => prefix)].map(([prefix, known]) => {
    const pathLength = Math.min(...known.map(({ asPath }) => asPath.length));
    const shortest = known.filter(({ asPath }) => asPath.length === pathLength);
    const nextHops = [...new Set(shortest.flatMap(({ nextHop }) => nextHop ?? []))];
    return { prefix, nextHops, pathLength };
  });
}
