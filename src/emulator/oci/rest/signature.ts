import { createHash, createPublicKey, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { RestRequest } from '../../cloud.ts';
import { notAuthenticated } from '../protocol/error.ts';

/** Who may ask, and the public half of the API signing key. */
export interface SigningKey {
  readonly tenancyId: string;
  readonly userId: string;
  readonly fingerprint: string;
  /** PEM. */
  readonly publicKey: string;
}

const mostSkew = 5 * 60_000;
const withBody = new Set(['POST', 'PUT', 'PATCH']);

/**
 * Throws 401 unless the request carries a signature by the key over what OCI demands, not older than five minutes.
 * @see https://docs.oracle.com/iaas/Content/API/Concepts/signingrequests.htm (draft-cavage-http-signatures-08)
 */
export function createVerifier(key: SigningKey, now: () => number): (request: RestRequest) => void {
  const publicKey = createPublicKey(key.publicKey);
  const keyId = `${key.tenancyId}/${key.userId}/${key.fingerprint}`;
  return (request) => {
    const given = readSignature(request.headers['authorization']);
    if (given.keyId !== keyId) throw notAuthenticated(`no key ${given.keyId}`);
    if (given.algorithm !== 'rsa-sha256') {
      throw notAuthenticated(`the algorithm must be rsa-sha256, not ${given.algorithm}`);
    }
    demandHeaders(request, given.headers);
    demandDate(request, given.headers, now());
    demandDigest(request);
    if (!isSigned(request, given, publicKey)) throw notAuthenticated('the signature is wrong');
  };
}

interface Signature {
  readonly keyId: string;
  readonly algorithm: string;
  /** Lower-case, in the order in which they were signed. */
  readonly headers: readonly string[];
  readonly signature: string;
}

function readSignature(header: string | undefined): Signature {
  if (header === undefined) throw notAuthenticated('no Authorization header');
  const [, rest] = /^Signature\s+(.+)$/i.exec(header) ?? [];
  if (rest === undefined) throw notAuthenticated('the Authorization header is no Signature');
  const fields = new Map(
    [...rest.matchAll(/([a-zA-Z]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const field = (name: string): string => {
    const value = fields.get(name);
    if (value === undefined) throw notAuthenticated(`the signature has no ${name}`);
    return value;
  };
  return {
    keyId: field('keyId'),
    algorithm: field('algorithm').toLowerCase(),
    headers: (fields.get('headers') ?? 'date').toLowerCase().split(/\s+/),
    signature: field('signature'),
  };
}

function demandHeaders({ method }: RestRequest, signed: readonly string[]): void {
  const demanded = ['(request-target)', 'host'];
  const content = ['x-content-sha256', 'content-type', 'content-length'];
  const missing = [...demanded, ...(withBody.has(method) ? content : [])].find(
    (name) => !signed.includes(name),
  );
  if (missing !== undefined) throw notAuthenticated(`${missing} is not signed`);
}

function demandDate({ headers }: RestRequest, signed: readonly string[], now: number): void {
  const name = ['x-date', 'date'].find((candidate) => signed.includes(candidate));
  if (name === undefined) throw notAuthenticated('no date is signed');
  const at = Date.parse(headers[name] ?? '');
  if (!(Math.abs(now - at) <= mostSkew)) {
    throw notAuthenticated('the date is more than five minutes away');
  }
}

function demandDigest({ method, headers, body }: RestRequest): void {
  if (!withBody.has(method)) return;
  const digest = createHash('sha256').update(body).digest('base64');
  if (headers['x-content-sha256'] !== digest) {
    throw notAuthenticated('x-content-sha256 is not the digest of the body');
  }
}

function isSigned(request: RestRequest, given: Signature, key: KeyObject): boolean {
  const { method, url, headers } = request;
  const lines = given.headers.map((name) =>
    name === '(request-target)'
      ? `${name}: ${method.toLowerCase()} ${url.pathname}${url.search}`
      : `${name}: ${headers[name] ?? ''}`,
  );
  return verify(
    'sha256',
    Buffer.from(lines.join('\n')),
    key,
    Buffer.from(given.signature, 'base64'),
  );
}
