import { invalid } from '../compute/error.ts';
import { selfLink } from '../compute/link.ts';
import type { Body } from '../resources/kind.ts';
import { readFilter } from './filter.ts';

/** A page of a list: `{ kind, id, items, selfLink, nextPageToken }`. */
export function listBody(
  kind: string,
  path: string,
  items: readonly Body[],
  query: URLSearchParams,
): Body {
  const { page, next } = paged(filtered(items, query), query);
  return {
    kind: `compute#${kind}List`,
    id: path,
    ...(page.length > 0 && { items: page }),
    ...(next !== undefined && { nextPageToken: next }),
    selfLink: selfLink(path),
  };
}

/** By scope: items under the collection's name, or a warning that there are none. */
export function aggregatedBody(parameters: {
  readonly kind: string;
  readonly path: string;
  readonly collection: string;
  readonly scopes: readonly string[];
  readonly items: readonly { readonly scope: string; readonly body: Body }[];
  readonly query: URLSearchParams;
}): Body {
  const { kind, path, collection, scopes, items, query } = parameters;
  const passes = readFilter(query.get('filter') ?? '');
  const entries = scopes.map((scope): [string, Body] => {
    const here = items.filter((item) => item.scope === scope && passes(item.body));
    if (here.length > 0) return [scope, { [collection]: here.map(({ body }) => body) }];
    return [scope, { warning: noResults(scope) }];
  });
  return {
    kind: `compute#${kind}AggregatedList`,
    id: path,
    items: Object.fromEntries(entries),
    selfLink: selfLink(path),
  };
}

function filtered(items: readonly Body[], query: URLSearchParams): readonly Body[] {
  const kept = items.filter(readFilter(query.get('filter') ?? ''));
  const order = query.get('orderBy');
  if (order === 'creationTimestamp desc') return kept.toReversed();
  return kept.toSorted((a, b) => String(a['name']).localeCompare(String(b['name']), 'en'));
}

function paged(
  items: readonly Body[],
  query: URLSearchParams,
): { readonly page: readonly Body[]; readonly next?: string } {
  const size = Number(query.get('maxResults') ?? 500);
  if (!Number.isInteger(size) || size < 0 || size > 500) {
    throw invalid(`Invalid value for field 'maxResults': '${size}'. Must be between 0 and 500.`);
  }
  const token = query.get('pageToken');
  const start =
    token === null || token === '' ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start)) {
    throw invalid(`Invalid value for field 'pageToken': '${token ?? ''}'. The token is not valid.`);
  }
  const end = start + (size || 500);
  const page = items.slice(start, end);
  return end < items.length
    ? { page, next: Buffer.from(String(end)).toString('base64url') }
    : { page };
}

function noResults(scope: string): Body {
  return {
    code: 'NO_RESULTS_ON_PAGE',
    message: `There are no results for scope '${scope}' on this page.`,
    data: [{ key: 'scope', value: scope }],
  };
}
