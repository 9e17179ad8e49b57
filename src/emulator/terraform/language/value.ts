/**
 * A value of the Terraform language while it is being evaluated. Tuples and lists are arrays, objects
 * and maps are plain objects; sets, values not known until apply and sensitive values have forms of
 * their own.
 */
export type TfValue =
  | null
  | boolean
  | number
  | string
  | readonly TfValue[]
  | ObjectValue
  | SetValue
  | Unknown
  | Sensitive;

export interface ObjectValue {
  readonly [name: string]: TfValue;
}

const kind: unique symbol = Symbol('kind');

export interface SetValue {
  readonly [kind]: 'set';
  /** Distinct, in Terraform's order of iteration. */
  readonly elements: readonly TfValue[];
}

/** Not known until apply. */
export interface Unknown {
  readonly [kind]: 'unknown';
}

/** Never nested in itself: `sensitive(sensitive(x))` is `sensitive(x)`. */
export interface Sensitive {
  readonly [kind]: 'sensitive';
  readonly value: Exclude<TfValue, Sensitive>;
}

export const unknown: Unknown = { [kind]: 'unknown' };

export const isUnknown = (value: TfValue): value is Unknown => kindOf(value) === 'unknown';
export const isSet = (value: TfValue): value is SetValue => kindOf(value) === 'set';
export const isSensitive = (value: TfValue): value is Sensitive => kindOf(value) === 'sensitive';
export const isList = (value: TfValue): value is readonly TfValue[] => Array.isArray(value);

export function isObject(value: TfValue): value is ObjectValue {
  return typeof value === 'object' && value !== null && !isList(value) && !kindOf(value);
}

function kindOf(value: TfValue): 'set' | 'unknown' | 'sensitive' | undefined {
  if (typeof value !== 'object' || value === null || !(kind in value)) return undefined;
  return value[kind];
}

export function sensitive(value: TfValue): Sensitive {
  return isSensitive(value) ? value : { [kind]: 'sensitive', value };
}

/** Marks a result when what it was made of was sensitive. */
export function markIf(condition: boolean, value: TfValue): TfValue {
  return condition ? sensitive(value) : value;
}

/** Takes the outermost mark off. */
export function unmark(value: TfValue): readonly [Exclude<TfValue, Sensitive>, boolean] {
  return isSensitive(value) ? [value.value, true] : [value, false];
}

/** Takes all marks off, those of elements too. */
export function unmarkDeep(value: TfValue): TfValue {
  return mapValue(value, (leaf) => leaf);
}

/** The same value without marks, with its leaves mapped. */
function mapValue(marked: TfValue, leaf: (value: TfValue) => TfValue): TfValue {
  const [value] = unmark(marked);
  if (isList(value)) return value.map((element) => mapValue(element, leaf));
  if (isSet(value)) return makeSet(value.elements.map((element) => mapValue(element, leaf)));
  if (isObject(value)) return mapObject(value, (element) => mapValue(element, leaf));
  return leaf(value);
}

export function mapObject(
  object: ObjectValue,
  map: (value: TfValue, name: string) => TfValue,
): ObjectValue {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, map(value, name)]),
  );
}

function some(value: TfValue, test: (value: TfValue) => boolean): boolean {
  if (test(value)) return true;
  const [inner] = unmark(value);
  if (inner !== value) return some(inner, test);
  if (isList(inner)) return inner.some((element) => some(element, test));
  if (isSet(inner)) return inner.elements.some((element) => some(element, test));
  if (isObject(inner)) return Object.values(inner).some((element) => some(element, test));
  return false;
}

export const containsUnknown = (value: TfValue): boolean => some(value, isUnknown);
export const containsSensitive = (value: TfValue): boolean => some(value, isSensitive);

/** An own attribute; never one inherited from `Object.prototype`. */
export function attributeOf(object: ObjectValue, name: string): TfValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Text that is equal for equal values, whatever the order of attributes. */
export function canonicalText(marked: TfValue): string {
  const [value] = unmark(marked);
  if (isUnknown(value)) return '(unknown)';
  if (isList(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (isSet(value)) return `{${value.elements.map(canonicalText).sort().join(',')}}`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  const parts = names.map(
    (name) => `${JSON.stringify(name)}:${canonicalText(value[name] ?? null)}`,
  );
  return `{${parts.join(',')}}`;
}

export const sameValue = (a: TfValue, b: TfValue): boolean =>
  a === b || canonicalText(a) === canonicalText(b);

/** Strings in order of their code points, numbers by size, anything else by its text. */
export function compareValues(a: TfValue, b: TfValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = typeof a === 'string' && typeof b === 'string' ? [a, b] : texts(a, b);
  return compareText(left, right);
}

const texts = (a: TfValue, b: TfValue): [string, string] => [canonicalText(a), canonicalText(b)];

export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

export function makeSet(elements: readonly TfValue[]): SetValue {
  const distinct = new Map(elements.map((element) => [canonicalText(element), element]));
  return { [kind]: 'set', elements: [...distinct.values()].sort(compareValues) };
}

/** `list`, `object`, …: for error messages. */
export function describeType(marked: TfValue): string {
  const [value] = unmark(marked);
  if (value === null) return 'null';
  if (isUnknown(value)) return 'a value not known yet';
  if (isSet(value)) return 'a set';
  if (isList(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return `a ${typeof value === 'boolean' ? 'bool' : typeof value}`;
}
