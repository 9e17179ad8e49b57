import { createShelves } from '../../common/shelves.ts';
import type { IdPrefix } from '../query/error.ts';
import { notFound } from '../query/error.ts';
import { nthId } from './ids.ts';
import type { KindName, Kinds } from './kinds.ts';

/** Reading access to all resources of the account at one moment. */
export interface Resources {
  readonly accountId: string;
  readonly region: string;
  find<K extends KindName>(kind: K, id: string): Kinds[K] | undefined;
  /** In the order in which they were created. */
  all<K extends KindName>(kind: K): readonly Kinds[K][];
}

/** Resources being changed; nobody sees them before they are committed. */
export interface Draft extends Resources {
  /** Milliseconds since the epoch. */
  readonly now: number;
  set<K extends KindName>(kind: K, resource: Kinds[K]): void;
  remove(kind: KindName, id: string): void;
  newId(prefix: IdPrefix | 'r' | 'dopt'): string;
  /** Taken back when the transaction fails. */
  allocatePublicAddress(): string;
  /** Given back when the transaction succeeds. */
  releasePublicAddress(address: string): void;
}

export interface Store {
  readonly current: Resources;
  /** All or nothing: what `work` throws leaves everything as it was. */
  transaction<T>(work: (draft: Draft) => T): T;
}

export interface CreateStoreParameters {
  readonly accountId: string;
  readonly region: string;
  readonly now: () => number;
  readonly allocatePublicAddress: () => string;
  readonly releasePublicAddress: (address: string) => void;
}

/** The prefix of each kind's ids. */
export const prefixes = {
  vpcs: 'vpc',
  subnets: 'subnet',
  internetGateways: 'igw',
  routeTables: 'rtb',
  securityGroups: 'sg',
  networkAcls: 'acl',
  keyPairs: 'key',
  instances: 'i',
  networkInterfaces: 'eni',
  addresses: 'eipalloc',
  vpnGateways: 'vgw',
  customerGateways: 'cgw',
  vpnConnections: 'vpn',
} as const satisfies Record<KindName, IdPrefix>;

/** Throws EC2's `….NotFound`. */
export function get<K extends KindName>(resources: Resources, kind: K, id: string): Kinds[K] {
  const found = resources.find(kind, id);
  if (found) return found;
  throw notFound(prefixes[kind], id);
}

export function createStore(parameters: CreateStoreParameters): Store {
  const { accountId, region, now, allocatePublicAddress, releasePublicAddress } = parameters;
  const shelves = createShelves<Kinds>();
  let counters: Readonly<Record<string, number>> = {};

  return {
    get current() {
      return { accountId, region, ...shelves.current };
    },
    transaction(work) {
      const counted = { ...counters };
      const taken: string[] = [];
      const left: string[] = [];
      try {
        const result = shelves.transaction(({ find, all, put, remove }) =>
          work({
            accountId,
            region,
            find,
            all,
            now: now(),
            set: (kind, resource) => put(kind, resource.id, resource),
            remove,
            newId(prefix) {
              counted[prefix] = (counted[prefix] ?? 0) + 1;
              return nthId(prefix, counted[prefix]);
            },
            allocatePublicAddress() {
              const address = allocatePublicAddress();
              taken.push(address);
              return address;
            },
            releasePublicAddress: (address) => left.push(address),
          }),
        );
        counters = counted;
        left.forEach(releasePublicAddress);
        return result;
      } catch (error) {
        taken.forEach(releasePublicAddress);
        throw error;
      }
    },
  };
}
