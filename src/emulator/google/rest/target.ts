import { ComputeError } from '../compute/error.ts';
import type { ScopePath } from '../compute/link.ts';

/** What a request is about. */
export type Target =
  | { readonly kind: 'project'; readonly project: string; readonly verb: string | undefined }
  | {
      readonly kind: 'places';
      readonly project: string;
      readonly collection: 'regions' | 'zones';
      readonly name: string | undefined;
    }
  | { readonly kind: 'aggregated'; readonly project: string; readonly collection: string }
  | {
      readonly kind: 'collection';
      readonly project: string;
      readonly scope: ScopePath;
      readonly collection: string;
    }
  | {
      readonly kind: 'resource';
      readonly project: string;
      readonly scope: ScopePath;
      readonly collection: string;
      readonly name: string;
      /** `getStatus`; for images `family` comes as the name. */
      readonly verb: string | undefined;
    };

/** Pure. @param pathname `/compute/v1/projects/p/global/networks/n` */
export function readTarget(pathname: string): Target {
  const [root, version, projects, project, ...rest] = pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const isApi = root === 'compute' && (version === 'v1' || version === 'beta');
  if (!isApi || projects !== 'projects' || project === undefined) throw unknown(pathname);
  const [first, second, ...more] = rest;
  if (first === undefined) return { kind: 'project', project, verb: undefined };
  if (first === 'aggregated' && second !== undefined && more.length === 0) {
    return { kind: 'aggregated', project, collection: second };
  }
  if (first === 'global' && second !== undefined) {
    return below(project, 'global', [second, ...more], pathname);
  }
  if (first === 'regions' || first === 'zones') {
    if (more.length === 0) return { kind: 'places', project, collection: first, name: second };
    return below(project, `${first}/${second ?? ''}`, more, pathname);
  }
  if (second === undefined) return { kind: 'project', project, verb: first };
  throw unknown(pathname);
}

function below(
  project: string,
  scope: ScopePath,
  parts: readonly string[],
  pathname: string,
): Target {
  const [collection, name, verb, ...rest] = parts;
  if (collection === undefined || rest.length > 0) throw unknown(pathname);
  if (name === undefined) return { kind: 'collection', project, scope, collection };
  return { kind: 'resource', project, scope, collection, name, verb };
}

function unknown(pathname: string): ComputeError {
  return new ComputeError(404, 'notFound', `The requested URL ${pathname} was not found.`);
}
