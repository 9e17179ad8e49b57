import type { PrefixFilter } from './fabric.ts';

/** Whether a filter lets a prefix pass: the first rule that matches decides. */
export function admits(filter: PrefixFilter, prefix: string): boolean {
  const rule = filter.rules.find((candidate) => matches(candidate, prefix));
  return (rule?.action ?? filter.otherwise) === 'permit';
}

/** As FRR's prefix lists match: exactly, unless `ge` or `le` open the length. */
function matches(
  { prefix: outer, upTo, atLeast }: PrefixFilter['rules'][number],
  prefix: string,
): boolean {
  const [network, length] = split(outer);
  const [inner, innerLength] = split(prefix);
  if (innerLength < length || ((network ^ inner) & mask(length)) !== 0) return false;
  if (upTo === undefined && atLeast === undefined) return innerLength === length;
  return innerLength >= (atLeast ?? length) && innerLength <= (upTo ?? 32);
}

function split(prefix: string): readonly [number: number, length: number] {
  const [address = '', length = '32'] = prefix.split('/');
  return [
    address.split('.').reduce((number, octet) => (number << 8) | Number(octet), 0),
    Number(length),
  ];
}

function mask(length: number): number {
  return length === 0 ? 0 : -1 << (32 - length);
}
