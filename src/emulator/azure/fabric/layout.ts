import type { Observations } from '../../fabric/observations.ts';
import { sameId } from '../arm/id.ts';
import type { ConnectedPeering } from '../routing/networks.ts';
import {
  connectedPeerings,
  gatewaysUsedBy,
  isExpressRoute,
  networkOfGateway,
  networkOfSubnet,
  spokesOf,
} from '../routing/networks.ts';
import { applianceAddresses } from '../routing/route-server-peers.ts';
import type { RouteServer, RouteServerInstance } from '../routing/route-servers.ts';
import { instancesOf, routeServers, routeServerUsedBy } from '../routing/route-servers.ts';
import { routeTableOf } from '../routing/subnet-routes.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { Names } from './names.ts';
import { createNames } from './names.ts';

type Network = Resource<'virtualNetworks'>;
type Subnet = Resource<'subnets'>;

/** Everything that compiling one part of the fabric may look at. */
export interface Layout {
  readonly resources: Resources;
  readonly observations: Observations;
  readonly names: Names;
  readonly timers: 'fast' | 'real';
  /** Whether machines without a public address reach the internet by the network's own. */
  readonly defaultOutboundAccess: boolean;
  readonly cards: readonly Card[];
  readonly gateways: readonly GatewayNode[];
  readonly routeServers: readonly RouteServerNode[];
  readonly peers: readonly PeeredPair[];
  readonly applianceLinks: readonly ApplianceLink[];
}

/** An interface card of a machine. */
export interface Card {
  readonly resource: Resource<'networkInterfaces'>;
  readonly machine: Resource<'virtualMachines'>;
  readonly network: Network;
  readonly subnet: Subnet;
  /** The first is the primary one. */
  readonly addresses: readonly string[];
  readonly isPrimary: boolean;
  /** `eth0` */
  readonly machineDevice: string;
  readonly port: string;
  /** Towards the port, in the network's router. */
  readonly routerDevice: string;
}

export interface GatewayNode {
  readonly resource: Resource<'virtualNetworkGateways'>;
  readonly instance: GatewayInstance;
  readonly network: Network;
  readonly subnet: Subnet;
  readonly spokes: readonly Network[];
  readonly node: string;
  /** A VPN gateway's outer side. An ExpressRoute gateway has none. */
  readonly underlay: string;
}

/** One of a Route Server's two speakers. */
export interface RouteServerNode {
  readonly server: RouteServer;
  readonly instance: RouteServerInstance;
  readonly node: string;
}

/** Two networks that may reach each other. `a` is the older one. */
export interface PeeredPair {
  readonly a: Network;
  readonly b: Network;
  /** The peering on `a`, with its opposite. */
  readonly peering: ConnectedPeering;
  readonly node: string;
}

/**
 * Routes to an appliance in a peered network, user-defined ones or those that it told a Route Server: packets for anywhere
 * must reach its card, so they need a way of their own into that network.
 */
export interface ApplianceLink {
  readonly pair: PeeredPair;
  /** The network whose routes name the appliance. */
  readonly user: Network;
  readonly card: Card;
  readonly address: string;
}

export function createLayout(parameters: {
  readonly resources: Resources;
  readonly observations: Observations;
  readonly timers: 'fast' | 'real';
  readonly defaultOutboundAccess: boolean;
}): Layout {
  const { resources } = parameters;
  const names = createNames(resources);
  const cards = findCards(resources, names);
  const peers = findPeers(resources, names);
  return {
    ...parameters,
    names,
    cards,
    peers,
    gateways: findGateways(resources, names),
    routeServers: routeServers(resources).flatMap((server) =>
      instancesOf(server).map((instance) => ({
        server,
        instance,
        node: names.routeServer(server.hub, instance.index),
      })),
    ),
    applianceLinks: peers.flatMap((pair) => [
      ...findApplianceLinks(pair, pair.a, pair.b, cards, resources),
      ...findApplianceLinks(pair, pair.b, pair.a, cards, resources),
    ]),
  };
}

export function cardsIn(network: Network, layout: Layout): readonly Card[] {
  return layout.cards.filter((card) => sameId(card.network.id, network.id));
}

/** Instances inside a network, of gateways of both types. */
export function gatewaysIn(network: Network, layout: Layout): readonly GatewayNode[] {
  return layout.gateways.filter((gateway) => sameId(gateway.network.id, network.id));
}

/** Instances of the VPN gateway inside a network: those with an outer side. */
export function vpnGatewaysIn(network: Network, layout: Layout): readonly GatewayNode[] {
  return gatewaysIn(network, layout).filter(({ resource }) => !isExpressRoute(resource));
}

/** The speakers of a network's Route Server. */
export function routeServersIn(network: Network, layout: Layout): readonly RouteServerNode[] {
  return layout.routeServers.filter(({ server }) => sameId(server.network.id, network.id));
}

/** Gateway instances that a network's cards use: its own, or those of the peer that lends its gateways. */
export function gatewaysFor(network: Network, layout: Layout): readonly GatewayNode[] {
  const used = gatewaysUsedBy(network.id, layout.resources);
  return layout.gateways.filter((gateway) =>
    used.some(({ id }) => sameId(gateway.resource.id, id)),
  );
}

/** The other instance of an active-active VPN gateway. */
export function twinOf(gateway: GatewayNode, layout: Layout): GatewayNode | undefined {
  if (isExpressRoute(gateway.resource)) return undefined;
  return layout.gateways.find(
    (other) =>
      sameId(other.resource.id, gateway.resource.id) && other.instance.id !== gateway.instance.id,
  );
}

/** A network has a border to the internet once something in it could use one. */
export function hasEdge(network: Network, layout: Layout): boolean {
  return cardsIn(network, layout).length > 0 || gatewaysIn(network, layout).length > 0;
}

function findCards(resources: Resources, names: Names): readonly Card[] {
  return resources.all('virtualMachines').flatMap((machine) => {
    const entries = machine.properties.networkInterfaces.toSorted(
      (left, right) => Number(right.primary) - Number(left.primary),
    );
    return entries.flatMap(({ id }, index) => {
      const resource = resources.find('networkInterfaces', id);
      const parts = (resource?.properties.ipConfigurations ?? []).toSorted(
        (left, right) => Number(right.properties.primary) - Number(left.properties.primary),
      );
      const subnet = parts[0] && resources.find('subnets', parts[0].properties.subnet.id);
      const network = subnet && networkOfSubnet(subnet.id, resources);
      if (!resource || !network) return [];
      return [
        {
          resource,
          machine,
          network,
          subnet,
          addresses: parts.map((part) => part.properties.privateIPAddress),
          isPrimary: index === 0,
          machineDevice: `eth${index}`,
          port: names.port(resource),
          routerDevice: names.device(names.network(network), `c-${resource.name}`, resource.id),
        },
      ];
    });
  });
}

function findGateways(resources: Resources, names: Names): readonly GatewayNode[] {
  return resources.all('virtualNetworkGateways').flatMap((resource) => {
    const network = networkOfGateway(resource, resources);
    if (!network) return [];
    return resource.properties.instances.flatMap((instance) => {
      const part = resource.properties.ipConfigurations.find(
        ({ id }) => id === instance.ipConfigurationId,
      );
      const subnet = part && resources.find('subnets', part.properties.subnet.id);
      if (!subnet) return [];
      return [
        {
          resource,
          instance,
          network,
          subnet,
          spokes: spokesOf(network.id, resources),
          node: names.gateway(resource, instance),
          underlay: names.underlay(resource, instance),
        },
      ];
    });
  });
}

function findPeers(resources: Resources, names: Names): readonly PeeredPair[] {
  const networks = resources.all('virtualNetworks');
  return networks.flatMap((a, index) =>
    connectedPeerings(a.id, resources)
      .filter(
        ({ remote, passes }) =>
          passes && networks.findIndex(({ id }) => sameId(id, remote.id)) > index,
      )
      .map((peering) => ({
        a,
        b: peering.remote,
        peering,
        node: names.peering(a, peering.remote),
      })),
  );
}

function findApplianceLinks(
  pair: PeeredPair,
  user: Network,
  other: Network,
  cards: readonly Card[],
  resources: Resources,
): readonly ApplianceLink[] {
  const addresses = resources
    .inside('subnets', user.id)
    .flatMap((subnet) => {
      const table = routeTableOf(subnet, resources);
      return table ? resources.inside('routes', table.id) : [];
    })
    .flatMap(({ properties }) => properties.nextHopIpAddress ?? []);
  const server = routeServerUsedBy(user.id, resources);
  const speakers = server ? applianceAddresses(server, resources) : [];
  return [...new Set([...addresses, ...speakers])].flatMap((address) =>
    cards
      .filter((card) => sameId(card.network.id, other.id) && card.addresses.includes(address))
      .map((card) => ({ pair, user, card, address })),
  );
}
