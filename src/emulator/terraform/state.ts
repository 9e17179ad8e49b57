import type { Path } from './configuration/configuration.ts';
import { createLimiter } from './graph/limiter.ts';
import type { Attributes, ProviderTypes, ResourceType } from './provider.ts';

/** One thing that was made and not deleted yet. */
export interface StateRecord {
  /** `type.name[0]`; a replaced one that still waits for its deletion has ` (deposed)` behind it. */
  readonly address: string;
  /** `type.name` */
  readonly block: string;
  readonly type: string;
  readonly key: InstanceKey;
  readonly attributes: Attributes;
  /** Values that came from something sensitive, beside those that the schema says. */
  readonly sensitivePaths: readonly Path[];
  /** Blocks (`type.name`) that it needs, directly or not. */
  readonly dependencies: readonly string[];
  readonly deposed: boolean;
  readonly preventDestroy: boolean;
}

/** Undefined: neither `count` nor `for_each`. */
export type InstanceKey = number | string | undefined;

export type State = ReadonlyMap<string, StateRecord>;

export function instanceAddress(block: string, key: InstanceKey): string {
  if (key === undefined) return block;
  return `${block}[${typeof key === 'number' ? key : JSON.stringify(key)}]`;
}

/** Looks up the implementation of a type in the state; its provider is always there. */
export function findType(providers: readonly ProviderTypes[], type: string): ResourceType {
  for (const { resources } of providers) {
    if (Object.hasOwn(resources, type) && resources[type]) return resources[type];
  }
  throw new Error(`no provider has the type ${type}`);
}

export interface Refreshed {
  readonly state: State;
  readonly failures: readonly { readonly address: string; readonly error: unknown }[];
}

/** Reads everything afresh. What is gone is left out. */
export async function refresh(
  state: State,
  providers: readonly ProviderTypes[],
  signal: AbortSignal | undefined,
): Promise<Refreshed> {
  const limit = createLimiter();
  const failures: { readonly address: string; readonly error: unknown }[] = [];
  const records = await Promise.all(
    [...state.values()].map((record) =>
      limit(async () => {
        signal?.throwIfAborted();
        try {
          const attributes = await findType(providers, record.type).read(record.attributes);
          return attributes && { ...record, attributes };
        } catch (error) {
          failures.push({ address: record.address, error });
          return record;
        }
      }),
    ),
  );
  const found = records.filter((record) => record !== undefined);
  return { state: new Map(found.map((record) => [record.address, record])), failures };
}
