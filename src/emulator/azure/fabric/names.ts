import { createNameBook, markOf } from '../../common/name-book.ts';
import type { NameBook } from '../../common/name-book.ts';
import { digest } from '../arm/digest.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';
import type { Resource, Resources } from '../resources/store.ts';

type Gateway = Resource<'virtualNetworkGateways'>;
type Instance = Pick<GatewayInstance, 'id'>;

/** Readable, unique names of nodes and devices. The same resources give the same names. */
export interface Names extends Pick<NameBook, 'device' | 'linkAddress'> {
  machine(machine: Resource<'virtualMachines'>): string;
  /** Where a gateway instance routes and speaks BGP. */
  gateway(gateway: Gateway, instance: Instance): string;
  /** Where its IKE and ESP packets come and go. */
  underlay(gateway: Gateway, instance: Instance): string;
  /** A Route Server's instance. */
  routeServer(hub: Resource<'virtualHubs'>, index: number): string;
  network(network: Resource<'virtualNetworks'>): string;
  edge(network: Resource<'virtualNetworks'>): string;
  port(card: Resource<'networkInterfaces'>): string;
  peering(a: Resource<'virtualNetworks'>, b: Resource<'virtualNetworks'>): string;
  /** The Microsoft edge (MSEE) at which a link of a circuit ends. */
  msee(circuit: Resource<'expressRouteCircuits'>, link: string): string;
}

/** Names that start so are the fabric's own. */
const ours = /^(vnet|edge|port|peering|msee|internet)(-|$)/;

export function createNames(resources: Resources): Names {
  const book = createNameBook({ digest });
  // Ids are the same whatever their case.
  const node = (wanted: string, key: string): string => book.node(plain(wanted), key.toLowerCase());
  const own = (name: string, id: string): string =>
    node(ours.test(name) ? `${name}-${mark(id)}` : name, id);

  const gatewayName = (gateway: Gateway, instance: Instance): string => {
    const index = gateway.properties.instances.findIndex(({ id }) => id === instance.id);
    const several = gateway.properties.instances.length > 1;
    return own(several ? `${gateway.name}-${index}` : gateway.name, instance.id);
  };
  const names: Names = {
    machine: (machine) => own(machine.name, machine.id),
    gateway: gatewayName,
    underlay: (gateway, instance) =>
      node(`${gatewayName(gateway, instance)}-u`, `${instance.id} underlay`),
    routeServer: (hub, index) => own(`${hub.name}-${index}`, `${hub.id} ${index}`),
    network: (network) => node(`vnet-${network.name}`, network.id),
    edge: (network) => node(`edge-${network.name}`, `${network.id} edge`),
    port: (card) => node(`port-${card.name}`, card.id),
    peering: (a, b) => node(`peering-${a.name}-${b.name}`, `${a.id} ${b.id}`),
    msee: (circuit, link) => node(`msee-${circuit.name}-${link}`, `${circuit.id} ${link}`),
    device: (of, wanted, key) => book.device(of, plain(wanted), key.toLowerCase()),
    linkAddress: book.linkAddress,
  };
  // Older resources claim first, so that a newer one of the same name does not take theirs.
  for (const machine of resources.all('virtualMachines')) names.machine(machine);
  for (const gateway of resources.all('virtualNetworkGateways')) {
    for (const instance of gateway.properties.instances) {
      names.gateway(gateway, instance);
      names.underlay(gateway, instance);
    }
  }
  for (const hub of resources.all('virtualHubs'))
    for (const index of [0, 1]) names.routeServer(hub, index);
  return names;
}

export function gatewayNodeName(
  gateway: Gateway,
  instance: Instance,
  resources: Resources,
): string {
  return createNames(resources).gateway(gateway, instance);
}

export function routeServerNodeName(
  hub: Resource<'virtualHubs'>,
  index: number,
  resources: Resources,
): string {
  return createNames(resources).routeServer(hub, index);
}

export function mseeNodeName(
  circuit: Resource<'expressRouteCircuits'>,
  link: string,
  resources: Resources,
): string {
  return createNames(resources).msee(circuit, link);
}

/**
 * A tunnel's name in the fabric and in observations: by the connection, not by the gateway's place in a list.
 * `far`: which of the far gateway's instances it goes to.
 */
export function tunnelName(
  connection: Resource<'connections'>,
  instance: Instance,
  far = 0,
): string {
  const key = `${connection.id} ${instance.id}${far === 0 ? '' : ` ${far}`}`;
  return `${plain(connection.name)}-${mark(key)}`;
}

function mark(text: string): string {
  return markOf(digest(text));
}

/** Only what names of nodes and devices may hold. */
function plain(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9.-]/g, '-');
}
