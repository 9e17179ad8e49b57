import type { Observations } from '../../fabric/observations.ts';
import { hostRoute } from '../../net/prefix.ts';
import { gatewayNodeName } from '../fabric/names.ts';
import { publicAddressOf } from '../resources/gateway-addresses.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { GatewayRoute } from './effective-routes.ts';
import { expressRouteRoutes, knowsByEdge } from './express-route-routes.ts';
import { addressesBeside } from './inside-peers.ts';
import { isExpressRoute } from './networks.ts';
import { isUp, tunnelsOf } from './tunnels.ts';

type Gateway = Resource<'virtualNetworkGateways'>;

/** A prefix that a gateway knows. */
export interface KnownRoute extends GatewayRoute {
  /** Length of its AS path; 0 for what a connection names. */
  readonly pathLength: number;
}

/**
 * The routes that a gateway gives the cards of its network and of the networks that use it. A VPN gateway's: prefixes of its
 * connections and their BGP peers' host routes while the tunnel is up, and the best paths that its BGP learned.
 * One row for a prefix, with each instance that knows it.
 */
export function gatewayRoutes(
  gateway: Gateway,
  resources: Resources,
  observations: Observations,
): readonly KnownRoute[] {
  if (isExpressRoute(gateway)) return expressRouteRoutes(gateway, resources, observations);
  const known = gateway.properties.instances.flatMap((instance) => {
    const shown = shownAddress(gateway, instance, resources);
    return routesOfInstance(gateway, instance, resources, observations).map((route) => ({
      ...route,
      shown,
    }));
  });
  return [...Map.groupBy(known, ({ prefix }) => prefix)].map(([prefix, routes]) => ({
    prefix,
    nextHops: [...new Set(routes.map(({ shown }) => shown))],
    pathLength: Math.min(...routes.map(({ pathLength }) => pathLength)),
  }));
}

/** Of a gateway's instances that know a prefix, the ones that reach it by themselves: packets for it go to them. */
export function carriersIn(
  gateway: Gateway,
  prefix: string,
  resources: Resources,
  observations: Observations,
): readonly GatewayInstance[] {
  const { instances } = gateway.properties;
  if (isExpressRoute(gateway)) {
    return instances.filter((instance) =>
      knowsByEdge(prefix, gateway, instance, resources, observations),
    );
  }
  const by = (known: (instance: GatewayInstance) => readonly string[]) =>
    instances.filter((instance) => known(instance).includes(prefix));
  const own = by((instance) => tunnelPrefixes(gateway, instance, resources, observations));
  if (own.length > 0) return own;
  return by((instance) =>
    routesOfInstance(gateway, instance, resources, observations).map((route) => route.prefix),
  );
}

/** An active-passive gateway is shown by its public address, the instances of an active-active one by their BGP addresses. */
function shownAddress(gateway: Gateway, instance: GatewayInstance, resources: Resources): string {
  if (gateway.properties.active) return instance.bgpAddress;
  const [address = instance.bgpAddress] = publicAddressOf(gateway.properties, instance, resources);
  return address;
}

/** What it reaches, each prefix as often as it knows it. */
function routesOfInstance(
  gateway: Gateway,
  instance: GatewayInstance,
  resources: Resources,
  observations: Observations,
): readonly { readonly prefix: string; readonly pathLength: number }[] {
  if (instance.away) return [];
  return [
    ...tunnelPrefixes(gateway, instance, resources, observations).map((prefix) => ({
      prefix,
      pathLength: 0,
    })),
    ...learnedRoutes(gateway, instance, resources, observations),
  ];
}

/** What an instance originates for its connections: their prefixes and BGP peers, while its own tunnels are up. */
export function tunnelPrefixes(
  gateway: Gateway,
  instance: GatewayInstance,
  resources: Resources,
  observations: Observations,
): readonly string[] {
  const prefixes = tunnelsOf(gateway, instance, resources)
    .filter((tunnel) => isUp(tunnel, observations))
    .flatMap(({ connection, far }) => {
      const peer = connection.properties.enableBgp ? far.bgp?.address : undefined;
      return [...far.prefixes, ...(peer === undefined ? [] : [hostRoute(peer)])];
    });
  return [...new Set(prefixes)];
}

/** Best paths, without those by other speakers of its network: they give the cards their routes themselves. */
function learnedRoutes(
  gateway: Gateway,
  instance: GatewayInstance,
  resources: Resources,
  { bgp }: Observations,
): readonly { readonly prefix: string; readonly pathLength: number }[] {
  const beside = addressesBeside(gateway, resources);
  return (bgp[gatewayNodeName(gateway, instance, resources)]?.routes ?? [])
    .filter(
      ({ best, source, peer }) => best && source !== 'network' && !beside.includes(peer ?? ''),
    )
    .map(({ prefix, asPath }) => ({ prefix, pathLength: asPath.length }));
}
