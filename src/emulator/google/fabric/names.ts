import { addressAt, contains, networkOf } from '../../net/prefix.ts';
import { digest } from '../compute/digest.ts';
import type { Resource, Resources } from '../resources/store.ts';

/** Readable, unique names of nodes and devices. The same resources give the same names. */
export interface Names {
  machine(instance: Resource<'instances'>): string;
  network(network: Resource<'networks'>): string;
  edge(network: Resource<'networks'>): string;
  port(instance: Resource<'instances'>, card: string): string;
  /** Where a VPN gateway's IKE and ESP packets come and go. */
  gateway(gateway: Resource<'vpnGateways'>): string;
  /** A device name of at most 15 characters, unique in its node; the same for the same key. */
  device(node: string, wanted: string, key: string): string;
  /** The address that a router has on all its links to other routers. */
  linkAddress(node: string): string;
}

const longestNode = 60;
const longestDevice = 15;
const linkRange = '169.254.64.0/18';
const linkAddresses = 2 ** 14 - 2;

export function createNames(resources: Resources): Names {
  const nodes = registry(longestNode);
  const devices = new Map<string, Registry>();
  const addresses = new Map<string, string>();
  // Insides of tunnels may lie anywhere in the link-local range.
  const insides = resources
    .all('routers')
    .flatMap(({ properties }) => properties.interfaces)
    .flatMap(({ ipRange }) => (ipRange === undefined ? [] : [networkOf(ipRange)]));
  const isFree = (address: string, taken: ReadonlySet<string>): boolean =>
    !taken.has(address) && !insides.some((inside) => contains(inside, address));

  const names: Names = {
    machine: (instance) => nodes.claim(`gce-${instance.name}`, instance.path),
    network: (network) => nodes.claim(`gvpc-${network.name}`, network.path),
    edge: (network) => nodes.claim(`gedge-${network.name}`, `${network.path} edge`),
    port: (instance, card) =>
      nodes.claim(`gport-${instance.name}-${card}`, `${instance.path} ${card}`),
    gateway: (gateway) => nodes.claim(`gvpn-${gateway.name}`, gateway.path),
    device(of, wanted, key) {
      const inNode = devices.get(of) ?? registry(longestDevice);
      devices.set(of, inNode);
      return inNode.claim(wanted, key);
    },
    linkAddress(of) {
      const known = addresses.get(of);
      if (known !== undefined) return known;
      const taken = new Set(addresses.values());
      let index = digest(of) % linkAddresses;
      while (!isFree(addressAt(linkRange, index + 1), taken)) index = (index + 1) % linkAddresses;
      const address = addressAt(linkRange, index + 1);
      addresses.set(of, address);
      return address;
    },
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

interface Registry {
  claim(wanted: string, key: string): string;
}

function registry(longest: number): Registry {
  const byKey = new Map<string, string>();
  const taken = new Set<string>();
  return {
    claim(wanted, key) {
      const known = byKey.get(key);
      if (known !== undefined) return known;
      const fits = wanted.length <= longest && !taken.has(wanted);
      const name = fits ? wanted : `${wanted.slice(0, longest - 6)}-${mark(key).slice(0, 5)}`;
      byKey.set(key, name);
      taken.add(name);
      return name;
    },
  };
}

function mark(text: string): string {
  return digest(text).toString(36).padStart(6, '0').slice(-6);
}
