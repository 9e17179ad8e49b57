import { createHash } from 'node:crypto';
import { uuidOfDigest } from '../../common/uuid.ts';

/** A stable number of up to 48 bits for a text: ids, addresses of cards and links are made of it. */
export function digest(text: string): number {
  return Number.parseInt(hex(text).slice(0, 12), 16);
}

/** A stable GUID for a text, so that the same lab shows the same identifiers in every run. */
export function guidOf(text: string): string {
  return uuidOfDigest(hex(text));
}

/** An interface card's address out of one of Microsoft's ranges: `00:0d:3a:…`. */
export function macOf(text: string): string {
  const value = hex(text);
  return ['00', '0d', '3a', value.slice(0, 2), value.slice(2, 4), value.slice(4, 6)].join(':');
}

function hex(text: string): string {
  return createHash('sha256').update(text.toLowerCase()).digest('hex');
}
