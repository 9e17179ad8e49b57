import { asInteger, asString, ExpressionError, withoutLeak } from './convert.ts';
import { suggest } from '../suggest.ts';
import {
  attributeOf,
  describeType,
  isList,
  isObject,
  isUnknown,
  markIf,
  type ObjectValue,
  type TfValue,
  unknown,
  unmark,
} from './value.ts';

/** `target.name` */
export function accessAttribute(marked: TfValue, name: string): TfValue {
  const [target, isMarked] = unmark(marked);
  if (isUnknown(target)) return markIf(isMarked, unknown);
  if (isObject(target)) {
    const find = (): TfValue => member(target, name);
    return markIf(isMarked, withoutLeak(isMarked, find));
  }
  if (isList(target) && target.length > 0) {
    throw new ExpressionError(
      `a list has no attribute "${name}"; choose an element first, such as [0].${name}`,
    );
  }
  throw new ExpressionError(`${describeType(target)} has no attribute "${name}"`);
}

/** `target[index]` */
export function accessIndex(marked: TfValue, markedIndex: TfValue): TfValue {
  const [target, isMarked] = unmark(marked);
  const [index, indexMarked] = unmark(markedIndex);
  const isSecret = isMarked || indexMarked;
  const find = (): TfValue => at(target, index);
  return markIf(isSecret, withoutLeak(isSecret, find));
}

function at(target: TfValue, index: TfValue): TfValue {
  if (isUnknown(target) || isUnknown(index)) return unknown;
  if (isObject(target)) return member(target, asString(index));
  if (!isList(target)) {
    throw new ExpressionError(`${describeType(target)} has no elements to choose by index`);
  }
  const position = asInteger(index);
  const element = target[position];
  if (element !== undefined) return element;
  const held = target.length === 1 ? '1 element' : `${target.length} elements`;
  throw new ExpressionError(`there is no element ${position} in a list of ${held}`);
}

function member(object: ObjectValue, name: string): TfValue {
  const value = attributeOf(object, name);
  if (value !== undefined) return value;
  throw new ExpressionError(
    `there is no attribute "${name}" here${suggest(name, Object.keys(object))}`,
  );
}
