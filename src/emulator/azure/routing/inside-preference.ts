import type { Resource, Resources } from '../resources/store.ts';
import type { HubRoutingPreference } from '../resources/virtual-hub.ts';
import { isExpressRoute } from './networks.ts';
import { routeServerOfNetwork } from './route-servers.ts';

/** Where a route into a network comes from. */
export type RouteOrigin = 'ExpressRoute' | 'VPN' | 'appliance';

const usual = 100;

/**
 * ExpressRoute wins unless a Route Server says otherwise; `VpnGateway` stands for VPN and appliances; with `ASPath` the
 * length of the path decides.
 * @see https://learn.microsoft.com/azure/route-server/hub-routing-preference
 */
const advantage = { ExpressRoute: 10, VpnGateway: -10, ASPath: 0 } as const satisfies Record<
  HubRoutingPreference,
  number
>;

/** What is preferred in a network; without a Route Server, ExpressRoute. */
export function preferenceIn(networkId: string, resources: Resources): HubRoutingPreference {
  const server = routeServerOfNetwork(networkId, resources);
  return server?.hub.properties.hubRoutingPreference ?? 'ExpressRoute';
}

/** Larger is better; equal: the shorter AS path. */
export function rankOf(origin: RouteOrigin, preference: HubRoutingPreference): number {
  return origin === 'ExpressRoute' ? advantage[preference] : 0;
}

/**
 * Local preference of routes of one origin at a speaker whose own routes (with the usual preference of 100) have
 * another; absent where nothing needs to be said.
 */
export function localPreference(
  origin: RouteOrigin,
  at: RouteOrigin,
  preference: HubRoutingPreference,
): { readonly localPreference?: number } {
  const difference = rankOf(origin, preference) - rankOf(at, preference);
  return difference === 0 ? {} : { localPreference: usual + difference };
}

export function originOf(gateway: Resource<'virtualNetworkGateways'>): RouteOrigin {
  return isExpressRoute(gateway) ? 'ExpressRoute' : 'VPN';
}
