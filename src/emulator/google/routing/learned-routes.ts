import type { BgpRoute, Observations } from '../../fabric/observations.ts';
import { comparePrefixes, contains } from '../../net/prefix.ts';
import { placeOf } from '../compute/link.ts';
import { routerName } from '../fabric/names.ts';
import { interRegionCost } from '../resources/catalogue.ts';
import type { BestPathSelection } from '../resources/network.ts';
import type { BgpPeer } from '../resources/router-parts.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { subnetworksOf } from '../resources/subnetwork.ts';

type Router = Resource<'routers'>;

/** A path that a Cloud Router learned from a peer. */
export interface LearnedRoute {
  readonly router: Router;
  readonly peer: BgpPeer;
  /** The tunnel that the peer is behind. */
  readonly tunnel: string | undefined;
  readonly prefix: string;
  readonly nextHop: string;
  readonly asPath: readonly number[];
  readonly origin: BgpRoute['origin'];
  readonly med: number;
}

/** A path in use, with its priority in the region that uses it. */
export interface ProgrammedRoute extends LearnedRoute {
  readonly priority: number;
}

/**
 * What a peer that tells no MED is taken to tell.
 * @see https://cloud.google.com/network-connectivity/docs/router/concepts/learned-routes
 */
const defaultMed = 100;

/** In STANDARD mode dynamic routes come behind all static ones, whose priorities end below. */
const standardBase = 65_536;

/** Every path that a router learned, but those equal to or inside a subnet of its network, by peer, then by prefix. */
export function learnedRoutes(
  router: Router,
  resources: Resources,
  observations: Observations,
): readonly LearnedRoute[] {
  const { bgpPeers, interfaces, network } = router.properties;
  const subnets = subnetworksOf(network, resources).map(({ properties }) => properties.ipCidrRange);
  const seen = observations.bgp[routerName(router)]?.routes ?? [];
  return bgpPeers.flatMap((peer) => {
    const on = interfaces.find(({ name }) => name === peer.interfaceName);
    return seen
      .filter((route) => route.source === 'ebgp' && route.peer === peer.peerIpAddress)
      .filter((route) => !subnets.some((subnet) => contains(subnet, route.prefix)))
      .map((route): LearnedRoute => ({
        router,
        peer,
        tunnel: on?.linkedVpnTunnel,
        prefix: route.prefix,
        nextHop: route.nextHop ?? peer.peerIpAddress,
        asPath: route.asPath,
        origin: route.origin,
        med: route.med ?? defaultMed,
      }))
      .toSorted((left, right) => comparePrefixes(left.prefix, right.prefix));
  });
}

/** The best paths of one router: for each prefix those that nothing is better than, in the order given. */
export function bestOfRouter(
  routes: readonly LearnedRoute[],
  { mode, alwaysCompareMed }: BestPathSelection,
): readonly LearnedRoute[] {
  const everyMed = mode === 'LEGACY' || alwaysCompareMed;
  return byPrefix(routes, (paths) => lowestMed(shortest(paths), everyMed, ({ med }) => med));
}

/**
 * What a network's machines in a region use: paths of the region's routers, and in global mode of all routers.
 *
 * LEGACY: each router chooses by itself (AS path, origin, MED), and between routers only the priority counts, which is
 * MED plus the cost of the way between regions. STANDARD: the paths of all routers are compared as one router's.
 * @see https://cloud.google.com/network-connectivity/docs/router/concepts/learned-routes#best-path-selection-modes
 */
export function programmedRoutes(
  network: Resource<'networks'>,
  region: string,
  resources: Resources,
  observations: Observations,
): readonly ProgrammedRoute[] {
  const { bestPath, routingMode } = network.properties;
  const routers = resources
    .all('routers')
    .filter(({ properties }) => properties.network === network.path)
    .filter(({ scope }) => routingMode === 'GLOBAL' || placeOf(scope) === region);
  const learned = routers.map((router) => learnedRoutes(router, resources, observations));
  const cost = ({ router }: LearnedRoute): number => interRegionCost(placeOf(router.scope), region);
  if (bestPath.mode === 'STANDARD') return standardRoutes(learned.flat(), bestPath, cost);
  const candidates = learned
    .flatMap((routes) => bestOfRouter(routes, bestPath))
    .map((route) => ({ ...route, priority: route.med + cost(route) }));
  return byPrefix(candidates, (paths) => lowest(paths, ({ priority }) => priority));
}

function standardRoutes(
  routes: readonly LearnedRoute[],
  { alwaysCompareMed, interRegionCost: kind }: BestPathSelection,
  cost: (route: LearnedRoute) => number,
): readonly ProgrammedRoute[] {
  const med = (route: LearnedRoute): number =>
    route.med + (kind === 'ADD_COST_TO_MED' ? cost(route) : 0);
  const best = byPrefix(routes, (paths) =>
    lowest(lowestMed(shortest(paths), alwaysCompareMed, med), cost),
  );
  return best.map((route) => ({ ...route, priority: standardBase + cost(route) }));
}

const origins = { IGP: 0, EGP: 1, incomplete: 2 } as const;

function shortest<T extends LearnedRoute>(paths: readonly T[]): readonly T[] {
  return lowest(
    lowest(paths, ({ asPath }) => asPath.length),
    ({ origin }) => origins[origin],
  );
}

/** RFC 4271, 9.1.2.2 c: MEDs of different neighbouring networks say nothing about each other, unless told otherwise. */
function lowestMed<T extends LearnedRoute>(
  paths: readonly T[],
  everyMed: boolean,
  med: (path: T) => number,
): readonly T[] {
  if (everyMed) return lowest(paths, med);
  return paths.filter((path) =>
    paths.every((other) => other.asPath[0] !== path.asPath[0] || med(other) >= med(path)),
  );
}

function lowest<T>(items: readonly T[], measure: (item: T) => number): readonly T[] {
  const least = Math.min(...items.map(measure));
  return items.filter((item) => measure(item) === least);
}

/** Chooses among the routes of each prefix; those chosen stay in their order. */
function byPrefix<T extends LearnedRoute>(
  routes: readonly T[],
  choose: (paths: readonly T[]) => readonly T[],
): readonly T[] {
  const chosen = new Set<T>(
    [...Map.groupBy(routes, ({ prefix }) => prefix).values()].flatMap(choose),
  );
  return routes.filter((route) => chosen.has(route));
}
