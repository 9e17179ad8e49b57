import { hop } from '../../common/router-links.ts';
import type { NextHop, Route } from '../../fabric/fabric.ts';
import { hostRoute, longestMatch } from '../../net/prefix.ts';
import { sameId } from '../arm/id.ts';
import type { EffectiveRoute } from '../routing/effective-routes.ts';
import { carriersIn } from '../routing/gateway-routes.ts';
import { isExpressRoute, prefixesOf } from '../routing/networks.ts';
import type { Resource } from '../resources/store.ts';
import {
  routerToAppliance,
  routerToEdge,
  routerToGateway,
  routerToPeer,
  routerToRouteServer,
  routerToUnderlay,
} from './devices.ts';
import type { Card, Layout } from './layout.ts';
import { cardsIn, gatewaysFor, hasEdge, routeServersIn, vpnGatewaysIn } from './layout.ts';

type Network = Resource<'virtualNetworks'>;

const everything = '0.0.0.0/0';

/** Something in a network that has an address there, and the way to it. */
interface LocalHost {
  readonly address: string;
  readonly via: NextHop;
}

/** Addresses in a network that answer: cards of running machines, gateways' outer sides and Route Servers. */
export function localHosts(network: Network, layout: Layout): readonly LocalHost[] {
  const cards = cardsIn(network, layout)
    .filter((card) => card.machine.properties.power === 'running')
    .flatMap((card) => card.addresses.map((address) => ({ address, via: toCard(card, layout) })));
  const gateways = vpnGatewaysIn(network, layout).map((gateway) => ({
    address: gateway.instance.underlayAddress,
    via: hop(routerToUnderlay(gateway, layout.names), gateway.underlay, layout.names),
  }));
  const servers = routeServersIn(network, layout).map(({ node, instance }) => ({
    address: instance.address,
    via: hop(routerToRouteServer(network, node, layout.names), node, layout.names),
  }));
  return [...cards, ...gateways, ...servers];
}

/** For what comes from a peer, a gateway or the internet: only what is in the network, and silence for the rest. */
export function localTable(network: Network, layout: Layout): readonly Route[] {
  return [
    ...localHosts(network, layout).map(({ address, via }) => ({
      to: hostRoute(address),
      via: [via],
    })),
    { to: everything, reject: 'blackhole' },
  ];
}

export function applianceTable(card: Card, layout: Layout): readonly Route[] {
  if (card.machine.properties.power !== 'running') return [{ to: everything, reject: 'blackhole' }];
  return [{ to: everything, via: [toCard(card, layout)] }];
}

/**
 * A card's table is its active effective routes. An address inside the network that nothing has is silence, as Azure's
 * is; the others are host routes wherever the network's own route is the longest match.
 */
export function effectiveTable(parameters: {
  readonly network: Network;
  readonly rows: readonly EffectiveRoute[];
  /** The card whose table it is; absent for a gateway. */
  readonly card?: Card;
  readonly layout: Layout;
}): readonly Route[] {
  const { network, layout } = parameters;
  const rows = parameters.rows.filter(({ state }) => state === 'Active');
  const hosts = localHosts(network, layout).filter(
    ({ address }) => longestMatch(rows, address)?.nextHopType === 'VnetLocal',
  );
  const hostPrefixes = new Set(hosts.map(({ address }) => hostRoute(address)));
  const routes = rows
    .filter(({ prefix }) => !hostPrefixes.has(prefix))
    .map((row): Route => {
      const via = nextHops(row, parameters);
      return via.length > 0 ? { to: row.prefix, via } : { to: row.prefix, reject: 'blackhole' };
    });
  const hasDefault = rows.some(({ prefix }) => prefix === everything);
  return [
    ...hosts.map(({ address, via }): Route => ({ to: hostRoute(address), via: [via] })),
    ...routes,
    ...(hasDefault ? [] : [{ to: everything, reject: 'blackhole' } as const]),
  ];
}

/** None: packets vanish. */
function nextHops(
  row: EffectiveRoute,
  { network, card, layout }: Parameters<typeof effectiveTable>[0],
): readonly NextHop[] {
  const { names } = layout;
  switch (row.nextHopType) {
    case 'VnetLocal':
    case 'None':
      return [];
    case 'VNetPeering':
    case 'VNetGlobalPeering':
      return peerHops(row.prefix, network, card, layout);
    case 'VirtualNetworkGateway':
      return gatewayHops(row, network, layout);
    case 'Internet':
      return hasEdge(network, layout) ? [hop(routerToEdge, names.edge(network), layout.names)] : [];
    case 'VirtualAppliance':
      return row.nextHops.flatMap((address) => applianceHops(address, network, layout));
    default:
      return row.nextHopType satisfies never;
  }
}

/**
 * An injected route goes to the instances of its gateway that carry the prefix, which share the flows, or straight to
 * appliances. A user-defined one goes to all that the VPN gateway has: neither an ExpressRoute gateway nor a VPN gateway
 * beside one can be its next hop, and packets vanish.
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview#user-defined
 */
function gatewayHops(row: EffectiveRoute, network: Network, layout: Layout): readonly NextHop[] {
  const { source, gatewayId, nextHops } = row;
  if (source === 'VirtualNetworkGateway' && gatewayId === undefined)
    return nextHops.flatMap((address) => applianceHops(address, network, layout));
  const { names, resources, observations } = layout;
  const gateways = gatewaysFor(network, layout);
  if (source === 'User' && gateways.some(({ resource }) => isExpressRoute(resource))) return [];
  return gateways
    .filter(({ resource, instance }) =>
      source === 'VirtualNetworkGateway'
        ? sameId(resource.id, gatewayId ?? '') &&
          carriersIn(resource, row.prefix, resources, observations).includes(instance)
        : instance.away !== true,
    )
    .map((gateway) => hop(routerToGateway(network, gateway, names), gateway.node, layout.names));
}

/** An appliance is reached in the network itself or in a peer, never beyond. */
function applianceHops(address: string, network: Network, layout: Layout): readonly NextHop[] {
  const here = cardsIn(network, layout).find(
    (card) => card.addresses.includes(address) && card.machine.properties.power === 'running',
  );
  if (here) return [toCard(here, layout)];
  const link = layout.applianceLinks.find(
    (candidate) => candidate.address === address && sameId(candidate.user.id, network.id),
  );
  return link
    ? [hop(routerToAppliance(network, link, layout.names), link.pair.node, layout.names)]
    : [];
}

/**
 * An appliance answers by the way on which it is asked, so that whoever watches that way (allowForwardedTraffic) sees
 * both directions of a flow.
 */
function peerHops(
  prefix: string,
  network: Network,
  card: Card | undefined,
  layout: Layout,
): readonly NextHop[] {
  const pair = layout.peers.find(({ a, b }) =>
    [
      [a, b],
      [b, a],
    ].some(
      ([near, far]) =>
        near && far && sameId(near.id, network.id) && prefixesOf(far).includes(prefix),
    ),
  );
  if (!pair) return [];
  const remote = sameId(pair.a.id, network.id) ? pair.b : pair.a;
  const asked = layout.applianceLinks.filter(
    (link) =>
      link.pair.node === pair.node &&
      card !== undefined &&
      sameId(link.card.machine.id, card.machine.id),
  );
  const link = asked.find((candidate) => candidate.card.port === card?.port) ?? asked[0];
  const device = link
    ? routerToAppliance(network, link, layout.names)
    : routerToPeer(network, remote, layout.names);
  return [hop(device, pair.node, layout.names)];
}

function toCard(card: Card, layout: Layout): NextHop {
  return hop(card.routerDevice, card.port, layout.names);
}
