import type { Observations } from '../../fabric/observations.ts';
import { hostRoute } from '../../net/prefix.ts';
import { gatewayNodeName } from '../fabric/names.ts';
import { publicAddressOf } from '../resources/gateway-addresses.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { GatewayRoute } from './effective-routes.ts';
import { gatewaysUsedBy, isExpressRoute } from './networks.ts';
import { isUp, tunnelsOf } from './tunnels.ts';

type Gateway = Resource<'virtualNetworkGateways'>;

/**
 * The routes that the gateways of a network (its own, or those it is lent) give its cards. Where an ExpressRoute gateway
 * has a prefix, the VPN gateway's route for it is not used.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-howto-coexist-resource-manager
 */
export function routesFromGateways(
  networkId: string,
  resources: Resources,
  observations: Observations,
): readonly GatewayRoute[] {
  const routes = byPreference(networkId, resources).flatMap((gateway) =>
    gatewayRoutes(gateway, resources, observations),
  );
  return routes.filter(
    ({ prefix }, index) => routes.findIndex((other) => other.prefix === prefix) === index,
  );
}

function byPreference(networkId: string, resources: Resources): readonly Gateway[] {
  return gatewaysUsedBy(networkId, resources).toSorted(
    (left, right) => Number(isExpressRoute(right)) - Number(isExpressRoute(left)),
  );
}

/**
 * The routes that a gateway gives the cards of its network and of the networks that use it: prefixes of its
 * connections and their BGP peers' host routes while the tunnel is up, and the best paths that its BGP learned.
 * One row for a prefix, with each instance that knows it.
 */
function gatewayRoutes(
  gateway: Gateway,
  resources: Resources,
  observations: Observations,
): readonly GatewayRoute[] {
  const nextHopsByPrefix = new Map<string, Set<string>>();
  for (const instance of gateway.properties.instances) {
    const shown = shownAddress(gateway, instance, resources);
    for (const prefix of prefixesOfInstance(gateway, instance, resources, observations)) {
      nextHopsByPrefix.set(prefix, (nextHopsByPrefix.get(prefix) ?? new Set()).add(shown));
    }
  }
  return [...nextHopsByPrefix].map(([prefix, nextHops]) => ({ prefix, nextHops: [...nextHops] }));
}

/** Instances that a network's packets for a prefix from its gateways go to. */
export function carriersOf(
  prefix: string,
  networkId: string,
  resources: Resources,
  observations: Observations,
): readonly GatewayInstance[] {
  const carriers = byPreference(networkId, resources).map((gateway) =>
    carriersIn(gateway, prefix, resources, observations),
  );
  return carriers.find((instances) => instances.length > 0) ?? [];
}

/** Of the instances that know a prefix, the ones that reach it by themselves. */
function carriersIn(
  gateway: Gateway,
  prefix: string,
  resources: Resources,
  observations: Observations,
): readonly GatewayInstance[] {
  const { instances } = gateway.properties;
  const by = (known: (instance: GatewayInstance) => readonly string[]) =>
    instances.filter((instance) => known(instance).includes(prefix));
  const own = by((instance) => tunnelPrefixes(gateway, instance, resources, observations));
  if (own.length > 0) return own;
  return by((instance) => prefixesOfInstance(gateway, instance, resources, observations));
}

/** An active-passive gateway is shown by its public address, the instances of an active-active one by their BGP addresses. */
function shownAddress(gateway: Gateway, instance: GatewayInstance, resources: Resources): string {
  if (gateway.properties.active) return instance.bgpAddress;
  const [address = instance.bgpAddress] = publicAddressOf(gateway.properties, instance, resources);
  return address;
}

function prefixesOfInstance(
  gateway: Gateway,
  instance: GatewayInstance,
  resources: Resources,
  observations: Observations,
): readonly string[] {
  if (instance.away) return [];
  return [
    ...tunnelPrefixes(gateway, instance, resources, observations),
    ...learnedPrefixes(gatewayNodeName(gateway, instance, resources), observations),
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

function learnedPrefixes(node: string, observations: Observations): readonly string[] {
  return (observations.bgp[node]?.routes ?? [])
    .filter((route) => route.best && route.source !== 'network')
    .map((route) => route.prefix);
}
