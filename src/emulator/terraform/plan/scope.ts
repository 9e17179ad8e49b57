import { ExpressionError } from '../language/convert.ts';
import type { Scope } from '../language/evaluate.ts';
import type { Reference } from '../language/expression.ts';
import { attributeOf, type ObjectValue, type TfValue } from '../language/value.ts';

interface ScopeParameters {
  /** Values of variables, locals, resources and data sources, by address. */
  readonly values: ReadonlyMap<string, TfValue>;
  readonly timestamp: string | undefined;
  /** `each`, `count` and `self`, where there are any. */
  readonly names?: ObjectValue;
}

const fixed = new Map<string, TfValue>([
  ['path.module', '.'],
  ['path.root', '.'],
  ['path.cwd', '.'],
  ['terraform.workspace', 'default'],
]);

const missing: Readonly<Record<'each' | 'count' | 'self', string>> = {
  each: 'is only there when "for_each" is set',
  count: 'is only there when "count" is set',
  self: 'is only there in a postcondition',
};

export function createScope({ values, timestamp, names = {} }: ScopeParameters): Scope {
  return { timestamp, bound: {}, resolve: (reference) => resolve(reference, values, names) };
}

function resolve(
  { subject, address }: Reference,
  values: ReadonlyMap<string, TfValue>,
  names: ObjectValue,
): TfValue {
  switch (subject) {
    case 'each':
    case 'count':
    case 'self':
      return instanceName(subject, address, names);
    case 'path':
    case 'terraform': {
      const value = fixed.get(address);
      if (value !== undefined) return value;
      throw new ExpressionError(
        `"${address}" is not known (known: ${[...fixed.keys()].join(', ')})`,
      );
    }
    case 'var':
    case 'local':
    case 'data':
    case 'resource': {
      const value = values.get(address);
      if (value !== undefined) return value;
      throw new ExpressionError(`"${address}" has no value here`);
    }
    default:
      throw subject satisfies never;
  }
}

function instanceName(
  subject: 'each' | 'count' | 'self',
  address: string,
  names: ObjectValue,
): TfValue {
  const object = attributeOf(names, subject);
  if (object === undefined) throw new ExpressionError(`"${subject}" ${missing[subject]}`);
  if (subject === 'self') return object;
  const value = attributeOf(object as ObjectValue, address.slice(subject.length + 1));
  if (value !== undefined) return value;
  throw new ExpressionError(`"${address}" is not known`);
}
