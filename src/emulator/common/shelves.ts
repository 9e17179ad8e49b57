/** Reading access to things of several kinds, each under a key. `Things`: what there is of each kind, by its name. */
export interface Shelves<Things, Key extends string = string> {
  find<K extends keyof Things>(kind: K, key: Key): Things[K] | undefined;
  /** In the order in which they were first put. */
  all<K extends keyof Things>(kind: K): readonly Things[K][];
}

/** Shelves being changed; nobody sees them before they are committed. */
export interface ShelvesDraft<
  Things,
  Key extends string = string,
  Thing = Things[keyof Things],
> extends Shelves<Things, Key> {
  /** In the place of what had the key. */
  put(kind: keyof Things, key: Key, thing: Thing): void;
  remove(kind: keyof Things, key: Key): void;
}

export interface TransactionalShelves<
  Things,
  Key extends string = string,
  Thing = Things[keyof Things],
> {
  /** As they are now: later changes do not show in it. */
  readonly current: Shelves<Things, Key>;
  /** All or nothing: what `work` throws leaves everything as it was. */
  transaction<T>(work: (draft: ShelvesDraft<Things, Key, Thing>) => T): T;
}

type Contents<Kind, Key, Thing> = ReadonlyMap<Kind, ReadonlyMap<Key, Thing>>;

/** `Thing`: what may be put, where things say themselves of what kind they are. */
export function createShelves<
  Things,
  Key extends string = string,
  Thing = Things[keyof Things],
>(): TransactionalShelves<Things, Key, Thing> {
  let contents: Contents<keyof Things, Key, Thing> = new Map();
  return {
    get current() {
      return reader<Things, Key, Thing>(contents);
    },
    transaction(work) {
      const draft = new Map(contents);
      const result = work(writer<Things, Key, Thing>(draft));
      contents = draft;
      return result;
    },
  };
}

function reader<Things, Key extends string, Thing>(
  contents: Contents<keyof Things, Key, Thing>,
): Shelves<Things, Key> {
  return {
    find: <K extends keyof Things>(kind: K, key: Key) =>
      contents.get(kind)?.get(key) as Things[K] | undefined,
    all: <K extends keyof Things>(kind: K) =>
      [...(contents.get(kind)?.values() ?? [])] as unknown as readonly Things[K][],
  };
}

function writer<Things, Key extends string, Thing>(
  contents: Map<keyof Things, ReadonlyMap<Key, Thing>>,
): ShelvesDraft<Things, Key, Thing> {
  return {
    ...reader<Things, Key, Thing>(contents),
    put(kind, key, thing) {
      const shelf = new Map(contents.get(kind));
      contents.set(kind, shelf.set(key, thing));
    },
    remove(kind, key) {
      const shelf = new Map(contents.get(kind));
      shelf.delete(key);
      contents.set(kind, shelf);
    },
  };
}
