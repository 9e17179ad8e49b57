import { isBody } from '../../common/bodies.ts';
import { isAddress } from '../../net/address.ts';
import { isPrefix, networkOf } from '../../net/prefix.ts';
import { invalidField, missingParameter } from '../protocol/error.ts';
import type { Body } from './kind.ts';

export { isBody, present } from '../../common/bodies.ts';

/** Reading bodies field by field. Each throws {@link OciError} when the field has another type. */

export function textIn(body: Body, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw invalidField(field, value, 'must be a string');
}

export function requiredText(body: Body, field: string): string {
  const value = textIn(body, field);
  if (value === undefined) throw missingParameter(field);
  return value;
}

/** Numbers may come as text, as AS numbers do. */
export function numberIn(body: Body, field: string): number | undefined {
  const value = body[field];
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  if (typeof value !== 'boolean' && Number.isFinite(number)) return number;
  throw invalidField(field, value, 'must be a number');
}

export function numberWithin(
  body: Body,
  field: string,
  [least, most]: readonly [number, number],
): number | undefined {
  const value = numberIn(body, field);
  if (value === undefined || (value >= least && value <= most)) return value;
  throw invalidField(field, value, `must be between ${least} and ${most}`);
}

export function flagIn(body: Body, field: string): boolean | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  throw invalidField(field, value, 'must be a boolean');
}

/** undefined when the field is not there: an update then leaves it as it is. */
export function textsIn(body: Body, field: string): readonly string[] | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw invalidField(field, value, 'must be a list of strings');
}

/** undefined when the field is not there. */
export function bodiesIn(body: Body, field: string): readonly Body[] | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every(isBody)) return value;
  throw invalidField(field, value, 'must be a list of objects');
}

export function bodyIn(body: Body, field: string): Body | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (isBody(value)) return value;
  throw invalidField(field, value, 'must be an object');
}

export function choiceIn<const T extends string>(
  body: Body,
  field: string,
  choices: readonly T[],
): T | undefined {
  const value = textIn(body, field);
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found) return found;
  throw invalidField(field, value, `must be one of ${choices.join(', ')}`);
}

export function textMapIn(body: Body, field: string): Readonly<Record<string, string>> | undefined {
  const map = bodyIn(body, field);
  return (
    map && Object.fromEntries(Object.entries(map).map(([name, value]) => [name, String(value)]))
  );
}

/** Host bits are an error. */
export function readPrefix(text: string, field: string): string {
  if (isPrefix(text)) return text;
  throw invalidField(field, text, suggestion(text));
}

export function readAddress(text: string, field: string): string {
  if (isAddress(text)) return text;
  throw invalidField(field, text, 'must be an IPv4 address');
}

function suggestion(text: string): string {
  try {
    return `must be an IPv4 CIDR block; did you mean ${networkOf(text)}?`;
  } catch {
    return 'must be an IPv4 CIDR block';
  }
}
