import type { Observations } from '../../fabric/observations.ts';
import { placeOf, regionOfZone } from '../compute/link.ts';
import type { NetworkInterface } from '../resources/network-interface.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { Names } from './names.ts';
import { createNames, routerName } from './names.ts';

/** Everything that compiling one part of the fabric may look at. */
export interface Layout {
  readonly resources: Resources;
  readonly observations: Observations;
  readonly names: Names;
  readonly timers: 'fast' | 'real';
  readonly cards: readonly Card[];
  readonly routers: readonly RouterPlace[];
}

/** An interface card of an instance. */
export interface Card {
  readonly card: NetworkInterface;
  readonly instance: Resource<'instances'>;
  readonly network: Resource<'networks'>;
  readonly subnet: Resource<'subnetworks'>;
  readonly region: string;
  readonly isPrimary: boolean;
  /** `ens4`: Google's images name the first card so. */
  readonly machineDevice: string;
  readonly port: string;
  /** Towards the port, in the network's router. */
  readonly routerDevice: string;
}

/** A Cloud Router with its tunnels. */
export interface RouterPlace {
  readonly resource: Resource<'routers'>;
  readonly network: Resource<'networks'>;
  readonly node: string;
  /** Towards it, in the network's router. */
  readonly networkDevice: string;
  readonly tunnels: readonly TunnelPlace[];
}

export interface TunnelPlace {
  readonly resource: Resource<'vpnTunnels'>;
  readonly gateway: Resource<'vpnGateways'>;
  /** In the router. */
  readonly device: string;
}

/** Devices whose names are fixed. */
export const portToRouter = 'vpc';
export const portToMachine = 'vm';
export const edgeToRouter = 'vpc';
export const edgeToInternet = 'internet';
export const networkToEdge = 'edge';
export const routerToNetwork = 'vpc';
export const gatewayToInternet = 'internet';

export function createLayout(parameters: {
  readonly resources: Resources;
  readonly observations: Observations;
  readonly timers: 'fast' | 'real';
}): Layout {
  const { resources } = parameters;
  const names = createNames(resources);
  return {
    ...parameters,
    names,
    cards: resources.all('instances').flatMap((instance) => cardsOf(instance, resources, names)),
    routers: resources.all('routers').flatMap((router) => routerPlace(router, resources, names)),
  };
}

export function cardsIn(network: Resource<'networks'>, layout: Layout): readonly Card[] {
  return layout.cards.filter((card) => card.network.path === network.path);
}

export function routersIn(network: Resource<'networks'>, layout: Layout): readonly RouterPlace[] {
  return layout.routers.filter((router) => router.network.path === network.path);
}

/** A network has a border to the internet once a machine could use it. */
export function hasEdge(network: Resource<'networks'>, layout: Layout): boolean {
  return cardsIn(network, layout).length > 0;
}

export function isRunning({ instance }: Card): boolean {
  return instance.properties.status === 'RUNNING';
}

function cardsOf(
  instance: Resource<'instances'>,
  resources: Resources,
  names: Names,
): readonly Card[] {
  return instance.properties.networkInterfaces.flatMap((card, index) => {
    const network = resources.find('networks', card.network);
    const subnet = resources.find('subnetworks', card.subnetwork);
    if (!network || !subnet) return [];
    const key = `${instance.path} ${card.name}`;
    return [
      {
        card,
        instance,
        network,
        subnet,
        region: regionOfZone(placeOf(instance.scope)),
        isPrimary: index === 0,
        machineDevice: `ens${4 + index}`,
        port: names.port(instance, card.name),
        routerDevice: names.device(names.network(network), `c-${instance.name}`, key),
      },
    ];
  });
}

function routerPlace(
  resource: Resource<'routers'>,
  resources: Resources,
  names: Names,
): readonly RouterPlace[] {
  const network = resources.find('networks', resource.properties.network);
  if (!network) return [];
  const node = routerName(resource);
  const tunnels = resources
    .all('vpnTunnels')
    .filter(({ properties }) => properties.router === resource.path)
    .flatMap((tunnel): readonly TunnelPlace[] => {
      const gateway = resources.find('vpnGateways', tunnel.properties.vpnGateway);
      if (!gateway) return [];
      const device = names.device(node, `t-${tunnel.name}`, tunnel.path);
      return [{ resource: tunnel, gateway, device }];
    });
  const networkDevice = names.device(names.network(network), `r-${resource.name}`, resource.path);
  return [{ resource, network, node, networkDevice, tunnels }];
}
