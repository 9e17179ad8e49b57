import {
  asElements,
  asInteger,
  asObject,
  asNumber,
  asString,
  ExpressionError,
  unify,
} from '../convert.ts';
import {
  canonicalText,
  containsUnknown,
  isList,
  isSet,
  isUnknown,
  makeSet,
  type TfValue,
  unknown,
  unmark,
} from '../value.ts';
import { any, define, defineVariadic, type FunctionTable } from './define.ts';

const partial = { takes: 'elements' } as const;

/** Functions that make a new collection of others. */
export const shapingFunctions: FunctionTable = {
  concat: defineVariadic(asElements, (lists) => lists.flat(), partial),
  merge: defineVariadic(
    any,
    (maps) =>
      Object.fromEntries(
        maps.flatMap((map) => (map === null ? [] : Object.entries(asObject(map)))),
      ),
    partial,
  ),
  flatten: define([asElements], flatten, partial),
  distinct: define([asElements], (list) =>
    [
      ...new Map(
        unify(list)
          .toReversed()
          .map((item) => [canonicalText(item), item]),
      ).values(),
    ].toReversed(),
  ),
  zipmap: define([asElements, asElements], zipmap, partial),
  slice: define([asElements, asInteger, asInteger], slice, partial),
  reverse: define(
    [any],
    (value) => (isSet(value) ? value.elements : asElements(value)).toReversed(),
    partial,
  ),
  range: defineVariadic(asNumber, range, { minimum: 1 }),
  compact: define([asElements], (list) =>
    list.filter((item) => item !== null && item !== '').map(asString),
  ),
  chunklist: define([asElements, asInteger], chunk, partial),
  matchkeys: define([asElements, asElements, asElements], (values, keys, search) => {
    if (values.length !== keys.length)
      throw new ExpressionError('values and keys must have the same length');
    const wanted = new Set(search.map(canonicalText));
    return values.filter((_, index) => wanted.has(canonicalText(keys[index] ?? null)));
  }),
  transpose: define([asObject], transpose),
  setproduct: defineVariadic(any, setProduct, { minimum: 2 }),
};

function flatten(list: readonly TfValue[]): TfValue {
  const result: TfValue[] = [];
  for (const item of list) {
    const [plain] = unmark(item);
    if (isUnknown(plain)) return unknown;
    if (!isList(plain) && !isSet(plain)) {
      result.push(item);
      continue;
    }
    const inner = flatten(asElements(plain));
    if (isUnknown(inner)) return unknown;
    result.push(...asElements(inner));
  }
  return result;
}

function zipmap(keys: readonly TfValue[], values: readonly TfValue[]): TfValue {
  if (keys.length !== values.length)
    throw new ExpressionError('keys and values must have the same length');
  if (keys.some(containsUnknown)) return unknown;
  return Object.fromEntries(
    keys.map((key, index) => [asString(unmark(key)[0]), values[index] ?? null]),
  );
}

function slice(list: readonly TfValue[], start: number, end: number): TfValue {
  if (start >= 0 && start <= end && end <= list.length) return list.slice(start, end);
  throw new ExpressionError(`${start} to ${end} is not within a list of ${list.length}`);
}

/** At most as many as Terraform makes. */
const maximumRange = 1024;

function range(numbers: readonly number[]): TfValue {
  const [start, limit] =
    numbers.length === 1 ? [0, numbers[0] ?? 0] : [numbers[0] ?? 0, numbers[1] ?? 0];
  const step = numbers[2] ?? (limit < start ? -1 : 1);
  if (step === 0) throw new ExpressionError('the step must not be zero');
  const length = Math.max(0, Math.ceil((limit - start) / step));
  if (length > maximumRange)
    throw new ExpressionError(`a range has at most ${maximumRange} numbers`);
  return Array.from({ length }, (_, index) => start + index * step);
}

function chunk(list: readonly TfValue[], size: number): TfValue {
  if (size < 0) throw new ExpressionError('the size must not be negative');
  if (size === 0) return [list];
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, index) => list.slice(index * size, (index + 1) * size));
}

function transpose(map: Readonly<Record<string, TfValue>>): TfValue {
  const result = new Map<string, string[]>();
  for (const name of Object.keys(map).sort()) {
    for (const item of asElements(map[name] ?? null).map(asString)) {
      result.set(item, [...(result.get(item) ?? []), name]);
    }
  }
  return Object.fromEntries([...result].sort());
}

/** A set when every argument is one; else a list in the order of the arguments. */
function setProduct(collections: readonly TfValue[]): TfValue {
  const product = collections
    .map(asElements)
    .reduce<readonly (readonly TfValue[])[]>(
      (rows, items) => rows.flatMap((row) => items.map((item) => [...row, item])),
      [[]],
    );
  return collections.every(isSet) ? makeSet(product) : product;
}
