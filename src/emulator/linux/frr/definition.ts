import { createHash } from 'node:crypto';

/**
 * Something of bgpd's that neighbours refer to by name: a prefix list, a community list, a route map. Its name tells its
 * content, so a changed one has another name; switching is what makes FRR look at routes again.
 */
export interface Definition {
  readonly name: string;
  readonly make: readonly string[];
  readonly drop: readonly string[];
}

export function namedByContent(kind: string, content: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return `${kind}${hash.slice(0, 16)}`;
}

/** Commands that make what `after` needs and is not there. Given in the order of need. */
export function makeMissing(
  before: readonly Definition[],
  after: readonly Definition[],
): readonly string[] {
  return missing(after, before).flatMap(({ make }) => make);
}

/** Commands that drop what `after` no longer needs: who refers to others goes first. */
export function dropUnused(
  before: readonly Definition[],
  after: readonly Definition[],
): readonly string[] {
  return missing(before, after)
    .toReversed()
    .flatMap(({ drop }) => drop);
}

function missing(wanted: readonly Definition[], there: readonly Definition[]): Definition[] {
  const names = new Set(there.map(({ name }) => name));
  const unique = new Map(wanted.map((definition) => [definition.name, definition]));
  return [...unique.values()].filter(({ name }) => !names.has(name));
}
