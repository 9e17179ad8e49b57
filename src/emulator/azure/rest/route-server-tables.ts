import { admits } from '../../fabric/prefix-filter.ts';
import type { BgpObservation, Observations } from '../../fabric/observations.ts';
import type { Resources } from '../resources/store.ts';
import { routeServerAsn } from '../resources/virtual-hub.ts';
import { routeServerBgp } from '../routing/route-server-bgp.ts';
import { seenBy } from '../routing/route-server-peers.ts';
import type { RouteServer, RouteServerInstance } from '../routing/route-servers.ts';
import { instancesOf } from '../routing/route-servers.ts';
import type { GatewayRouteRow } from './gateway-tables.ts';

/**
 * What a Route Server's two instances know of one peer, each under its role's name. `value` is null, as it comes.
 * @see https://learn.microsoft.com/rest/api/virtualwan/virtual-hub-bgp-connections/list-learned-routes
 */
export interface PeerTables {
  readonly RouteServiceRole_IN_0: readonly GatewayRouteRow[];
  readonly RouteServiceRole_IN_1: readonly GatewayRouteRow[];
  readonly value: null;
}

const learnedWeight = 32768;

/** What a peer told each instance. */
export function learnedFromPeer(
  server: RouteServer,
  peerIp: string,
  resources: Resources,
  observations: Observations,
): PeerTables {
  return tables(server, resources, observations, ({ address }, seen) =>
    seen.routes
      .filter(({ peer }) => peer === peerIp)
      .map((route) => ({
        localAddress: address,
        network: route.prefix,
        nextHop: route.nextHop,
        sourcePeer: peerIp,
        origin: 'EBgp',
        asPath: route.asPath.join('-'),
        weight: learnedWeight,
      })),
  );
}

/** What each instance tells a peer: its best routes that the session lets out, its own number before the path. */
export function advertisedToPeer(
  server: RouteServer,
  peerIp: string,
  resources: Resources,
  observations: Observations,
): PeerTables {
  return tables(server, resources, observations, (instance, seen) => {
    // Timers do not matter for what is told.
    const timers = { keepalive: 0, hold: 0, connect: 0 };
    const { neighbors } = routeServerBgp({ server, instance, resources, timers });
    const neighbor = neighbors.find(({ address }) => address === peerIp);
    const session = seen.peers.find(({ address }) => address === peerIp);
    if (!neighbor || session?.state !== 'Established') return [];
    return seen.routes
      .filter(
        ({ best, peer, prefix }) => best && peer !== peerIp && admits(neighbor.outbound, prefix),
      )
      .map((route) => ({
        localAddress: instance.address,
        network: route.prefix,
        nextHop: instance.address,
        sourcePeer: null,
        origin: 'Igp',
        asPath: [routeServerAsn, ...route.asPath].join('-'),
        weight: 0,
      }));
  });
}

function tables(
  server: RouteServer,
  resources: Resources,
  observations: Observations,
  rows: (instance: RouteServerInstance, seen: BgpObservation) => readonly GatewayRouteRow[],
): PeerTables {
  const seen = seenBy(server, resources, observations);
  const [first = [], second = []] = instancesOf(server).map((instance) => {
    const known = seen[instance.index];
    return known ? rows(instance, known) : [];
  });
  return { RouteServiceRole_IN_0: first, RouteServiceRole_IN_1: second, value: null };
}
