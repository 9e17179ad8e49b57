import { asBoolean, asNumber, ExpressionError, roundResult } from './convert.ts';
import type { BinaryOperator } from './expression.ts';
import {
  canonicalText,
  containsUnknown,
  isList,
  isObject,
  isUnknown,
  type TfValue,
  unknown,
  unmarkDeep,
} from './value.ts';

type Operation = (left: TfValue, right: TfValue) => TfValue;

const arithmetic =
  (compute: (left: number, right: number) => number): Operation =>
  (left, right) => {
    if (isUnknown(left) || isUnknown(right)) return unknown;
    return roundResult(compute(asNumber(left), asNumber(right)));
  };

const comparison =
  (compare: (left: number, right: number) => boolean): Operation =>
  (left, right) => {
    if (isUnknown(left) || isUnknown(right)) return unknown;
    return compare(asNumber(left), asNumber(right));
  };

/** One operand may decide, whatever the other is. */
const logical =
  (deciding: boolean): Operation =>
  (left, right) => {
    const known = [left, right].filter((operand) => !isUnknown(operand)).map(asBoolean);
    if (known.includes(deciding)) return deciding;
    return known.length === 2 ? !deciding : unknown;
  };

const divide = (compute: (left: number, right: number) => number): Operation =>
  arithmetic((left, right) => {
    if (right === 0) throw new ExpressionError('division by zero');
    return compute(left, right);
  });

const negate = (value: TfValue): TfValue => (isUnknown(value) ? unknown : !value);

/** Operands come without marks. */
export const operations: { readonly [Name in BinaryOperator]: Operation } = {
  '+': arithmetic((left, right) => left + right),
  '-': arithmetic((left, right) => left - right),
  '*': arithmetic((left, right) => left * right),
  '/': divide((left, right) => left / right),
  '%': divide((left, right) => left % right),
  '<': comparison((left, right) => left < right),
  '<=': comparison((left, right) => left <= right),
  '>': comparison((left, right) => left > right),
  '>=': comparison((left, right) => left >= right),
  '==': equal,
  '!=': (left, right) => negate(equal(left, right)),
  '&&': logical(false),
  '||': logical(true),
};

/** Values of different types are never equal: `1 == "1"` is false. */
export function equal(left: TfValue, right: TfValue): TfValue {
  const [a, b] = [unmarkDeep(left), unmarkDeep(right)];
  if (!containsUnknown(a) && !containsUnknown(b)) return canonicalText(a) === canonicalText(b);
  return certainlyDifferent(a, b) ? false : unknown;
}

function certainlyDifferent(a: TfValue, b: TfValue): boolean {
  if (isUnknown(a) || isUnknown(b)) return false;
  if (isList(a) && isList(b)) {
    return a.length !== b.length || a.some((item, i) => certainlyDifferent(item, b[i] ?? null));
  }
  if (isObject(a) && isObject(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...names].some((name) => {
      if (!Object.hasOwn(a, name) || !Object.hasOwn(b, name)) return true;
      return certainlyDifferent(a[name] ?? null, b[name] ?? null);
    });
  }
  if (containsUnknown(a) || containsUnknown(b)) return false;
  return canonicalText(a) !== canonicalText(b);
}
