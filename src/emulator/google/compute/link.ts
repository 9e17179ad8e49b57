import { invalidField } from './error.ts';

/** Where a resource lives: `global`, `regions/us-east1`, `zones/us-east1-b`. */
export type ScopePath = string;
/** A resource's name below the API's root: `projects/p/global/networks/n`. Resources are known by it everywhere inside. */
export type ResourcePath = string;

const root = 'https://www.googleapis.com/compute/v1/';

export interface PathParts {
  readonly project: string;
  readonly scope: ScopePath;
  readonly collection: string;
  readonly name: string;
}

export function selfLink(path: ResourcePath): string {
  return `${root}${path}`;
}

export function formatPath({ project, scope, collection, name }: PathParts): ResourcePath {
  return `projects/${project}/${scope}/${collection}/${name}`;
}

const shape = /^projects\/([^/]+)\/(global|(?:regions|zones)\/[^/]+)\/([^/]+)\/([^/]+)$/;

export function parsePath(path: ResourcePath): PathParts | undefined {
  const match = shape.exec(path);
  if (!match) return undefined;
  const [, project = '', scope = '', collection = '', name = ''] = match;
  return { project, scope, collection, name };
}

/** The last segment of a path or link. */
export function nameOf(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1);
}

/** `us-east1` of `regions/us-east1`. */
export const placeOf = nameOf;

export function regionOfZone(zone: string): string {
  return zone.replace(/-[a-z]$/, '');
}

export interface LinkExpectation {
  readonly project: string;
  readonly collection: string;
  /** Where it lives when the link does not say. */
  readonly scope: ScopePath;
  /** The field's name in errors: `resource.network`. */
  readonly field: string;
}

/**
 * The path that a link names: a URL of any version, a path from `projects/` or from the scope on, or a bare name.
 * Throws {@link ComputeError} for what is no link to such a resource.
 */
export function readLink(text: string, expected: LinkExpectation): ResourcePath {
  const { project, collection, scope, field } = expected;
  const path = text.replace(/^https?:\/\/[^/]+\/(?:compute\/)?[^/]+\//, '').replace(/^\//, '');
  const whole = path.startsWith('projects/')
    ? path
    : path.includes('/')
      ? `projects/${project}/${path}`
      : formatPath({ project, scope, collection, name: path });
  const parts = parsePath(whole);
  if (parts?.collection !== collection) {
    throw invalidField(field, text, 'The URL is malformed.');
  }
  return whole;
}
