import type { Body } from './kind.ts';
import { isBody } from './read.ts';

/** A patch as Compute Engine applies it: objects merge, lists are replaced, null removes. */
export function merge(base: Body, patch: Body): Body {
  const merged = Object.entries(patch).map(([name, value]): [string, unknown] => {
    const before = base[name];
    return [name, isBody(value) && isBody(before) ? merge(before, value) : value];
  });
  return Object.fromEntries(
    Object.entries({ ...base, ...Object.fromEntries(merged) }).filter(
      ([, value]) => value !== null,
    ),
  );
}
