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

type Shelf = ReadonlyMap<string, Kinds[KindName]>;
type Shelves = ReadonlyMap<KindName, Shelf>;

export function createStore(parameters: CreateStoreParameters): Store {
  const { accountId, region, now, allocatePublicAddress, releasePublicAddress } = parameters;
  let shelves: Shelves = new Map();
  let counters: Readonly<Record<string, number>> = {};

  const reader = (source: Shelves): Resources => ({
    accountId,
    region,
    find: <K extends KindName>(kind: K, id: string) =>
      source.get(kind)?.get(id) as Kinds[K] | undefined,
    all: <K extends KindName>(kind: K) => [
      ...((source.get(kind) ?? new Map()) as ReadonlyMap<string, Kinds[K]>).values(),
    ],
  });

  return {
    get current() {
      return reader(shelves);
    },
    transaction(work) {
      const draft = new Map(shelves);
      const counted = { ...counters };
      const taken: string[] = [];
      const left: string[] = [];
      const change = (kind: KindName, with_: (shelf: Map<string, Kinds[KindName]>) => void) => {
        const shelf = new Map(draft.get(kind));
        with_(shelf);
        draft.set(kind, shelf);
      };
      try {
        const result = work({
          ...reader(draft),
          now: now(),
          set: (kind, resource) => change(kind, (shelf) => shelf.set(resource.id, resource)),
          remove: (kind, id) => change(kind, (shelf) => shelf.delete(id)),
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
        });
        shelves = draft;
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
