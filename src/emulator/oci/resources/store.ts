import { createHash } from 'node:crypto';
import { createShelves } from '../../common/shelves.ts';
import type { Ocid } from '../protocol/ocid.ts';
import type { KindName, Properties } from './kinds.ts';

/** One resource, as OCI models it. Names of properties are the API's. */
export interface Resource<K extends KindName = KindName> {
  readonly kind: K;
  readonly id: Ocid;
  readonly compartmentId: Ocid;
  readonly displayName: string;
  /** `AVAILABLE`, `RUNNING`, `ATTACHED` … */
  readonly lifecycleState: string;
  /** Milliseconds since the epoch. */
  readonly timeCreated: number;
  readonly freeformTags: Readonly<Record<string, string>>;
  /** By namespace and key. */
  readonly definedTags: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Counts changes. */
  readonly version: number;
  readonly properties: Properties[K];
}

/** Reading access to all resources at one moment. */
export interface Resources {
  find<K extends KindName>(kind: K, id: Ocid): Resource<K> | undefined;
  /** In the order in which they were created; terminated ones that OCI still lists included. */
  all<K extends KindName>(kind: K): readonly Resource<K>[];
}

/** Resources being changed; nobody sees them before they are committed. */
export interface Draft extends Resources {
  set<K extends KindName>(resource: Resource<K>): void;
  remove(kind: KindName, id: Ocid): void;
}

export interface Store {
  readonly current: Resources;
  /** All or nothing: what `work` throws leaves everything as it was. */
  transaction<T>(work: (draft: Draft) => T): T;
}

export function createStore(): Store {
  const shelves = createShelves<{ readonly [K in KindName]: Resource<K> }, Ocid, Resource>();
  return {
    get current() {
      return shelves.current;
    },
    transaction: (work) =>
      shelves.transaction(({ find, all, put, remove }) =>
        work({
          find,
          all,
          set(resource) {
            const before = find(resource.kind, resource.id);
            const version = before ? before.version + 1 : resource.version;
            put(resource.kind, resource.id, { ...resource, version });
          },
          remove,
        }),
      ),
  };
}

/** Changes with every change of the resource. */
export function etagOf({ id, version }: Pick<Resource, 'id' | 'version'>): string {
  return createHash('sha256').update(`${id} ${version}`).digest('hex').slice(0, 8);
}
