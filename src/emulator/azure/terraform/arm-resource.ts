import type { Attributes, ResourceType, Schema, Value } from '../../terraform/provider.ts';
import { ProviderError } from '../../terraform/provider.ts';
import { noObservations } from '../../fabric/observations.ts';
import { ArmError } from '../arm/error.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import type { Body } from '../resources/kind.ts';
import type { KindName } from '../resources/kinds.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { defined, textOf } from './attributes.ts';

/** A Terraform type that is one ARM resource. */
export interface ArmResource<K extends KindName> {
  readonly kind: K;
  readonly schema: Schema;
  /** The rest of its id behind the resource group: `/providers/Microsoft.Network/…`. */
  path(config: Attributes): string;
  /** The body to put. For a change: what was in the state, and what there is. */
  body(config: Attributes, before: Change<K> | undefined, resources: Resources): Body;
  /** Attributes of what there is. Those left out stay as `previous` (configuration or state) has them. */
  attributes(
    resource: Resource<K>,
    context: { readonly previous: Attributes; readonly resources: Resources },
  ): Readonly<Record<string, Value | undefined>>;
}

export interface Change<K extends KindName> {
  readonly state: Attributes;
  readonly current: Resource<K>;
  /** What there is, as a GET shows it. */
  readonly shown: Body;
}

export interface Place {
  readonly door: FrontDoor;
  readonly subscriptionId: string;
}

export function armResource<K extends KindName>(
  type: string,
  definition: ArmResource<K>,
  { door, subscriptionId }: Place,
): ResourceType {
  const attributesOf = (resource: Resource<K>, previous: Attributes): Attributes => {
    const known = new Set([
      ...Object.keys(definition.schema.attributes),
      ...Object.keys(definition.schema.blocks ?? {}),
    ]);
    const seen = definition.attributes(resource, { previous, resources: door.resources });
    const common = {
      id: resource.id,
      name: resource.name,
      ...(resource.location !== undefined && { location: resource.location }),
      ...(resource.tags && { tags: resource.tags }),
    };
    const all: Readonly<Record<string, Value | undefined>> = { ...previous, ...common, ...seen };
    const gone = resource.tags ? '' : 'tags';
    return defined(
      Object.fromEntries(Object.entries(all).filter(([name]) => known.has(name) && name !== gone)),
    );
  };
  const read = (id: string, previous: Attributes): Attributes | undefined => {
    const resource = door.resources.find(definition.kind, id);
    return resource && attributesOf(resource, previous);
  };

  return {
    schema: definition.schema,
    create: (config) =>
      refusing(() => {
        const group = textOf(config, 'resource_group_name') ?? '';
        const start = `/subscriptions/${subscriptionId}/resourceGroups/${group}`;
        const id =
          definition.kind === 'resourceGroups'
            ? `${start}${textOf(config, 'name')}`
            : `${start}${definition.path(config)}`;
        if (door.find(id)) {
          throw new ArmError(
            409,
            'ImportAsExistsError',
            `a resource with the ID "${id}" already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for "${type}" for more information.`,
          );
        }
        const { resource } = door.put(
          id,
          envelope(config, definition.body(config, undefined, door.resources)),
        );
        return read(resource.id, config) ?? config;
      }),
    read: (state) => refusing(() => read(textOf(state, 'id') ?? '', state)),
    update: (state, config) =>
      refusing(() => {
        const id = textOf(state, 'id') ?? '';
        const current = door.get(id) as Resource<K>;
        const shown = door.show(current, noObservations);
        door.put(
          id,
          envelope(config, definition.body(config, { state, current, shown }, door.resources)),
        );
        return read(id, config) ?? config;
      }),
    delete: (state) =>
      refusing(() => {
        const id = textOf(state, 'id') ?? '';
        if (door.find(id)) door.remove(id);
      }),
  };
}

/** ARM's refusals as Terraform shows them. */
export async function refusing<T>(work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    if (error instanceof ArmError) throw new ProviderError(error.code, error.message);
    throw error;
  }
}

function envelope(config: Attributes, body: Body): Body {
  return {
    ...(config['location'] !== undefined && { location: config['location'] }),
    ...(config['tags'] !== undefined && { tags: config['tags'] }),
    ...body,
  };
}
