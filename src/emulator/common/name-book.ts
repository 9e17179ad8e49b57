import type { Address } from '../fabric/fabric.ts';
import { addressAt, sizeOf } from '../net/prefix.ts';
import type { LinkAddresses } from './router-links.ts';

/** Readable, unique names. The same key gets the same name, and a name that is long or taken ends in the key's mark. */
export interface NameBook extends LinkAddresses {
  /** A node's name, of at most 60 characters. */
  node(wanted: string, key: string): string;
  /** A device's, of at most 15 characters, unique in its node. */
  device(node: string, wanted: string, key: string): string;
}

export interface CreateNameBookParameters {
  /** A stable whole number for a text. */
  readonly digest: (text: string) => number;
  /** Whether routers may have a link-local address. @default all may be had */
  readonly isFree?: (address: Address) => boolean;
}

const longestNode = 60;
const longestDevice = 15;
/** Link-local, clear of the ranges that clouds use for BGP inside tunnels and for metadata. */
const linkRange = '169.254.64.0/18';
const linkAddresses = sizeOf(linkRange) - 2;

export function createNameBook(parameters: CreateNameBookParameters): NameBook {
  const { digest, isFree = () => true } = parameters;
  const mark = (key: string): string => markOf(digest(key)).slice(0, 5);
  const nodes = createNames(longestNode, mark);
  const devices = new Map<string, Names>();
  const addresses = new Map<string, Address>();
  const taken = new Set<Address>();
  return {
    node: nodes.claim,
    device(node, wanted, key) {
      const names = devices.get(node) ?? createNames(longestDevice, mark);
      devices.set(node, names);
      return names.claim(wanted, key);
    },
    linkAddress(node) {
      const known = addresses.get(node);
      if (known !== undefined) return known;
      const addressOf = (index: number): Address => addressAt(linkRange, index + 1);
      let index = digest(node) % linkAddresses;
      while (taken.has(addressOf(index)) || !isFree(addressOf(index))) {
        index = (index + 1) % linkAddresses;
      }
      const address = addressOf(index);
      addresses.set(node, address);
      taken.add(address);
      return address;
    },
  };
}

/** Six letters and digits. */
export function markOf(digest: number): string {
  return digest.toString(36).padStart(6, '0').slice(-6);
}

interface Names {
  claim(wanted: string, key: string): string;
}

/** Names are the same when they differ in case only. */
function createNames(longest: number, mark: (key: string) => string): Names {
  const byKey = new Map<string, string>();
  const taken = new Set<string>();
  return {
    claim(wanted, key) {
      const known = byKey.get(key);
      if (known !== undefined) return known;
      const fits = wanted.length <= longest && !taken.has(wanted.toLowerCase());
      const name = fits ? wanted : `${wanted.slice(0, longest - 6)}-${mark(key)}`;
      byKey.set(key, name);
      taken.add(name.toLowerCase());
      return name;
    },
  };
}
