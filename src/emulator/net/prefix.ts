import { addressFromNumber, addressToNumber, isAddress } from './address.ts';
import type { Address } from './address.ts';

/** An IPv4 network in CIDR notation with no host bits set: `10.1.0.0/16`. */
export type Prefix = string;

interface Range {
  readonly first: number;
  readonly length: number;
}

/** Whether `text` is a prefix: an address, a length from 0 to 32, and no host bits set. */
export function isPrefix(text: string): text is Prefix {
  const range = read(text);
  return range !== undefined && range.first % sizeOfLength(range.length) === 0;
}

/** The network that `10.1.0.4/24` (or a prefix) lies in: `10.1.0.0/24`. Throws `RangeError` for bad text. */
export function networkOf(text: string): Prefix {
  const { first, length } = parse(text);
  return write(networkAt({ first, length }, length), length);
}

/** The part behind the slash. */
export function lengthOf(prefix: Prefix): number {
  return parse(prefix).length;
}

/** How many addresses it has, first and last included. */
export function sizeOf(prefix: Prefix): number {
  return sizeOfLength(lengthOf(prefix));
}

/** Whether every address of `inner` (a prefix or an address) is in `outer`. */
export function contains(outer: Prefix, inner: Prefix): boolean {
  const large = parse(outer);
  const small = parse(inner.includes('/') ? inner : hostRoute(inner));
  return (
    small.length >= large.length &&
    networkAt(small, large.length) === networkAt(large, large.length)
  );
}

/** Whether two prefixes share an address: one then contains the other. */
export function overlaps(left: Prefix, right: Prefix): boolean {
  return contains(left, right) || contains(right, left);
}

/** Orders by first address, then shorter lengths first. */
export function comparePrefixes(left: Prefix, right: Prefix): number {
  const [a, b] = [parse(left), parse(right)];
  return a.first - b.first || a.length - b.length;
}

/** The n-th address of a prefix, from 0; negative from the end: −1 is the last. Throws `RangeError` outside. */
export function addressAt(prefix: Prefix, index: number): Address {
  const { first, length } = parse(networkOf(prefix));
  const size = sizeOfLength(length);
  const offset = index < 0 ? size + index : index;
  if (offset < 0 || offset >= size) throw new RangeError(`${prefix} has no address ${index}`);
  return addressFromNumber(first + offset);
}

/** The last address that is not the broadcast address: .254 of a /24. */
export function lastUsable(prefix: Prefix): Address {
  return addressAt(prefix, -2);
}

/** `10.1.0.4` as a prefix: `10.1.0.4/32`. */
export function hostRoute(address: Address): Prefix {
  return `${address}/32`;
}

/** Of several prefixes that contain an address, the longest; undefined when none does. */
export function longestMatch<T extends { readonly prefix: Prefix }>(
  candidates: readonly T[],
  destination: Prefix,
): T | undefined {
  return candidates
    .filter((candidate) => contains(candidate.prefix, destination))
    .reduce<T | undefined>(
      (best, candidate) =>
        best === undefined || lengthOf(candidate.prefix) > lengthOf(best.prefix) ? candidate : best,
      undefined,
    );
}

/** What is left of `space` without `holes`: disjoint prefixes in order. */
export function subtract(space: Prefix, holes: readonly Prefix[]): readonly Prefix[] {
  const inside = holes.filter((hole) => overlaps(space, hole));
  if (inside.length === 0) return [space];
  if (inside.some((hole) => contains(hole, space))) return [];
  return halves(space).flatMap((half) => subtract(half, inside));
}

function halves(prefix: Prefix): readonly Prefix[] {
  const { first, length } = parse(prefix);
  return [write(first, length + 1), write(first + sizeOfLength(length + 1), length + 1)];
}

function networkAt({ first }: Range, length: number): number {
  return first - (first % sizeOfLength(length));
}

function sizeOfLength(length: number): number {
  return 2 ** (32 - length);
}

function parse(text: string): Range {
  const range = read(text);
  if (range === undefined) throw new RangeError(`'${text}' is not an IPv4 prefix`);
  return range;
}

/** Route tables compare the same few prefixes over and over. */
const seen = new Map<string, Range | undefined>();
const mostSeen = 20_000;

function read(text: string): Range | undefined {
  const known = seen.get(text);
  if (known !== undefined || seen.has(text)) return known;
  if (seen.size >= mostSeen) seen.clear();
  const range = readFresh(text);
  seen.set(text, range);
  return range;
}

function readFresh(text: string): Range | undefined {
  const [address, length, ...rest] = text.split('/');
  if (address === undefined || length === undefined || rest.length > 0) return undefined;
  if (!isAddress(address) || !/^(\d|[12]\d|3[0-2])$/.test(length)) return undefined;
  return { first: addressToNumber(address), length: Number(length) };
}

function write(first: number, length: number): Prefix {
  return `${addressFromNumber(first)}/${length}`;
}
