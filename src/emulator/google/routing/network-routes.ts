import type { Observations } from '../../fabric/observations.ts';
import { contains } from '../../net/prefix.ts';
import type { RouteNextHop } from '../resources/route.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { subnetworksOf } from '../resources/subnetwork.ts';
import { programmedRoutes } from './learned-routes.ts';

/** Where a custom route leads. */
export type Hop = RouteNextHop | { readonly kind: 'router'; readonly router: string };

/** The chosen routes to one destination; several hops share the load. */
export interface CustomRoute {
  readonly prefix: string;
  readonly hops: readonly Hop[];
}

/** Whose routes are asked for. */
export interface Viewpoint {
  readonly network: Resource<'networks'>;
  /** undefined: routes that hold in every region only, that is static ones. */
  readonly region: string | undefined;
  /** The instance's network tags. */
  readonly tags: readonly string[];
}

interface Candidate {
  readonly prefix: string;
  readonly priority: number;
  readonly isStatic: boolean;
  readonly hop: Hop;
}

/**
 * Static and learned routes that hold for a machine. Routes inside a subnet's range never do. Of the same destination
 * the lowest priority number wins, at the same number a static route before a learned one, and one to the internet
 * last; what is left shares the load. A route to an instance that does not run does not hold.
 * @see https://cloud.google.com/vpc/docs/routes#routeselection
 */
export function customRoutes(
  viewpoint: Viewpoint,
  resources: Resources,
  observations: Observations,
): readonly CustomRoute[] {
  const { network, region } = viewpoint;
  const subnets = subnetworksOf(network.path, resources).map(
    ({ properties }) => properties.ipCidrRange,
  );
  const learned =
    region === undefined ? [] : programmedRoutes(network, region, resources, observations);
  const candidates: readonly Candidate[] = [
    ...staticRoutes(viewpoint, resources),
    ...learned.map(({ prefix, priority, router }) => ({
      prefix,
      priority,
      isStatic: false,
      hop: { kind: 'router' as const, router: router.path },
    })),
  ].filter(({ prefix }) => !subnets.some((subnet) => contains(subnet, prefix)));
  return [...Map.groupBy(candidates, ({ prefix }) => prefix)].map(([prefix, all]) => ({
    prefix,
    hops: withoutRepeats(choose(all).map(({ hop }) => hop)),
  }));
}

function staticRoutes({ network, tags }: Viewpoint, resources: Resources): readonly Candidate[] {
  return resources
    .all('routes')
    .map(({ properties }) => properties)
    .filter((route) => route.network === network.path)
    .filter((route) => route.tags.length === 0 || route.tags.some((tag) => tags.includes(tag)))
    .filter(({ nextHop }) => holds(nextHop, network.path, resources))
    .map(({ destRange, priority, nextHop }) => ({
      prefix: destRange,
      priority,
      isStatic: true,
      hop: nextHop,
    }));
}

function holds(hop: RouteNextHop, network: string, resources: Resources): boolean {
  if (hop.kind === 'gateway') return true;
  return resources
    .all('instances')
    .some(
      ({ path, properties }) =>
        properties.status === 'RUNNING' &&
        (hop.kind === 'instance'
          ? path === hop.instance
          : properties.networkInterfaces.some(
              (card) => card.network === network && card.networkIP === hop.address,
            )),
    );
}

function choose(candidates: readonly Candidate[]): readonly Candidate[] {
  const least = Math.min(...candidates.map(({ priority }) => priority));
  const first = candidates.filter(({ priority }) => priority === least);
  const inside = first.filter(({ isStatic, hop }) => isStatic && hop.kind !== 'gateway');
  if (inside.length > 0) return inside;
  const statics = first.filter(({ isStatic }) => isStatic);
  return statics.length > 0 ? statics : first;
}

function withoutRepeats(hops: readonly Hop[]): readonly Hop[] {
  const seen = new Map(hops.map((hop) => [JSON.stringify(hop), hop]));
  return [...seen.values()];
}
