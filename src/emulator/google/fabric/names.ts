import { createNameBook, markOf } from '../../common/name-book.ts';
import type { NameBook } from '../../common/name-book.ts';
import { contains, networkOf } from '../../net/prefix.ts';
import { digest } from '../compute/digest.ts';
import type { Resource, Resources } from '../resources/store.ts';

/** Readable, unique names of nodes and devices. The same resources give the same names. */
export interface Names extends Pick<NameBook, 'device' | 'linkAddress'> {
  machine(instance: Resource<'instances'>): string;
  network(network: Resource<'networks'>): string;
  edge(network: Resource<'networks'>): string;
  port(instance: Resource<'instances'>, card: string): string;
  /** Where a VPN gateway's IKE and ESP packets come and go. */
  gateway(gateway: Resource<'vpnGateways'>): string;
}

export function createNames(resources: Resources): Names {
  // Insides of tunnels may lie anywhere in the link-local range.
  const insides = resources
    .all('routers')
    .flatMap(({ properties }) => properties.interfaces)
    .flatMap(({ ipRange }) => (ipRange === undefined ? [] : [networkOf(ipRange)]));
  const book = createNameBook({
    digest,
    isFree: (address) => !insides.some((inside) => contains(inside, address)),
  });
  const names: Names = {
    device: book.device,
    linkAddress: book.linkAddress,
    machine: (instance) => book.node(`gce-${instance.name}`, instance.path),
    network: (network) => book.node(`gvpc-${network.name}`, network.path),
    edge: (network) => book.node(`gedge-${network.name}`, `${network.path} edge`),
    port: (instance, card) =>
      book.node(`gport-${instance.name}-${card}`, `${instance.path} ${card}`),
    gateway: (gateway) => book.node(`gvpn-${gateway.name}`, gateway.path),
  };
  // Older resources claim first, so that a newer one of the same name does not take theirs.
  for (const network of resources.all('networks')) names.network(network);
  for (const instance of resources.all('instances')) names.machine(instance);
  for (const gateway of resources.all('vpnGateways')) names.gateway(gateway);
  return names;
}

/** A Cloud Router's node, and its name in observations. */
export function routerName({ name, path }: Resource<'routers'>): string {
  return `grouter-${name.slice(0, 40)}-${mark(path)}`;
}

/** A tunnel's name in the fabric and in observations. */
export function tunnelName({ name, path }: Resource<'vpnTunnels'>): string {
  return `google-${name.slice(0, 40)}-${mark(path)}`;
}

function mark(path: string): string {
  return markOf(digest(path));
}
