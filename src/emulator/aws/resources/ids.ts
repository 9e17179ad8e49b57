import { createHash } from 'node:crypto';
import { uuidOfDigest } from '../../common/uuid.ts';
import type { IdPrefix } from '../query/error.ts';

/** An id as AWS makes them, `vpc-0` and 16 hexadecimal digits: the n-th of its kind is the same in every run. */
export function nthId(prefix: IdPrefix | 'r' | 'dopt' | 'ami', index: number): string {
  return `${prefix}-0${hex(`${prefix} ${index}`).slice(0, 16)}`;
}

/** The card's address: locally administered, as EC2's are, and the same for the same card. */
export function macOf(id: string): string {
  const value = hex(id);
  return ['0e', ...[0, 2, 4, 6, 8].map((at) => value.slice(at, at + 2))].join(':');
}

/** A request's id, as a UUID. */
export function uuidOf(text: string): string {
  return uuidOfDigest(hex(text));
}

function hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
