import { WirebookError } from '../../src/lab/errors.ts';

/** What a Google Cloud resource's path says: `projects/<project>/regions/<region>/<kind>/<name>`, or `…/global/…`. */
export interface ResourcePath {
  readonly project: string;
  /** Region or zone; `global` for what has none. */
  readonly place: string;
  readonly name: string;
}

const shape =
  /^(?:https:\/\/[^/]+\/(?:compute\/)?v1\/)?projects\/([^/]+)\/(?:(?:regions|zones)\/([^/]+)|global)\/[^/]+\/([^/]+)$/;

export function parseResourcePath(path: string): ResourcePath {
  const [, project, place = 'global', name] = shape.exec(path) ?? [];
  if (project !== undefined && name !== undefined) return { project, place, name };
  throw new WirebookError({
    code: 'not-a-resource-path',
    message: `"${path}" is not the path of a Google Cloud resource.`,
    next: 'A handle of the stack carries a wrong id: give it the `id` attribute of its resource.',
  });
}

/** The last part of a path or URL. */
export function baseName(url: string | null | undefined): string {
  return url?.split('/').at(-1) ?? '';
}
