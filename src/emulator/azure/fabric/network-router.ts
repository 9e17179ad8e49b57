import { routerLink } from '../../common/router-links.ts';
import type { FabricLink, RouterNode, RoutingTable } from '../../fabric/fabric.ts';
import { sameId } from '../arm/id.ts';
import { effectiveRoutes } from '../routing/effective-routes.ts';
import { injectedRoutes } from '../routing/injected-routes.ts';
import { isExpressRoute } from '../routing/networks.ts';
import { routeSources, subnetRoutes } from '../routing/subnet-routes.ts';
import type { Resource } from '../resources/store.ts';
import {
  edgeToRouter,
  gatewayToNetwork,
  gatewayToRouter,
  portToRouter,
  routerToAppliance,
  routerToEdge,
  routerToGateway,
  routerToPeer,
  routerToUnderlay,
} from './devices.ts';
import type { GatewayNode, Layout } from './layout.ts';
import {
  cardsIn,
  gatewaysFor,
  gatewaysIn,
  hasEdge,
  routeServersIn,
  vpnGatewaysIn,
} from './layout.ts';
import { routeServerLink, routeServerTable } from './route-server.ts';
import { applianceTable, effectiveTable, localTable } from './router-tables.ts';

type Network = Resource<'virtualNetworks'>;

/** A virtual network: a router that only routes, by a table for each link that packets come from. */
export function networkRouter(network: Network, layout: Layout): RouterNode {
  const { names, resources, observations } = layout;
  const cards = cardsIn(network, layout).map((card): RoutingTable => ({
    name: `card ${card.resource.name}`,
    devices: [card.routerDevice],
    routes: effectiveTable({
      network,
      rows: subnetRoutes(card.subnet, resources, observations),
      card,
      layout,
    }),
  }));
  const own = gatewaysIn(network, layout);
  const foreign = gatewaysFor(network, layout).filter((gateway) => !own.includes(gateway));
  const links = applianceLinksOf(network, layout);
  const outside = [
    ...(hasEdge(network, layout) ? [routerToEdge] : []),
    ...foreign.map((gateway) => routerToGateway(network, gateway, names)),
    ...peersOf(network, layout).map((remote) => routerToPeer(network, remote, names)),
    ...links
      .filter((link) => !sameId(link.card.network.id, network.id))
      .map((link) => routerToAppliance(network, link, names)),
  ];
  return {
    kind: 'router',
    name: names.network(network),
    label: `virtual network ${network.name}`,
    loopbacks: [],
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      ...cards,
      { name: 'from outside', devices: outside, routes: localTable(network, layout) },
      ...own.flatMap((gateway) => gatewayTables(gateway, layout)),
      ...routeServersIn(network, layout).map((node) => routeServerTable(node, layout)),
      ...links
        .filter((link) => sameId(link.card.network.id, network.id))
        .map((link) => ({
          name: `appliance ${link.address} for ${link.user.name}`,
          devices: [routerToAppliance(network, link, names)],
          routes: applianceTable(link.card, layout),
        })),
    ],
  };
}

/** Links to ports, to the edge and to gateways; peerings have their own. */
export function networkLinks(network: Network, layout: Layout): readonly FabricLink[] {
  const { names } = layout;
  const router = names.network(network);
  const link = (device: string, node: string, far: string) =>
    routerLink({ node: router, device }, { node, device: far }, names);
  return [
    ...cardsIn(network, layout).map((card) => link(card.routerDevice, card.port, portToRouter)),
    ...(hasEdge(network, layout) ? [link(routerToEdge, names.edge(network), edgeToRouter)] : []),
    ...gatewaysFor(network, layout).map((gateway) =>
      link(
        routerToGateway(network, gateway, names),
        gateway.node,
        gatewayToNetwork(gateway, network, names),
      ),
    ),
    ...vpnGatewaysIn(network, layout).map((gateway) =>
      link(routerToUnderlay(gateway, names), gateway.underlay, gatewayToRouter),
    ),
    ...routeServersIn(network, layout).map((node) => routeServerLink(node, layout)),
  ];
}

/**
 * What comes out of a gateway obeys the user-defined routes of the GatewaySubnet and those of a Route Server's appliances,
 * and by itself neither returns to the gateway nor reaches the internet. A VPN gateway's IKE and ESP packets do reach it,
 * and the other gateway of its network: so they travel over ExpressRoute.
 */
function gatewayTables(gateway: GatewayNode, layout: Layout): readonly RoutingTable[] {
  const { resource, network, subnet } = gateway;
  const { resources, observations } = layout;
  const injected = injectedRoutes(network.id, resources, observations, resource);
  const appliances = injected.filter(({ gatewayId }) => gatewayId === undefined);
  const inner = effectiveRoutes(routeSources(subnet, resources, appliances)).filter(
    ({ source, nextHopType }) =>
      source === 'VirtualNetworkGateway' ||
      (nextHopType !== 'VirtualNetworkGateway' &&
        (source === 'User' || (nextHopType !== 'Internet' && nextHopType !== 'None'))),
  );
  const outer = effectiveRoutes(routeSources(subnet, resources, injected)).filter(
    ({ source, nextHopType }) => !(source === 'User' && nextHopType === 'VirtualNetworkGateway'),
  );
  return [
    {
      name: `gateway ${gateway.node}`,
      devices: [routerToGateway(network, gateway, layout.names)],
      routes: effectiveTable({ network, rows: inner, layout }),
    },
    ...(isExpressRoute(gateway.resource)
      ? []
      : [
          {
            name: `underlay ${gateway.node}`,
            devices: [routerToUnderlay(gateway, layout.names)],
            routes: effectiveTable({ network, rows: outer, layout }),
          },
        ]),
  ];
}

function peersOf(network: Network, layout: Layout): readonly Network[] {
  return layout.peers.flatMap(({ a, b }) => {
    if (sameId(a.id, network.id)) return [b];
    return sameId(b.id, network.id) ? [a] : [];
  });
}

function applianceLinksOf(network: Network, layout: Layout) {
  return layout.applianceLinks.filter(({ pair }) =>
    [pair.a, pair.b].some(({ id }) => sameId(id, network.id)),
  );
}
