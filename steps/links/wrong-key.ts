/**
 * A wrong key is the right one with a tail: so the repair needs to remember no secret, and works in
 * another process as well. All clouds take letters.
 */
const tail = 'Wrong';

export function wrongKey(key: string): string {
  return isWrongKey(key) ? key : `${key}${tail}`;
}

export function rightKey(key: string): string {
  return isWrongKey(key) ? key.slice(0, -tail.length) : key;
}

export function isWrongKey(key: string): boolean {
  return key.endsWith(tail);
}
