import type { Body } from '../../common/bodies.ts';
import type { LinkExpectation, ResourcePath, ScopePath } from '../compute/link.ts';
import { readLink, selfLink } from '../compute/link.ts';
import { notFound, requiredField } from '../compute/error.ts';
import type { Observations } from '../../fabric/observations.ts';
import type { KindName, Properties } from './kinds.ts';
import { textIn } from './read.ts';
import type { Draft, Resource, Resources } from './store.ts';

export type { Body };

/** How one type of resource behaves. */
export interface Kind<K extends KindName> {
  readonly scope: 'global' | 'regions' | 'zones';
  /** `network`: in `compute#network` and in errors. */
  readonly noun: string;
  /** The body of an insert, or of the whole after a patch, checked, with defaults. Throws {@link ComputeError}. */
  prepare(body: Body, context: Context<K>): Properties[K];
  /** After it was made; may make others. */
  created?(resource: Resource<K>, draft: Draft, make: Make): void;
  /** Throws {@link ComputeError} while something uses it. */
  refuseDelete?(resource: Resource<K>, resources: Resources): void;
  /** After it went; may remove others. */
  deleted?(resource: Resource<K>, draft: Draft): void;
  /** What a GET shows besides name, id, links and time. Links in full. */
  view(resource: Resource<K>, reading: Reading): Body;
}

/** Makes another resource in the same transaction. */
export type Make = <K extends KindName>(
  kind: K,
  name: string,
  scope: ScopePath,
  properties: Properties[K],
) => Resource<K>;

export interface Context<K extends KindName> {
  readonly project: string;
  readonly path: ResourcePath;
  readonly name: string;
  readonly scope: ScopePath;
  readonly existing: Resource<K> | undefined;
  readonly resources: Resources;
  readonly make: Make;
}

/** What a view may draw on. */
export interface Reading {
  readonly resources: Resources;
  readonly observations: Observations;
}

/** Keeps a kind's type parameter while letting literals be checked against it. */
export function defineKind<K extends KindName>(kind: Kind<K>): Kind<K> {
  return kind;
}

type Place = Pick<Context<KindName>, 'project' | 'resources' | 'scope'>;

/** The resource that a field links to; undefined when the field is not set. Throws when there is no such resource. */
export function linkedIn<K extends KindName>(
  body: Body,
  field: string,
  collection: K,
  place: Place,
  scope: ScopePath = place.scope,
): Resource<K> | undefined {
  const text = textIn(body, field);
  if (text === undefined) return undefined;
  return linked(text, collection, { ...place, scope }, `resource.${field}`);
}

export function linked<K extends KindName>(
  text: string,
  collection: K,
  { project, resources, scope }: Place,
  field: string,
): Resource<K> {
  const expected: LinkExpectation = { project, collection, scope, field };
  const path = readLink(text, expected);
  const found = resources.find(collection, path);
  if (!found) throw notFound(path);
  return found;
}

export function requiredLink<K extends KindName>(
  body: Body,
  field: string,
  collection: K,
  place: Place,
  scope?: ScopePath,
): Resource<K> {
  const found = linkedIn(body, field, collection, place, scope);
  if (!found) throw requiredField(`resource.${field}`);
  return found;
}

export function optionalLink(path: ResourcePath | undefined): string | undefined {
  return path === undefined ? undefined : selfLink(path);
}
