import type { CloudServices } from '../../cloud.ts';
import type { Attributes, ResourceType, Schema } from '../../terraform/provider.ts';
import type { KindName, Kinds } from '../resources/model.ts';
import { notFound } from '../resources/refusal.ts';
import type { Resources, Store } from '../resources/store.ts';
import { neededText } from './attributes.ts';

export interface World {
  readonly store: Store;
  readonly services: CloudServices;
}

/** One of our types: how its arguments become a resource, and what it exports. */
export interface SiteType<K extends KindName> {
  readonly kind: K;
  readonly schema: Schema;
  /**
   * The resource as its arguments want it, checked; in the place of `existing` when that is given. Refuses with
   * `ProviderError`.
   */
  make(config: Attributes, existing: Kinds[K] | undefined, world: World): Kinds[K];
  /** What Terraform shows of it besides its arguments. */
  exported(resource: Kinds[K], world: World): Attributes;
  /** Refuses while something needs it. */
  refuseDelete?(resource: Kinds[K], resources: Resources): void;
  /** After it went. */
  deleted?(resource: Kinds[K], world: World): void;
}

export function siteType<K extends KindName>(type: SiteType<K>, world: World): ResourceType {
  const { store, services } = world;
  const put = (config: Attributes, existing: Kinds[K] | undefined): Attributes => {
    const resource = type.make(config, existing, world);
    store.put(type.kind, resource);
    services.changed();
    return { ...config, ...type.exported(resource, world), id: resource.id };
  };
  const stored = (state: Attributes) => store.find(type.kind, neededText(state, 'id'));
  return {
    schema: type.schema,
    create: async (config) => put(config, undefined),
    read: async (state) => {
      const resource = stored(state);
      return resource && { ...state, ...type.exported(resource, world), id: resource.id };
    },
    update: async (state, config) => {
      const existing = stored(state);
      if (!existing) throw notFound(`${neededText(state, 'id')} is gone.`);
      return put(config, existing);
    },
    delete: async (state) => {
      const resource = stored(state);
      if (!resource) return;
      type.refuseDelete?.(resource, store);
      store.remove(type.kind, resource.id);
      type.deleted?.(resource, world);
      services.changed();
    },
  };
}

/** What an argument refers to by id. */
export function referredIn<K extends KindName>(
  config: Attributes,
  argument: string,
  kind: K,
  { store }: World,
): Kinds[K] {
  const id = neededText(config, argument);
  const found = store.find(kind, id);
  if (!found) throw notFound(`${argument}: there is no "${id}".`);
  return found;
}
