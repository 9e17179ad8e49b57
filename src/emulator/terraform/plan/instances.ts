import type { ResourceBlock } from '../configuration/configuration.ts';
import { asInteger, ExpressionError } from '../language/convert.ts';
import { evaluate, type Scope } from '../language/evaluate.ts';
import {
  describeType,
  isObject,
  isSet,
  isUnknown,
  type ObjectValue,
  type TfValue,
  unmark,
} from '../language/value.ts';
import type { InstanceKey } from '../state.ts';

/** One of the resources that a block stands for, with what only its expressions see. */
export interface Instance {
  readonly key: InstanceKey;
  /** `count` and `each` */
  readonly names: ObjectValue;
}

/** What `count` or `for_each` make of a block. Throws {@link ExpressionError}. */
export function expand({ count, forEach }: ResourceBlock, scope: Scope): readonly Instance[] {
  if (count) return expandCount(known('count', evaluate(count, scope)));
  if (forEach) return expandForEach(known('for_each', evaluate(forEach, scope)));
  return [{ key: undefined, names: {} }];
}

function known(argument: string, marked: TfValue): TfValue {
  const [value, isMarked] = unmark(marked);
  if (isMarked)
    throw new ExpressionError(`"${argument}" must not be sensitive: it shows in addresses`);
  if (isUnknown(value)) {
    throw new ExpressionError(
      `"${argument}" depends on what is not known until apply; apply those resources first`,
    );
  }
  if (value === null) throw new ExpressionError(`"${argument}" is null`);
  return value;
}

function expandCount(value: TfValue): readonly Instance[] {
  const length = asInteger(value);
  if (length < 0) throw new ExpressionError(`"count" is negative: ${length}`);
  return Array.from({ length }, (_, key) => ({ key, names: { count: { index: key } } }));
}

function expandForEach(value: TfValue): readonly Instance[] {
  if (isObject(value)) {
    return Object.keys(value)
      .sort()
      .map((key) => ({ key, names: { each: { key, value: value[key] ?? null } } }));
  }
  if (!isSet(value)) {
    throw new ExpressionError(
      `"for_each" must be a map or a set of strings, but this is ${describeType(value)}; for a list, write toset(…)`,
    );
  }
  return value.elements.map((element) => {
    if (typeof element === 'string')
      return { key: element, names: { each: { key: element, value: element } } };
    throw new ExpressionError(
      `"for_each" takes a set of strings, but one element is ${describeType(element)}`,
    );
  });
}

/** What a reference to the block gives: one object, a list for `count`, an object for `for_each`. */
export function composeInstances(
  block: ResourceBlock,
  instances: readonly { readonly key: InstanceKey; readonly value: TfValue }[],
): TfValue {
  if (block.count) return instances.map(({ value }) => value);
  if (block.forEach)
    return Object.fromEntries(instances.map(({ key, value }) => [String(key), value]));
  return instances[0]?.value ?? null;
}
