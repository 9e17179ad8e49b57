import { Ec2Error } from './error.ts';
import type { Parameters } from './parameters.ts';

export type Tags = Readonly<Record<string, string>>;

/** What a filter compares: all values of one resource by that name. */
export type FilterTable<T> = Readonly<Record<string, (item: T) => readonly (string | undefined)[]>>;

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

export function readFilters(parameters: Parameters): readonly Filter[] {
  return parameters.structures('Filter').map((filter) => ({
    name: filter.required('Name'),
    values: filter.texts('Value'),
  }));
}

/**
 * Items that match every filter by any of its values; `*` and `?` are wildcards, and a backslash takes them as they are.
 * Filters by tag work everywhere.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
export function applyFilters<T extends { readonly tags?: Tags }>(
  items: readonly T[],
  filters: readonly Filter[],
  table: FilterTable<T>,
): readonly T[] {
  return filters.reduce((left, { name, values }) => {
    const patterns = values.map(pattern);
    const read = valuesBy(name, table);
    return left.filter((item) =>
      read(item).some((value) => value !== undefined && patterns.some((it) => it.test(value))),
    );
  }, items);
}

function valuesBy<T extends { readonly tags?: Tags }>(
  name: string,
  table: FilterTable<T>,
): (item: T) => readonly (string | undefined)[] {
  if (name.startsWith('tag:')) return ({ tags }) => [tags?.[name.slice('tag:'.length)]];
  if (name === 'tag-key') return ({ tags }) => Object.keys(tags ?? {});
  if (name === 'tag-value') return ({ tags }) => Object.values(tags ?? {});
  const known = Object.hasOwn(table, name) ? table[name] : undefined;
  if (known) return known;
  throw new Ec2Error('InvalidParameterValue', `The filter '${name}' is invalid`);
}

function pattern(value: string): RegExp {
  const source = value.replaceAll(/\\[*?\\]|[\s\S]/g, (part) => {
    if (part === '*') return '[\\s\\S]*';
    if (part === '?') return '[\\s\\S]';
    const plain = part.length === 2 ? part.slice(1) : part;
    return /[A-Za-z0-9\s]/.test(plain) ? plain : `\\u{${plain.codePointAt(0)?.toString(16)}}`;
  });
  return new RegExp(`^${source}$`, 'u');
}
