import type { Observations } from '../../fabric/observations.ts';
import type { Attributes, ResourceType, Schema, Value } from '../../terraform/provider.ts';
import { ProviderError } from '../../terraform/provider.ts';
import { ComputeError } from '../compute/error.ts';
import { nameOf, placeOf, selfLink } from '../compute/link.ts';
import type { ScopePath } from '../compute/link.ts';
import { timestamp } from '../compute/timestamp.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import type { Body } from '../resources/kind.ts';
import type { KindName } from '../resources/kinds.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { defined, textOf } from './attributes.ts';

/** Where Terraform's resources go when they do not say. */
export interface Place {
  readonly door: FrontDoor;
  readonly region: string;
  readonly zone: string;
  /** What live attributes are read from. */
  observe(): Promise<Observations>;
}

/** One google type: how its attributes become a body of the API and back. */
export interface ComputeType<K extends KindName> {
  readonly kind: K;
  readonly schema: Schema;
  /** The body of an insert; of a patch too, where null takes a field away. */
  body(config: Attributes, place: Place): Body;
  /** Further changes after an insert. */
  made?(resource: Resource<K>, config: Attributes, place: Place): void;
  /** Further changes after a patch or an insert. */
  settle?(resource: Resource<K>, config: Attributes, place: Place): void;
  /** Besides id, name, links and place. Links in full. */
  attributes(resource: Resource<K>, seeing: Seeing): Readonly<Record<string, Value | undefined>>;
}

export interface Seeing {
  readonly previous: Attributes;
  readonly resources: Resources;
  /** Its body as a GET shows it. */
  readonly body: Body;
}

export function computeResource<K extends KindName>(
  definition: ComputeType<K>,
  place: Place,
): ResourceType {
  const { kind, schema } = definition;
  const { door } = place;

  const attributesOf = async (
    path: string,
    previous: Attributes,
  ): Promise<Attributes | undefined> => {
    const observations = await place.observe();
    const resource = door.resources.find(kind, path);
    if (!resource) return undefined;
    const body = door.show(resource, observations);
    const seen = definition.attributes(resource, { previous, resources: door.resources, body });
    const all = { ...previous, ...commonAttributes(resource, door.project), ...seen };
    const known = new Set([...Object.keys(schema.attributes), ...Object.keys(schema.blocks ?? {})]);
    const kept = Object.entries(all).map(([name, value]): [string, Value | undefined] => [
      name,
      asWritten(previous[name], value, schema.attributes[name]?.normalize !== undefined),
    ]);
    return defined(Object.fromEntries(kept.filter(([name]) => known.has(name))));
  };

  return {
    schema,
    create: (config) =>
      refusing(async () => {
        const name = textOf(config, 'name');
        const made = door.insert(kind, scopeOf(schema, config, place), {
          ...withoutNull(definition.body(config, place)),
          name,
        });
        definition.made?.(made, config, place);
        definition.settle?.(made, config, place);
        return (await attributesOf(made.path, config)) ?? config;
      }),
    read: (state) => refusing(() => attributesOf(textOf(state, 'id') ?? '', state)),
    update: (state, config) =>
      refusing(async () => {
        const path = textOf(state, 'id') ?? '';
        const resource = found(door.resources.find(kind, path), path);
        const changed = door.patch(resource, definition.body(config, place));
        definition.settle?.(changed, config, place);
        return (await attributesOf(path, { ...config, id: path })) ?? config;
      }),
    delete: (state) =>
      refusing(() => {
        const resource = door.resources.find(kind, textOf(state, 'id') ?? '');
        if (resource) door.remove(resource);
      }),
  };
}

/** Google's refusals as Terraform shows them. */
export async function refusing<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ComputeError)) throw error;
    throw new ProviderError(
      error.code,
      `googleapi: Error ${error.status}: ${error.message}, ${error.reason}`,
    );
  }
}

export function found<T>(resource: T | undefined, path: string): T {
  if (resource !== undefined) return resource;
  throw new ComputeError(404, 'notFound', `The resource '${path}' was not found`);
}

function commonAttributes(resource: Resource, project: string): Attributes {
  const [kind, place = ''] = resource.scope.split('/');
  return {
    id: resource.path,
    name: resource.name,
    project,
    self_link: selfLink(resource.path),
    creation_timestamp: timestamp(resource.createdAt),
    ...(kind === 'regions' && { region: place }),
    ...(kind === 'zones' && { zone: place }),
  };
}

/** A reference stays as the configuration wrote it, while it means the same. */
function asWritten(
  before: Value | undefined,
  value: Value | undefined,
  isLink: boolean,
): Value | undefined {
  const same =
    isLink &&
    typeof before === 'string' &&
    typeof value === 'string' &&
    nameOf(before) === nameOf(value);
  return same ? before : value;
}

export function scopeOf(schema: Schema, config: Attributes, place: Place): ScopePath {
  if ('zone' in schema.attributes) return `zones/${placeOf(textOf(config, 'zone') ?? place.zone)}`;
  if ('region' in schema.attributes) return `regions/${regionOf(config, place)}`;
  return 'global';
}

export function regionOf(config: Attributes, place: Place): string {
  return placeOf(textOf(config, 'region') ?? place.region);
}

function withoutNull(body: Body): Body {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== null && value !== undefined),
  );
}
