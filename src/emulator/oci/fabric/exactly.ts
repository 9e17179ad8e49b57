import type { Prefix, PrefixFilter } from '../../fabric/fabric.ts';

/** Lets these prefixes pass and no other. */
export function exactly(prefixes: readonly Prefix[]): PrefixFilter {
  return {
    rules: prefixes.map((prefix) => ({ action: 'permit', prefix })),
    otherwise: 'deny',
  };
}
