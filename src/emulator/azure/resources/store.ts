import type { CircuitOrder } from '../../cloud.ts';
import { createShelves } from '../../common/shelves.ts';
import type { Shelves } from '../../common/shelves.ts';
import type { KindName, Properties } from './kinds.ts';
import { withProviderPeerings } from './provider-peerings.ts';

/** One resource, as ARM models it. Names of properties are ARM's. */
export interface Resource<K extends KindName = KindName> {
  readonly kind: K;
  readonly id: string;
  readonly name: string;
  /** Grows with every change: the ETag is made of it. */
  readonly version: number;
  /** Regional resources only; a short name. */
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly sku?: Sku;
  readonly zones?: readonly string[];
  readonly properties: Properties[K];
}

export interface Sku {
  readonly name: string;
  readonly tier?: string;
  /** An ExpressRoute circuit's. */
  readonly family?: string;
}

/** Reading access to all resources at one moment. Ids are found without regard to case. */
export interface Resources {
  find<K extends KindName>(kind: K, id: string): Resource<K> | undefined;
  /** In the order in which they were created. */
  all<K extends KindName>(kind: K): readonly Resource<K>[];
  /** Those inside another resource: the subnets of a virtual network. */
  inside<K extends KindName>(kind: K, parentId: string): readonly Resource<K>[];
  /** What a provider ordered by the service key of an ExpressRoute circuit. */
  circuitOrder(serviceKey: string): CircuitOrder | undefined;
}

/** Resources being changed; nobody sees them before they are committed. */
export interface Draft extends Resources {
  set(resource: Resource): void;
  remove(kind: KindName, id: string): void;
}

export interface Store {
  readonly current: Resources;
  /** All or nothing: what `work` throws leaves everything as it was. */
  transaction<T>(work: (draft: Draft) => T): T;
}

type Things = { readonly [K in KindName]: Resource<K> };

export function createStore(circuitOrder: Resources['circuitOrder'] = () => undefined): Store {
  const shelves = createShelves<Things, string, Resource>();
  return {
    get current() {
      return reader(shelves.current, circuitOrder);
    },
    transaction: (work) =>
      shelves.transaction((draft) =>
        work({
          ...reader(draft, circuitOrder),
          set: (resource) => draft.put(resource.kind, resource.id.toLowerCase(), resource),
          remove: (kind, id) => draft.remove(kind, id.toLowerCase()),
        }),
      ),
  };
}

function reader(
  { find, all }: Shelves<Things>,
  circuitOrder: Resources['circuitOrder'],
): Resources {
  return withProviderPeerings({
    circuitOrder,
    find: (kind, id) => find(kind, id.toLowerCase()),
    all,
    inside: (kind, parentId) => {
      const start = `${parentId.toLowerCase()}/`;
      return all(kind).filter((resource) => resource.id.toLowerCase().startsWith(start));
    },
  });
}
