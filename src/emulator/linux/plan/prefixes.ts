/** Drops prefixes that lie inside another, since nft refuses overlapping intervals in a set. Order is kept. */
export function withoutContained(prefixes: readonly string[]): string[] {
  const parsed = prefixes.map((text) => ({ text, ...parse(text) }));
  return parsed
    .filter(
      (one, index) =>
        !parsed.some((other, otherIndex) => {
          if (otherIndex === index || !contains(other, one)) return false;
          // Of equal ones, the first stays.
          return other.length < one.length || otherIndex < index;
        }),
    )
    .map(({ text }) => text);
}

interface Parsed {
  readonly base: number;
  readonly length: number;
}

function parse(text: string): Parsed {
  const [address = '', length = '32'] = text.split('/');
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  return { base: Math.floor(value / size) * size, length: Number(length) };
}

function contains(outer: Parsed, inner: Parsed): boolean {
  if (outer.length > inner.length) return false;
  const size = 2 ** (32 - outer.length);
  return Math.floor(inner.base / size) * size === outer.base;
}
