import type { Route, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { effectiveRoutes } from '../routing/effective-routes.ts';
import { bgpPeersOf, gatewayBgp } from '../routing/gateway-bgp.ts';
import { prefixesOf } from '../routing/networks.ts';
import { routeSources } from '../routing/subnet-routes.ts';
import { connectionsOf, farEnd, isUp } from '../routing/tunnels.ts';
import { gatewayToNetwork, gatewayToRouter, hop } from './devices.ts';
import type { GatewayNode, Layout } from './layout.ts';
import { bgpTimers } from './timers.ts';
import { tunnelDevice } from './tunnel.ts';

/** Where a gateway instance routes and speaks BGP, between its tunnels and the networks it serves. */
export function gatewayNode(gateway: GatewayNode, layout: Layout): RouterNode {
  const { resource, instance, node } = gateway;
  const { resources, observations, timers } = layout;
  const bgp = gatewayBgp({
    gateway: resource,
    instance,
    resources,
    observations,
    timers: bgpTimers[timers],
  });
  const tunnels = connectionsOf(resource, resources).map((connection) =>
    tunnelDevice(connection, gateway, layout),
  );
  return {
    kind: 'router',
    name: node,
    label: `virtual network gateway ${resource.name}`,
    loopbacks: [instance.bgpAddress, ...instance.customBgpAddresses],
    routes: withoutRepeats([...nearRoutes(gateway, layout), ...tunnelRoutes(gateway, layout)]),
    // Azure's gateways do not show in a TTL; between two tunnels they must, or a loop would not end.
    transparentTtl: { decrementBetween: tunnels },
    tables: [],
    ...(bgp && { bgp }),
  };
}

/** Where its IKE and ESP packets come and go, by the private address behind its public one. */
export function underlayNode(gateway: GatewayNode, layout: Layout): RouterNode {
  const router = layout.names.network(gateway.network);
  return {
    kind: 'router',
    name: gateway.underlay,
    label: `outer side of ${gateway.resource.name}`,
    loopbacks: [gateway.instance.underlayAddress],
    routes: [{ to: '0.0.0.0/0', via: [hop(gatewayToRouter, router, layout)] }],
    transparentTtl: { decrementBetween: [] },
    tables: [],
  };
}

/** Its own network, those that use it, and what the GatewaySubnet's user-defined routes say. */
function nearRoutes(gateway: GatewayNode, layout: Layout): readonly Route[] {
  const { names, resources } = layout;
  const toOwn = hop(gatewayToRouter, names.network(gateway.network), layout);
  const user = effectiveRoutes(routeSources(gateway.subnet, resources, [])).filter(
    ({ source, nextHopType }) =>
      source === 'User' && (nextHopType === 'VirtualAppliance' || nextHopType === 'None'),
  );
  return [
    ...user.map(({ prefix }) => ({ to: prefix, via: [toOwn] })),
    ...prefixesOf(gateway.network).map((to) => ({ to, via: [toOwn] })),
    ...gateway.spokes.flatMap((spoke) => {
      const device = gatewayToNetwork(gateway, spoke, names);
      return prefixesOf(spoke).map((to) => ({
        to,
        via: [hop(device, names.network(spoke), layout)],
      }));
    }),
  ];
}

/** BGP peers always, so that sessions start with the tunnel; prefixes of a connection while its tunnel is up. */
function tunnelRoutes(gateway: GatewayNode, layout: Layout): readonly Route[] {
  const { resource, instance } = gateway;
  const { resources, observations } = layout;
  const peers = bgpPeersOf(resource, instance, resources).map(({ connection, address }) => ({
    to: hostRoute(address),
    via: [{ device: tunnelDevice(connection, gateway, layout) }],
  }));
  const prefixes = connectionsOf(resource, resources)
    .filter((connection) => isUp(connection, instance, observations))
    .flatMap((connection) =>
      (farEnd(connection, resources)?.prefixes ?? []).map((to) => ({
        to,
        via: [{ device: tunnelDevice(connection, gateway, layout) }],
      })),
    );
  return [...peers, ...prefixes];
}

/** The first route to a prefix wins. */
function withoutRepeats(routes: readonly Route[]): readonly Route[] {
  return [...new Map(routes.toReversed().map((route) => [route.to, route])).values()].toReversed();
}
