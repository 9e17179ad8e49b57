import { asBoolean, asString, ExpressionError } from './convert.ts';
import type { Expression, ForExpression } from './expression.ts';
import {
  attributeOf,
  describeType,
  isList,
  isObject,
  isSet,
  isUnknown,
  markIf,
  type ObjectValue,
  type TfValue,
  unknown,
  unmark,
} from './value.ts';

type RunWith = (expression: Expression, names: ObjectValue) => TfValue;

/** `[for …]`, `{for …}` and `%{ for }`. */
export function evaluateFor(
  expression: ForExpression,
  run: (expression: Expression) => TfValue,
  runWith: RunWith,
): TfValue {
  const [collection, marked] = unmark(run(expression.collection));
  if (isUnknown(collection)) return markIf(marked, unknown);
  const items = itemsOf(collection).map(([key, value]) => bindings(expression, key, value));
  const conditions = items.map((names) => admits(expression, names, runWith));
  if (conditions.includes(unknown)) return markIf(marked, unknown);
  const admitted = items.filter((_, index) => conditions[index] === true);
  if (expression.key !== undefined) {
    return markIf(marked, makeObject(expression, expression.key, admitted, runWith));
  }
  const values = admitted.map((names) => runWith(expression.value, names));
  return markIf(marked, expression.join ? joinText(values) : values);
}

function itemsOf(collection: TfValue): readonly (readonly [TfValue, TfValue])[] {
  if (isList(collection)) return collection.map((value, index) => [index, value]);
  if (isSet(collection)) return collection.elements.map((value) => [value, value]);
  if (isObject(collection)) {
    const names = Object.keys(collection).sort();
    return names.map((name) => [name, attributeOf(collection, name) ?? null]);
  }
  throw new ExpressionError(
    `"for" goes through lists, sets and maps, not ${describeType(collection)}`,
  );
}

const bindings = (expression: ForExpression, key: TfValue, value: TfValue): ObjectValue =>
  expression.keyName === undefined
    ? { [expression.valueName]: value }
    : { [expression.keyName]: key, [expression.valueName]: value };

function admits(
  { condition }: ForExpression,
  names: ObjectValue,
  runWith: RunWith,
): boolean | typeof unknown {
  if (!condition) return true;
  const [value] = unmark(runWith(condition, names));
  return isUnknown(value) ? unknown : asBoolean(value);
}

function makeObject(
  expression: ForExpression,
  keyExpression: Expression,
  items: readonly ObjectValue[],
  runWith: RunWith,
): TfValue {
  const groups = new Map<string, TfValue[]>();
  let marked = false;
  for (const names of items) {
    const [key, keyMarked] = unmark(runWith(keyExpression, names));
    if (isUnknown(key)) return unknown;
    marked ||= keyMarked;
    const text = asString(key);
    const group = groups.get(text) ?? [];
    if (group.length > 0 && !expression.group) {
      throw new ExpressionError(
        `two items of a "for" have the key ${JSON.stringify(text)}; write "..." behind the value to group them`,
      );
    }
    groups.set(text, [...group, runWith(expression.value, names)]);
  }
  const entries = [...groups].map(([key, values]): [string, TfValue] => [
    key,
    expression.group ? values : (values[0] ?? null),
  ]);
  return markIf(marked, Object.fromEntries(entries));
}

function joinText(values: readonly TfValue[]): TfValue {
  const plain = values.map((value) => unmark(value));
  const marked = plain.some(([, isMarked]) => isMarked);
  if (plain.some(([value]) => isUnknown(value))) return markIf(marked, unknown);
  return markIf(marked, plain.map(([value]) => asString(value)).join(''));
}
