import { isBody } from '../../common/bodies.ts';
import type { Body } from '../resources/kind.ts';

/** JSON merge patch (RFC 7396): objects merge, everything else replaces, null removes. Tags are replaced as a whole, as ARM does. */
export function merge(body: Body, patch: Body): Body {
  const result: Record<string, unknown> = { ...body };
  for (const [name, value] of Object.entries(patch)) {
    const before = result[name];
    if (value === null) delete result[name];
    else if (name !== 'tags' && isBody(before) && isBody(value))
      result[name] = merge(before, value);
    else result[name] = value;
  }
  return result;
}
