import {
  asBoolean,
  asElements,
  asInteger,
  asNumber,
  asObject,
  asString,
  ExpressionError,
  roundResult,
  unify,
} from '../convert.ts';
import { suggest } from '../../suggest.ts';
import {
  attributeOf,
  canonicalText,
  describeType,
  isList,
  isObject,
  isSet,
  isUnknown,
  makeSet,
  markIf,
  sameValue,
  type TfValue,
  unknown,
  unmark,
} from '../value.ts';
import {
  any,
  define,
  defineVariadic,
  type FunctionTable,
  type TerraformFunction,
} from './define.ts';

const partial = { takes: 'elements' } as const;

/** Functions that ask something of a collection, or choose from it. */
export const collectionFunctions: FunctionTable = {
  length: define([any], lengthOf, partial),
  element: define([asElements, asInteger], chooseElement, partial),
  lookup: {
    minimum: 2,
    maximum: 3,
    takes: 'elements',
    call: ([map = null, key = null, ...fallback]) => lookup(asObject(map), asString(key), fallback),
  } satisfies TerraformFunction,
  contains: define([asElements, any], (list, value) =>
    unify([...list, value]).some(
      (item, index, all) => index < list.length && sameValue(item, all.at(-1) ?? null),
    ),
  ),
  index: define([asElements, any], (list, value) => {
    const found = list.findIndex((item) => sameValue(item, value));
    if (found >= 0) return found;
    throw new ExpressionError('the value is not in the list');
  }),
  keys: define([asObject], (map) => Object.keys(map).sort(), partial),
  values: define(
    [asObject],
    (map) =>
      Object.keys(map)
        .sort()
        .map((name) => attributeOf(map, name) ?? null),
    partial,
  ),
  one: define([any], one, partial),
  coalesce: coalescing((value) => value !== null && value !== ''),
  coalescelist: coalescing((value) => asElements(value).length > 0),
  sum: define([asElements], (list) => {
    if (list.length === 0) throw new ExpressionError('the list is empty');
    return list.map(asNumber).reduce((total, item) => roundResult(total + item));
  }),
  alltrue: define([asElements], (list) => list.every((item) => item !== null && asBoolean(item))),
  anytrue: define([asElements], (list) => list.some((item) => item !== null && asBoolean(item))),
  setunion: setOperation((left, right) => new Map([...left, ...right])),
  setintersection: setOperation(
    (left, right) => new Map([...left].filter(([key]) => right.has(key))),
  ),
  setsubtract: define([asElements, asElements], (from, remove) => {
    const removed = new Set(remove.map(canonicalText));
    return makeSet(from.filter((item) => !removed.has(canonicalText(item))));
  }),
};

function lengthOf(value: TfValue): number {
  if (typeof value === 'string') return [...value].length;
  if (isList(value)) return value.length;
  if (isSet(value)) return value.elements.length;
  if (isObject(value)) return Object.keys(value).length;
  throw new ExpressionError(
    `a list, map or string is required, but this is ${describeType(value)}`,
  );
}

/** The index goes round: element 5 of three is element 2. */
function chooseElement(list: readonly TfValue[], index: number): TfValue {
  if (list.length === 0) throw new ExpressionError('the list is empty');
  const place = ((index % list.length) + list.length) % list.length;
  return list[place] ?? null;
}

function lookup(
  map: Readonly<Record<string, TfValue>>,
  key: string,
  [fallback]: readonly TfValue[],
): TfValue {
  const found = attributeOf(map, key) ?? fallback;
  if (found !== undefined) return found;
  throw new ExpressionError(`there is no key "${key}"${suggest(key, Object.keys(map))}`);
}

function one(value: TfValue): TfValue {
  const elements = asElements(value);
  if (elements.length <= 1) return elements[0] ?? null;
  throw new ExpressionError(`at most one element is allowed, but there are ${elements.length}`);
}

/** The first argument that counts. One not known yet, before any that counts, leaves it open. */
function coalescing(counts: (value: TfValue) => boolean): TerraformFunction {
  return {
    minimum: 1,
    maximum: Number.POSITIVE_INFINITY,
    takes: 'raw',
    call: (values) => {
      const all = unify(values.map((value) => unmark(value)[0]));
      const index = all.findIndex((value) => isUnknown(value) || counts(value));
      const found = all[index];
      if (found === undefined) throw new ExpressionError('every argument is null or empty');
      const [, marked] = unmark(values[index] ?? null);
      const result = isUnknown(found) ? unknown : found;
      return markIf(marked, result);
    },
  };
}

type Members = ReadonlyMap<string, TfValue>;

function setOperation(combine: (left: Members, right: Members) => Members): TerraformFunction {
  return defineVariadic(
    asElements,
    (lists) => {
      const members = lists.map(
        (list): Members => new Map(list.map((item) => [canonicalText(item), item])),
      );
      return makeSet([...members.reduce(combine).values()]);
    },
    { minimum: 1 },
  );
}
