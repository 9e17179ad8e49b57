import { isBody } from '../../common/bodies.ts';
import { invalidField, requiredField } from '../compute/error.ts';
import { isPrefix, networkOf } from '../../net/prefix.ts';
import { isAddress } from '../../net/address.ts';
import type { Body } from './kind.ts';

export { isBody, present } from '../../common/bodies.ts';

/** Reading bodies field by field. Each throws {@link ComputeError} when the field has another type. */

export function textIn(body: Body, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw invalidField(`resource.${field}`, value, 'Not a text.');
}

export function requiredText(body: Body, field: string): string {
  const value = textIn(body, field);
  if (value === undefined) throw requiredField(`resource.${field}`);
  return value;
}

/** Numbers may come as text, as 64-bit integers do. */
export function numberIn(body: Body, field: string): number | undefined {
  const value = body[field];
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  if (Number.isInteger(number)) return number;
  throw invalidField(`resource.${field}`, value, 'Not an integer.');
}

export function numberWithin(
  body: Body,
  field: string,
  [least, most]: readonly [number, number],
): number | undefined {
  const value = numberIn(body, field);
  if (value === undefined || (value >= least && value <= most)) return value;
  throw invalidField(
    `resource.${field}`,
    value,
    `Must be greater than or equal to ${least} and less than or equal to ${most}`,
  );
}

/** Flags may come as `"TRUE"`. */
export function flagIn(body: Body, field: string): boolean | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return /^t/i.test(value);
  throw invalidField(`resource.${field}`, value, 'Not a boolean.');
}

export function textsIn(body: Body, field: string): readonly string[] {
  const value = body[field];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw invalidField(`resource.${field}`, value, 'Not a list of texts.');
}

export function bodiesIn(body: Body, field: string): readonly Body[] {
  const value = body[field];
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every(isBody)) return value;
  throw invalidField(`resource.${field}`, value, 'Not a list of objects.');
}

export function bodyIn(body: Body, field: string): Body | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (isBody(value)) return value;
  throw invalidField(`resource.${field}`, value, 'Not an object.');
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
  throw invalidField(`resource.${field}`, value, `Must be one of [${choices.join(', ')}].`);
}

export function labelsIn(body: Body): Readonly<Record<string, string>> {
  const labels = bodyIn(body, 'labels') ?? {};
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
}

/** A prefix, or an address as a prefix of one; host bits are an error. */
export function readPrefix(text: string, field: string): string {
  const prefix = isAddress(text) ? `${text}/32` : text;
  if (isPrefix(prefix)) return prefix;
  throw invalidField(field, text, suggestion(prefix));
}

export function readAddress(text: string, field: string): string {
  if (isAddress(text)) return text;
  throw invalidField(field, text, 'Must be an IPv4 address.');
}

function suggestion(text: string): string {
  try {
    return `Invalid IP CIDR range; did you mean ${networkOf(text)}?`;
  } catch {
    return 'Must be a valid IPv4 CIDR range.';
  }
}
