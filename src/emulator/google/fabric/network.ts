import type { FabricLink, NextHop, Route, RouterNode } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { customRoutes } from '../routing/network-routes.ts';
import type { Hop } from '../routing/network-routes.ts';
import type { Resource } from '../resources/store.ts';
import { subnetworksOf } from '../resources/subnetwork.ts';
import type { Card, Layout } from './layout.ts';
import {
  cardsIn,
  edgeToRouter,
  hasEdge,
  isRunning,
  networkToEdge,
  portToRouter,
  routersIn,
  routerToNetwork,
} from './layout.ts';
import { hop, routerLink } from '../../common/router-links.ts';

type Network = Resource<'networks'>;

const everything = '0.0.0.0/0';

/** A VPC network: a router that only routes, by a table for each link that packets come from. */
export function networkRouter(network: Network, layout: Layout): RouterNode {
  const { names } = layout;
  const local = localRoutes(network, layout);
  const routers = routersIn(network, layout);
  return {
    kind: 'router',
    name: names.network(network),
    label: `VPC network ${network.name}`,
    loopbacks: [],
    routes: [],
    transparentTtl: { decrementBetween: [] },
    tables: [
      ...cardsIn(network, layout).map((card) => ({
        name: `card ${card.instance.name} ${card.card.name}`,
        devices: [card.routerDevice],
        routes: [
          ...local,
          ...beyond(network, { region: card.region, tags: card.instance.properties.tags }, layout),
        ],
      })),
      ...(hasEdge(network, layout)
        ? [{ name: 'from the internet', devices: [networkToEdge], routes: [...local, silence] }]
        : []),
      ...(routers.length > 0
        ? [
            {
              name: 'from routers',
              devices: routers.map(({ networkDevice }) => networkDevice),
              // Static routes hold for what comes by a tunnel too; it neither leaves by one nor to the internet.
              routes: [...local, ...beyond(network, { region: undefined, tags: [] }, layout)],
            },
          ]
        : []),
    ],
  };
}

/** Links to ports, to the edge and to Cloud Routers. */
export function networkLinks(network: Network, layout: Layout): readonly FabricLink[] {
  const { names } = layout;
  const node = names.network(network);
  const link = (device: string, far: string, farDevice: string): FabricLink =>
    routerLink({ node, device }, { node: far, device: farDevice }, names);
  return [
    ...cardsIn(network, layout).map((card) => link(card.routerDevice, card.port, portToRouter)),
    ...(hasEdge(network, layout) ? [link(networkToEdge, names.edge(network), edgeToRouter)] : []),
    ...routersIn(network, layout).map((router) =>
      link(router.networkDevice, router.node, routerToNetwork),
    ),
  ];
}

const silence: Route = { to: everything, reject: 'blackhole' };

/** Machines that run, and silence in the rest of the subnets: nothing can lead elsewhere from inside a subnet's range. */
function localRoutes(network: Network, layout: Layout): readonly Route[] {
  return [
    ...cardsIn(network, layout)
      .filter(isRunning)
      .map((card): Route => ({ to: hostRoute(card.card.networkIP), via: [toCard(card, layout)] })),
    ...subnetworksOf(network.path, layout.resources).map(({ properties }): Route => ({
      to: properties.ipCidrRange,
      reject: 'blackhole',
    })),
  ];
}

/** Routes out of the subnets. */
function beyond(
  network: Network,
  viewpoint: { readonly region: string | undefined; readonly tags: readonly string[] },
  layout: Layout,
): readonly Route[] {
  const fromTunnel = viewpoint.region === undefined;
  const chosen = customRoutes({ network, ...viewpoint }, layout.resources, layout.observations);
  const routes = chosen.map(({ prefix, hops }): Route => {
    const via = hops
      .filter(({ kind }) => !(fromTunnel && kind === 'gateway'))
      .flatMap((next) => nextHops(next, network, layout));
    return via.length > 0 ? { to: prefix, via } : { to: prefix, reject: 'blackhole' };
  });
  return routes.some(({ to }) => to === everything) ? routes : [...routes, silence];
}

function nextHops(next: Hop, network: Network, layout: Layout): readonly NextHop[] {
  const { names } = layout;
  switch (next.kind) {
    case 'gateway':
      return hasEdge(network, layout) ? [hop(networkToEdge, names.edge(network), names)] : [];
    case 'instance':
      return cardsIn(network, layout)
        .filter((card) => card.instance.path === next.instance)
        .map((card) => toCard(card, layout));
    case 'ip':
      return cardsIn(network, layout)
        .filter((card) => card.card.networkIP === next.address)
        .map((card) => toCard(card, layout));
    case 'router':
      return layout.routers
        .filter((router) => router.resource.path === next.router)
        .map((router) => hop(router.networkDevice, router.node, names));
    default:
      return next satisfies never;
  }
}

function toCard(card: Card, { names }: Layout): NextHop {
  return hop(card.routerDevice, card.port, names);
}
