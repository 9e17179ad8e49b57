import { createHash } from 'node:crypto';
import { asString, ExpressionError } from '../convert.ts';
import { define, type FunctionTable } from './define.ts';

const digest = (algorithm: string, encoding: 'hex' | 'base64') =>
  define([asString], (text) => createHash(algorithm).update(text, 'utf8').digest(encoding));

export const hashFunctions: FunctionTable = {
  md5: digest('md5', 'hex'),
  sha1: digest('sha1', 'hex'),
  sha256: digest('sha256', 'hex'),
  sha512: digest('sha512', 'hex'),
  base64sha256: digest('sha256', 'base64'),
  base64sha512: digest('sha512', 'base64'),
  uuidv5: define([asString, asString], uuidv5),
};

/** RFC 9562, appendix C. */
const namespaces = new Map([
  ['dns', '6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
  ['url', '6ba7b811-9dad-11d1-80b4-00c04fd430c8'],
  ['oid', '6ba7b812-9dad-11d1-80b4-00c04fd430c8'],
  ['x500', '6ba7b814-9dad-11d1-80b4-00c04fd430c8'],
]);

/** RFC 9562, section 5.5. */
function uuidv5(namespace: string, name: string): string {
  const space = (namespaces.get(namespace) ?? namespace).replaceAll('-', '');
  if (!/^[0-9a-fA-F]{32}$/.test(space)) {
    throw new ExpressionError(
      `${JSON.stringify(namespace)} is neither a UUID nor dns, url, oid, x500`,
    );
  }
  const bytes = createHash('sha1').update(Buffer.from(space, 'hex')).update(name).digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
