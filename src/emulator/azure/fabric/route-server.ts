import { hop, routerLink } from '../../common/router-links.ts';
import type { FabricLink, Route, RouterNode, RoutingTable } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { effectiveRoutes } from '../routing/effective-routes.ts';
import { addressesBeside } from '../routing/inside-peers.ts';
import { connectedPeerings, prefixesOf } from '../routing/networks.ts';
import { routeServerBgp } from '../routing/route-server-bgp.ts';
import { applianceAddresses } from '../routing/route-server-peers.ts';
import { routeSources } from '../routing/subnet-routes.ts';
import { gatewayToRouter, routerToRouteServer } from './devices.ts';
import { insideDevice } from './inside-wires.ts';
import type { GatewayNode, Layout, RouteServerNode } from './layout.ts';
import { gatewaysIn } from './layout.ts';
import { effectiveTable } from './router-tables.ts';
import { bgpTimers } from './timers.ts';

/** One of a Route Server's two machines: it speaks BGP and forwards nothing. */
export function routeServerNode(node: RouteServerNode, layout: Layout): RouterNode {
  const { server, instance } = node;
  const gateways = gatewaysBesideNode(node, layout);
  const devices = [
    gatewayToRouter,
    ...gateways.map((gateway) => insideDevice(node.node, gateway.node, layout.names)),
  ];
  return {
    kind: 'router',
    name: node.node,
    label: `route server ${server.hub.name}, instance ${instance.index}`,
    loopbacks: [instance.address],
    routes: routesOf(node, gateways, layout),
    transparentTtl: { decrementBetween: [] },
    tables: [
      { name: 'nothing passes', devices, routes: [{ to: '0.0.0.0/0', reject: 'blackhole' }] },
    ],
    bgp: routeServerBgp({
      server,
      instance,
      resources: layout.resources,
      timers: bgpTimers[layout.timers],
    }),
  };
}

export function routeServerLink({ node, server }: RouteServerNode, layout: Layout): FabricLink {
  const { names } = layout;
  return routerLink(
    {
      node: names.network(server.network),
      device: routerToRouteServer(server.network, node, names),
    },
    { node, device: gatewayToRouter },
    names,
  );
}

/** In the network's router, what comes from it: it reaches the network and its peers. */
export function routeServerTable({ node, server }: RouteServerNode, layout: Layout): RoutingTable {
  const { network, subnet } = server;
  const rows = effectiveRoutes(routeSources(subnet, layout.resources, [])).filter(
    ({ nextHopType }) => nextHopType !== 'Internet' && nextHopType !== 'None',
  );
  return {
    name: `route server ${node}`,
    devices: [routerToRouteServer(network, node, layout.names)],
    routes: effectiveTable({ network, rows, layout }),
  };
}

/** Peers have host routes, so that nothing that it learns comes between. */
function routesOf(
  { node, server }: RouteServerNode,
  gateways: readonly GatewayNode[],
  layout: Layout,
): readonly Route[] {
  const { names, resources } = layout;
  const router = hop(gatewayToRouter, names.network(server.network), layout.names);
  const near = [
    ...applianceAddresses(server, resources).map(hostRoute),
    ...prefixesOf(server.network),
    ...connectedPeerings(server.network.id, resources).flatMap(({ remote }) => prefixesOf(remote)),
  ];
  return [
    ...gateways.map((gateway) => ({
      to: hostRoute(gateway.instance.bgpAddress),
      via: [hop(insideDevice(node, gateway.node, names), gateway.node, layout.names)],
    })),
    ...[...new Set(near)].map((to) => ({ to, via: [router] })),
  ];
}

function gatewaysBesideNode(
  { server, instance }: RouteServerNode,
  layout: Layout,
): readonly GatewayNode[] {
  return gatewaysIn(server.network, layout).filter(({ resource }) =>
    addressesBeside(resource, layout.resources).includes(instance.address),
  );
}
