import type { Observations } from '../../fabric/observations.ts';
import type { Attributes, ResourceType, Schema, Value } from '../../terraform/provider.ts';
import { ProviderError } from '../../terraform/provider.ts';
import { OciError } from '../protocol/error.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import type { Body } from '../resources/kind.ts';
import { isGone } from '../resources/kind.ts';
import type { KindName } from '../resources/kinds.ts';
import { kindNamed } from '../resources/kinds.ts';
import type { Resource } from '../resources/store.ts';
import { defined, textOf } from './attributes.ts';
import { toAttributes, toBody } from './convert.ts';

/** What types draw on. */
export interface Place {
  readonly door: FrontDoor;
  /** What live attributes are read from. */
  observe(): Promise<Observations>;
}

/** One type of the provider that is one kind of the API, and where its words differ from the mechanical ones. */
export interface CoreType<K extends KindName> {
  readonly kind: K;
  readonly schema: Schema;
  /**
   * The details of a create and of an update.
   * @param body made mechanically of all that is set
   * @param previous undefined for a new one
   */
  body?(body: Body, config: Attributes, previous: Attributes | undefined): Body;
  /** Takes what is there already, where the provider makes nothing (default tables, management types). */
  adopt?(config: Attributes, place: Place): Resource<K>;
  /** What arguments trigger: after a create, and before an update. @param previous undefined for a new one */
  act?(
    resource: Resource<K>,
    config: Attributes,
    place: Place,
    previous: Attributes | undefined,
  ): void;
  /** Further changes after a create or an update. */
  settle?(resource: Resource<K>, config: Attributes, place: Place): void;
  /** Instead of deleting it: adopted resources are put back as they were, or left. */
  leave?(resource: Resource<K>, place: Place): void;
  /** What differs from the mechanical attributes; undefined takes one away. */
  attributes?(resource: Resource<K>, seeing: Seeing): Readonly<Record<string, Value | undefined>>;
}

export interface Seeing {
  readonly place: Place;
  readonly previous: Attributes;
  readonly observations: Observations;
  /** Its body as a GET shows it. */
  readonly body: Body;
}

export function coreResource<K extends KindName>(
  definition: CoreType<K>,
  place: Place,
): ResourceType {
  const { kind, schema } = definition;
  const { door } = place;

  const details = (config: Attributes, previous?: Attributes): Body => {
    const body = toBody(config, schema);
    return definition.body?.(body, config, previous) ?? body;
  };

  const acted = (resource: Resource<K>, config: Attributes, previous?: Attributes): Resource<K> => {
    definition.act?.(resource, config, place, previous);
    return door.get(kind, resource.id);
  };

  const attributesOf = async (
    id: string,
    previous: Attributes,
  ): Promise<Attributes | undefined> => {
    const observations = await place.observe();
    const resource = door.resources.find(kind, id);
    if (!resource || isGone(resource)) return undefined;
    const body = door.show(resource, observations);
    // The provider waits for what is in the making.
    const state = kindNamed(kind).states.settling?.[resource.lifecycleState];
    const all: Readonly<Record<string, Value | undefined>> = {
      ...previous,
      ...toAttributes(body, schema),
      state: state ?? resource.lifecycleState,
      ...definition.attributes?.(resource, { place, previous, observations, body }),
    };
    const known = new Set([...Object.keys(schema.attributes), ...Object.keys(schema.blocks ?? {})]);
    return defined(Object.fromEntries(Object.entries(all).filter(([name]) => known.has(name))));
  };

  const finish = async (resource: Resource<K>, config: Attributes): Promise<Attributes> => {
    definition.settle?.(resource, config, place);
    return (await attributesOf(resource.id, { ...config, id: resource.id })) ?? config;
  };

  return {
    schema,
    create: (config) =>
      refusing(() => {
        const adopted = definition.adopt?.(config, place);
        // To the provider, adopting is an update of what has nothing yet.
        const resource = adopted
          ? door.update(acted(adopted, config, {}), details(config))
          : acted(door.create(kind, details(config)), config);
        return finish(resource, config);
      }),
    read: (state) => refusing(() => attributesOf(textOf(state, 'id') ?? '', state)),
    update: (state, config) =>
      refusing(() => {
        const resource = door.get(kind, textOf(state, 'id') ?? '');
        const changed = door.update(acted(resource, config, state), details(config, state));
        return finish(changed, config);
      }),
    delete: (state) =>
      refusing(() => {
        const resource = door.resources.find(kind, textOf(state, 'id') ?? '');
        if (!resource || isGone(resource)) return;
        if (definition.leave) definition.leave(resource, place);
        else if (!definition.adopt) door.remove(resource);
      }),
  };
}

/** OCI's refusals as Terraform shows them. */
export async function refusing<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OciError)) throw error;
    throw new ProviderError(error.code, `${error.status}-${error.code}, ${error.message}`);
  }
}
