import { describeType, isList, isObject, isSet, type ObjectValue, type TfValue } from './value.ts';

/** An expression that is wrong, in itself or for the values it met. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** Runs; when what it works on is sensitive, an {@link ExpressionError} does not say what it met. */
export function withoutLeak<T>(isSensitive: boolean, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!isSensitive || !(error instanceof ExpressionError)) throw error;
    throw new ExpressionError('it does not work for this value, which is sensitive and not shown');
  }
}

/** Terraform's text of a number: never with an exponent. */
export function formatNumber(value: number): string {
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(String(value));
  if (!parts) return String(value);
  const [, sign = '', whole = '', fraction = '', exponent = ''] = parts;
  const digits = whole + fraction;
  const point = 1 + Number(exponent);
  return point > 0
    ? `${sign}${digits.padEnd(point, '0')}`
    : `${sign}0.${'0'.repeat(-point)}${digits}`;
}

/**
 * Terraform computes with 512 bits; binary fractions would show (`0.1 + 0.2`), so that results are
 * rounded to the 15 digits that a double keeps.
 */
export function roundResult(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(15));
}

export function asString(value: TfValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return String(value);
  throw new ExpressionError(`a string is required, but this is ${describeType(value)}`);
}

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

export function asNumber(value: TfValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && numberPattern.test(value)) return Number(value);
  const shown = typeof value === 'string' ? JSON.stringify(value) : describeType(value);
  throw new ExpressionError(`a number is required, but this is ${shown}`);
}

export function asInteger(value: TfValue): number {
  const number = asNumber(value);
  if (Number.isInteger(number)) return number;
  throw new ExpressionError(`a whole number is required, but this is ${formatNumber(number)}`);
}

export function asBoolean(value: TfValue): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  if (value === 'false') return false;
  const shown = typeof value === 'string' ? JSON.stringify(value) : describeType(value);
  throw new ExpressionError(`a bool is required, but this is ${shown}`);
}

/** The elements of a list or set. */
export function asElements(value: TfValue): readonly TfValue[] {
  if (isList(value)) return value;
  if (isSet(value)) return value.elements;
  throw new ExpressionError(`a list is required, but this is ${describeType(value)}`);
}

export function asObject(value: TfValue): ObjectValue {
  if (isObject(value)) return value;
  throw new ExpressionError(`a map is required, but this is ${describeType(value)}`);
}

const isPrimitive = (value: TfValue): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/**
 * Gives all primitive elements one type, as Terraform's collections have: when any is a string,
 * numbers and bools become strings.
 */
export function unify(elements: readonly TfValue[]): readonly TfValue[] {
  const kinds = new Set(elements.filter((element) => element !== null).map((e) => typeof e));
  if (kinds.size < 2 || !kinds.has('string')) return elements;
  return elements.map((element) => (isPrimitive(element) ? asString(element) : element));
}
