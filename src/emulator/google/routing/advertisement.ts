import { placeOf } from '../compute/link.ts';
import { interRegionCost } from '../resources/catalogue.ts';
import type { Advertisement } from '../resources/advertisement.ts';
import type { BgpPeer } from '../resources/router-parts.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { subnetworksOf } from '../resources/subnetwork.ts';

/** A prefix that a Cloud Router tells a peer. */
export interface AdvertisedRoute {
  readonly prefix: string;
  /** The MED it goes with. */
  readonly priority: number;
  readonly kind: 'subnet' | 'custom';
}

/**
 * What a router tells a peer: the subnets of its region, in global mode of all regions, and in mode CUSTOM the ranges
 * that were named. Never what other peers told it. A peer's own settings replace the router's. The MED is the peer's
 * base priority, plus a cost for subnets of other regions.
 * @see https://cloud.google.com/network-connectivity/docs/router/concepts/advertised-routes
 */
export function advertisedRoutes(
  router: Resource<'routers'>,
  peer: BgpPeer,
  resources: Resources,
): readonly AdvertisedRoute[] {
  const { bgp, network: path } = router.properties;
  const network = resources.find('networks', path);
  const settings: Advertisement | undefined = peer.advertisement ?? bgp;
  if (!network || !settings) return [];
  const region = placeOf(router.scope);
  const withSubnets =
    settings.advertiseMode === 'DEFAULT' || settings.advertisedGroups.includes('ALL_SUBNETS');
  const subnets = subnetworksOf(path, resources)
    .filter(
      (subnet) => network.properties.routingMode === 'GLOBAL' || placeOf(subnet.scope) === region,
    )
    .map((subnet): AdvertisedRoute => ({
      prefix: subnet.properties.ipCidrRange,
      priority: peer.advertisedRoutePriority + interRegionCost(placeOf(subnet.scope), region),
      kind: 'subnet',
    }));
  const custom = (settings.advertiseMode === 'CUSTOM' ? settings.advertisedIpRanges : []).map(
    ({ range }): AdvertisedRoute => ({
      prefix: range,
      priority: peer.advertisedRoutePriority,
      kind: 'custom',
    }),
  );
  const routes = [...(withSubnets ? subnets : []), ...custom];
  return routes.filter(
    (route, index) => routes.findIndex(({ prefix }) => prefix === route.prefix) === index,
  );
}
