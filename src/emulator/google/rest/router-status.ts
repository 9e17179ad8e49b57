import type { Observations } from '../../fabric/observations.ts';
import type { BgpPeer as ObservedPeer } from '../../fabric/observations.ts';
import { placeOf, selfLink } from '../compute/link.ts';
import { timestamp } from '../compute/timestamp.ts';
import { routerName } from '../fabric/names.ts';
import type { Body } from '../resources/kind.ts';
import type { BgpPeer } from '../resources/router-parts.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { advertisedRoutes } from '../routing/advertisement.ts';
import { bestOfRouter, learnedRoutes, programmedRoutes } from '../routing/learned-routes.ts';
import type { LearnedRoute } from '../routing/learned-routes.ts';

type Router = Resource<'routers'>;

/**
 * What a router's sessions are like now and what they taught. `bestRoutesForRouter` are its own best paths,
 * `bestRoutes` those that its region uses.
 * @see https://cloud.google.com/compute/docs/reference/rest/v1/routers/getRouterStatus
 */
export function routerStatus(
  router: Router,
  resources: Resources,
  observations: Observations,
  now: number,
): Body {
  const { network: path, bgpPeers } = router.properties;
  const network = resources.find('networks', path);
  const region = placeOf(router.scope);
  const own = network
    ? bestOfRouter(learnedRoutes(router, resources, observations), network.properties.bestPath)
    : [];
  const used = network ? programmedRoutes(network, region, resources, observations) : [];
  const rows = { now, observations };
  return {
    kind: 'compute#routerStatusResponse',
    result: {
      network: selfLink(path),
      ...some(
        'bestRoutes',
        used.map((route) => routeRow(route, route.priority, rows)),
      ),
      ...some(
        'bestRoutesForRouter',
        own.map((route) => routeRow(route, route.med, rows)),
      ),
      ...some(
        'bgpPeerStatus',
        bgpPeers.map((peer) => peerRow(router, peer, resources, observations)),
      ),
    },
  };
}

/** Lists that are empty are left out. */
function some(name: string, rows: readonly Body[]): Body {
  return rows.length > 0 ? { [name]: rows } : {};
}

const origins = { IGP: 'IGP', EGP: 'EGP', incomplete: 'INCOMPLETE' } as const;

function routeRow(
  route: LearnedRoute,
  priority: number,
  { now, observations }: { readonly now: number; readonly observations: Observations },
): Body {
  const { router, peer, tunnel } = route;
  const session = sessionOf(router, peer, observations);
  const path = router.properties.network;
  return {
    kind: 'compute#route',
    creationTimestamp: timestamp(now - (session?.establishedForMs ?? 0)),
    network: selfLink(path),
    destRange: route.prefix,
    priority,
    nextHopIp: route.nextHop,
    ...(tunnel !== undefined && { nextHopVpnTunnel: selfLink(tunnel) }),
    nextHopMed: route.med,
    nextHopOrigin: origins[route.origin],
    routeType: 'BGP',
    routeStatus: 'ACTIVE',
    ...(route.asPath.length > 0 && {
      asPaths: [{ pathSegmentType: 'AS_SEQUENCE', asLists: route.asPath }],
    }),
  };
}

function sessionOf(
  router: Router,
  peer: BgpPeer,
  observations: Observations,
): ObservedPeer | undefined {
  const peers = observations.bgp[routerName(router)]?.peers ?? [];
  return peers.find(({ address }) => address === peer.peerIpAddress);
}

function peerRow(
  router: Router,
  peer: BgpPeer,
  resources: Resources,
  observations: Observations,
): Body {
  const session = sessionOf(router, peer, observations);
  const on = router.properties.interfaces.find(({ name }) => name === peer.interfaceName);
  const isUp = session?.state === 'Established';
  const seconds = Math.floor((session?.establishedForMs ?? 0) / 1000);
  const learned = learnedRoutes(router, resources, observations).filter(
    (route) => route.peer.name === peer.name,
  );
  return {
    name: peer.name,
    ipAddress: peer.ipAddress,
    peerIpAddress: peer.peerIpAddress,
    status: peer.enabled ? (isUp ? 'UP' : 'DOWN') : 'DOWN',
    ...(peer.enabled ? {} : { statusReason: 'STATUS_REASON_UNSPECIFIED' }),
    // Quagga's names of states, which Google shows.
    state: session?.state ?? 'Idle',
    ...(isUp && { uptime: duration(seconds), uptimeSeconds: String(seconds) }),
    numLearnedRoutes: learned.length,
    ...(on?.linkedVpnTunnel !== undefined && { linkedVpnTunnel: selfLink(on.linkedVpnTunnel) }),
    ...(isUp &&
      some(
        'advertisedRoutes',
        advertisedRoutes(router, peer, resources).map(({ prefix, priority, kind }) => ({
          kind: 'compute#route',
          network: selfLink(router.properties.network),
          destRange: prefix,
          priority,
          nextHopIp: peer.ipAddress,
          routeType: kind === 'subnet' ? 'SUBNET' : 'STATIC',
        })),
      )),
    enableIpv4: true,
    enableIpv6: false,
    md5AuthEnabled: false,
  };
}

/** `1 hours, 2 minutes, 3 seconds`: Google counts one of a thing in the plural too. */
export function duration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 604_800), 'weeks'],
    [Math.floor(seconds / 86_400) % 7, 'days'],
    [Math.floor(seconds / 3600) % 24, 'hours'],
    [Math.floor(seconds / 60) % 60, 'minutes'],
    [seconds % 60, 'seconds'],
  ] as const;
  const shown = parts.filter(([amount, unit]) => amount > 0 || unit === 'seconds');
  return shown.map(([amount, unit]) => `${amount} ${unit}`).join(', ');
}
