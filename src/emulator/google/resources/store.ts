import { createShelves } from '../../common/shelves.ts';
import type { ResourcePath, ScopePath } from '../compute/link.ts';
import type { KindName, Properties } from './kinds.ts';

/** One resource, as Compute Engine models it. Names of properties are the API's; links are paths. */
export interface Resource<K extends KindName = KindName> {
  readonly kind: K;
  readonly path: ResourcePath;
  readonly name: string;
  /** `global`, `regions/us-east1`, `zones/us-east1-b` */
  readonly scope: ScopePath;
  /** Decimal digits. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly properties: Properties[K];
}

/** Reading access to all resources at one moment. */
export interface Resources {
  find<K extends KindName>(kind: K, path: ResourcePath): Resource<K> | undefined;
  /** In the order in which they were created. */
  all<K extends KindName>(kind: K): readonly Resource<K>[];
}

/** Resources being changed; nobody sees them before they are committed. */
export interface Draft extends Resources {
  set<K extends KindName>(resource: Resource<K>): void;
  remove(kind: KindName, path: ResourcePath): void;
}

export interface Store {
  readonly current: Resources;
  /** All or nothing: what `work` throws leaves everything as it was. */
  transaction<T>(work: (draft: Draft) => T): T;
}

export function createStore(): Store {
  const shelves = createShelves<
    { readonly [K in KindName]: Resource<K> },
    ResourcePath,
    Resource
  >();
  return {
    get current() {
      return shelves.current;
    },
    transaction: (work) =>
      shelves.transaction(({ find, all, put, remove }) =>
        work({
          find,
          all,
          set: (resource) => put(resource.kind, resource.path, resource),
          remove,
        }),
      ),
  };
}
