import type { Observations } from '../../fabric/observations.ts';
import { hostRoute } from '../../net/prefix.ts';
import { gatewayNodeName } from '../fabric/names.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';
import { publicAddressOf } from '../resources/virtual-network-gateway.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { GatewayRoute } from './effective-routes.ts';
import { connectionsOf, farEnd, isUp } from './tunnels.ts';

type Gateway = Resource<'virtualNetworkGateways'>;

/**
 * The routes that a gateway gives the cards of its network and of the networks that use it: prefixes of its
 * connections and their BGP peers' host routes while the tunnel is up, and the best paths that its BGP learned.
 * An active-passive gateway is shown by its public address.
 */
export function gatewayRoutes(
  gateway: Gateway,
  resources: Resources,
  observations: Observations,
): readonly GatewayRoute[] {
  const nextHopsByPrefix = new Map<string, Set<string>>();
  for (const instance of gateway.properties.instances) {
    const [shown = instance.bgpAddress] = publicAddressOf(gateway.properties, instance, resources);
    const prefixes = [
      ...tunnelPrefixes(gateway, instance, resources, observations),
      ...learnedPrefixes(gatewayNodeName(gateway, instance, resources), observations),
    ];
    for (const prefix of prefixes) {
      nextHopsByPrefix.set(prefix, (nextHopsByPrefix.get(prefix) ?? new Set()).add(shown));
    }
  }
  return [...nextHopsByPrefix].map(([prefix, nextHops]) => ({ prefix, nextHops: [...nextHops] }));
}

/** What an instance originates for its connections: their prefixes and BGP peers, while their tunnels are up. */
export function tunnelPrefixes(
  gateway: Gateway,
  instance: GatewayInstance,
  resources: Resources,
  observations: Observations,
): readonly string[] {
  const prefixes = connectionsOf(gateway, resources)
    .filter((connection) => isUp(connection, instance, observations))
    .flatMap((connection) => {
      const far = farEnd(connection, resources);
      const peer = connection.properties.enableBgp ? far?.bgp?.address : undefined;
      return [...(far?.prefixes ?? []), ...(peer === undefined ? [] : [hostRoute(peer)])];
    });
  return [...new Set(prefixes)];
}

function learnedPrefixes(node: string, observations: Observations): readonly string[] {
  return (observations.bgp[node]?.routes ?? [])
    .filter((route) => route.best && route.source !== 'network')
    .map((route) => route.prefix);
}
