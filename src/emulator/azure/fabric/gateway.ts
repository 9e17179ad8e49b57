import { hop, routerLink } from '../../common/router-links.ts';
import type { FabricLink, Route, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { effectiveRoutes } from '../routing/effective-routes.ts';
import { bgpPeersOf, customSources } from '../routing/gateway-bgp.ts';
import { gatewaySpeaker } from '../routing/gateway-speaker.ts';
import { prefixesOf } from '../routing/networks.ts';
import { routeSources } from '../routing/subnet-routes.ts';
import { isUp, tunnelsOf } from '../routing/tunnels.ts';
import { gatewayToNetwork, gatewayToRouter, gatewayToTwin } from './devices.ts';
import { insideDevices, insideRoutes } from './inside-wires.ts';
import type { GatewayNode, Layout } from './layout.ts';
import { twinOf } from './layout.ts';
import { edgesOf } from './msee.ts';
import { bgpTimers } from './timers.ts';
import { tunnelDevice } from './tunnel.ts';

/** Where a gateway instance routes and speaks BGP, between its tunnels and the networks it serves. */
export function gatewayNode(gateway: GatewayNode, layout: Layout): RouterNode {
  const { resource, instance, node } = gateway;
  const { resources, observations, timers } = layout;
  const bgp = gatewaySpeaker({
    gateway: resource,
    instance,
    resources,
    observations,
    timers: bgpTimers[timers],
  });
  const tunnels = tunnelsOf(resource, instance, resources).map((tunnel) =>
    tunnelDevice(tunnel, node, layout),
  );
  const beside = [
    ...(twinOf(gateway, layout) ? [gatewayToTwin] : []),
    ...insideDevices(gateway, layout),
  ];
  const edges = edgesOf(gateway, layout);
  return {
    kind: 'router',
    name: node,
    label: `virtual network gateway ${resource.name}`,
    loopbacks: [instance.bgpAddress, ...customSources(resource, instance, resources)],
    routes: withoutRepeats([
      ...twinRoutes(gateway, layout),
      ...insideRoutes(gateway, layout),
      ...peerRoutes(gateway, layout),
      ...nearRoutes(gateway, layout),
      ...edges.routes,
      ...tunnelRoutes(gateway, layout),
    ]),
    // Azure's gateways do not show in a TTL; on the way from a tunnel to another, to the twin and back or to another
    // gateway they must, or a loop would not end.
    transparentTtl: {
      decrementBetween: [...tunnels, ...edges.devices],
      ...(beside.length > 0 && {
        decrementFromTo: [...tunnels, ...edges.devices, ...beside].flatMap((from) =>
          beside.map((to) => [from, to] as const),
        ),
      }),
    },
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
    routes: [{ to: '0.0.0.0/0', via: [hop(gatewayToRouter, router, layout.names)] }],
    transparentTtl: { decrementBetween: [] },
    tables: [],
  };
}

/** Its own network, those that use it, and what the GatewaySubnet's user-defined routes say. */
function nearRoutes(gateway: GatewayNode, layout: Layout): readonly Route[] {
  const { names, resources } = layout;
  const toOwn = hop(gatewayToRouter, names.network(gateway.network), layout.names);
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
        via: [hop(device, names.network(spoke), layout.names)],
      }));
    }),
  ];
}

/** Straight to the other instance, not by the network's router. */
function twinRoutes(gateway: GatewayNode, layout: Layout): readonly Route[] {
  const twin = twinOf(gateway, layout);
  if (!twin) return [];
  return [
    { to: hostRoute(twin.instance.bgpAddress), via: [hop(gatewayToTwin, twin.node, layout.names)] },
  ];
}

/** The wire between the two instances of an active-active gateway. */
export function twinLink(gateway: GatewayNode, layout: Layout): readonly FabricLink[] {
  const twin = twinOf(gateway, layout);
  if (!twin || layout.gateways.indexOf(twin) < layout.gateways.indexOf(gateway)) return [];
  const end = ({ node }: GatewayNode) => ({ node, device: gatewayToTwin });
  return [routerLink(end(gateway), end(twin), layout.names)];
}

/**
 * BGP peers by their tunnels always, so that sessions start with the tunnel. A peer may have the address that its tunnel
 * goes to: the GatewaySubnet's route to that is for the outer side only.
 */
function peerRoutes({ resource, instance, node }: GatewayNode, layout: Layout): readonly Route[] {
  return bgpPeersOf(resource, instance, layout.resources).map((peer) => ({
    to: hostRoute(peer.address),
    via: [{ device: tunnelDevice(peer, node, layout) }],
  }));
}

/** Prefixes of a connection while its tunnel is up. */
function tunnelRoutes(gateway: GatewayNode, layout: Layout): readonly Route[] {
  const { resource, instance, node } = gateway;
  const { resources, observations } = layout;
  return tunnelsOf(resource, instance, resources)
    .filter((tunnel) => isUp(tunnel, observations))
    .flatMap((tunnel) =>
      tunnel.far.prefixes.map((to) => ({
        to,
        via: [{ device: tunnelDevice(tunnel, node, layout) }],
      })),
    );
}

/** The first route to a prefix wins. */
function withoutRepeats(routes: readonly Route[]): readonly Route[] {
  return [...new Map(routes.toReversed().map((route) => [route.to, route])).values()].toReversed();
}
