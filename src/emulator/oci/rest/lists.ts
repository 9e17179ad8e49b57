import { invalidField, missingParameter } from '../protocol/error.ts';
import type { Body } from '../resources/kind.ts';
import { isBody } from '../resources/read.ts';

const common = ['compartmentId', 'displayName', 'lifecycleState'];

/** What a list's query lets through, in the order that it asks for. */
export function selected(
  bodies: readonly Body[],
  query: URLSearchParams,
  filters: readonly string[],
): readonly Body[] {
  const wanted = [...common, ...filters].flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [{ name, value }];
  });
  const matching = bodies.filter((body) =>
    wanted.every(({ name, value }) => String(fieldOf(body, name)) === value),
  );
  return sorted(matching, query);
}

export function demandParameters(query: URLSearchParams, names: readonly string[]): void {
  const missing = names.find((name) => query.get(name) === null);
  if (missing !== undefined) throw missingParameter(missing);
}

/** A page and, if there are more, the token of the next. */
export function pageOf<T>(
  items: readonly T[],
  query: URLSearchParams,
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const limit = numberFrom(query, 'limit') ?? 1000;
  const start = startOf(query.get('page'));
  const end = start + limit;
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(`from ${end}`).toString('base64url') : undefined,
  };
}

/** Also in the object that says what is attached: a DRG attachment's `networkDetails.type`. */
function fieldOf(body: Body, name: string): unknown {
  const inner = body['networkDetails'];
  return body[name] ?? (isBody(inner) ? inner[name] : undefined);
}

function sorted(bodies: readonly Body[], query: URLSearchParams): readonly Body[] {
  const by = query.get('sortBy');
  if (by === null) return bodies;
  const field = by === 'DISPLAYNAME' ? 'displayName' : 'timeCreated';
  const order = query.get('sortOrder') ?? (by === 'DISPLAYNAME' ? 'ASC' : 'DESC');
  const ascending = bodies.toSorted((left, right) =>
    String(left[field]) < String(right[field]) ? -1 : Number(left[field] !== right[field]),
  );
  return order === 'DESC' ? ascending.toReversed() : ascending;
}

function numberFrom(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 1000) return number;
  throw invalidField(name, text, 'must be between 1 and 1000');
}

function startOf(page: string | null): number {
  if (page === null) return 0;
  const from = /^from (\d+)$/.exec(Buffer.from(page, 'base64url').toString())?.[1];
  if (from === undefined)
    throw invalidField('page', page, 'is no token of an opc-next-page header');
  return Number(from);
}
