import type { KindName, Kinds } from './model.ts';

/** Reading access to all that there is, in the order in which it was made. */
export interface Resources {
  all<K extends KindName>(kind: K): readonly Kinds[K][];
  find<K extends KindName>(kind: K, id: string): Kinds[K] | undefined;
}

export interface Store extends Resources {
  /** In the place of what had the id. */
  put<K extends KindName>(kind: K, resource: Kinds[K]): void;
  remove(kind: KindName, id: string): void;
}

export function createStore(): Store {
  const shelves: { readonly [K in KindName]: Map<string, Kinds[K]> } = {
    sites: new Map(),
    lans: new Map(),
    routers: new Map(),
    hosts: new Map(),
    circuitLinks: new Map(),
    exchangeRouters: new Map(),
  };
  const shelf = <K extends KindName>(kind: K): Map<string, Kinds[K]> => shelves[kind];
  return {
    all: (kind) => [...shelf(kind).values()],
    find: (kind, id) => shelf(kind).get(id),
    put: (kind, resource) => void shelf(kind).set(resource.id, resource),
    remove: (kind, id) => void shelf(kind).delete(id),
  };
}
