import { z } from 'zod';
import { ArmError, badRequest, notEmulated } from '../arm/error.ts';
import { isAddress } from '../../net/address.ts';
import { isPrefix } from '../../net/prefix.ts';

/** Properties that every GET shows and that clients send back unchanged. */
const echoed = ['id', 'name', 'type', 'etag', 'provisioningState', 'resourceGuid'];

/**
 * An object whose keys are all known. A key that Azure may know and the local cloud does not emulate is refused by
 * name, unless it says nothing (null, false, an empty string, list or object). `readOnly` keys are ignored.
 */
export function shape<T extends z.ZodRawShape>(fields: T, readOnly: readonly string[] = []) {
  const known = new Set([...Object.keys(fields), ...readOnly, ...echoed]);
  return z.preprocess((value, context) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    for (const [key, part] of Object.entries(value)) {
      if (known.has(key) || saysNothing(part)) continue;
      context.addIssue({ code: 'custom', message: key, path: [key], params: { unknown: true } });
    }
    return withoutNulls(value);
  }, z.object(fields));
}

/** Parses a body. Throws {@link ArmError}: 501 for what is not emulated, 400 for what is wrong. */
export function parse<T>(schema: z.ZodType<T>, body: unknown, resource: string): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const unknown = result.error.issues.find(
    (issue) => issue.code === 'custom' && issue.params?.['unknown'] === true,
  );
  if (unknown) throw notEmulated(`the property '${unknown.path.join('.')}' of ${resource}`);
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') ?? '';
  if (issue?.code === 'custom')
    throw badRequest(String(issue.params?.['code'] ?? 'InvalidRequestFormat'), issue.message);
  throw new ArmError(
    400,
    'InvalidRequestFormat',
    `Cannot parse the request: '${where}' of ${resource}: ${issue?.message ?? 'invalid'}.`,
  );
}

export const reference = z.looseObject({ id: z.string().min(1) }).transform(({ id }) => ({ id }));

/** One of these words in any case, as Azure reads them; it is kept as spelled here. */
export function caseless<const T extends readonly [string, ...string[]]>(words: T) {
  return z.preprocess(
    (value) => words.find((word) => word.toLowerCase() === String(value).toLowerCase()) ?? value,
    z.enum(words),
  );
}

export const address = z.string().refine(isAddress, {
  params: { code: 'InvalidIPAddressFormat' },
  error: (issue) => `IP address '${String(issue.input)}' is not formatted correctly.`,
});

export const prefix = z.string().refine(isPrefix, {
  params: { code: 'InvalidCIDRNotation' },
  error: (issue) => `The address prefix ${String(issue.input)} has an invalid CIDR notation.`,
});

function saysNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function withoutNulls(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));
}
