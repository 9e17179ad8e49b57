import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RestRequest } from '../../cloud.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What is wrong with a request's signature, and the service it was signed for. */
export type SignatureProblem = 'missing' | 'incomplete' | 'unknownKey' | 'mismatch' | 'expired';
export interface SignatureCheck {
  /** `ec2`, `sts`; undefined when the request is not signed. */
  readonly service: string | undefined;
  readonly problem: SignatureProblem | undefined;
}

/** How far a request's time may be off. */
const mostSkewMs = 5 * 60 * 1000;

/**
 * Checks Signature Version 4 in the Authorization header.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function checkSignature(
  request: RestRequest,
  { accessKeyId, secretAccessKey }: Credentials,
  now: number,
): SignatureCheck {
  const header = request.headers['authorization'];
  if (header === undefined) return { service: undefined, problem: 'missing' };
  const parts = readHeader(header);
  if (!parts) return { service: undefined, problem: 'incomplete' };
  const { scope, signedHeaders, signature } = parts;
  const service = scope.service;
  const time = request.headers['x-amz-date'] ?? '';
  const at = readTime(time);
  if (at === undefined || !time.startsWith(scope.date)) return { service, problem: 'incomplete' };
  if (scope.accessKeyId !== accessKeyId) return { service, problem: 'unknownKey' };
  const expected = sign(request, { ...parts, time, secretAccessKey });
  const same = timingSafeEqual(hash(expected), hash(signature));
  if (!same || !signedHeaders.includes('host')) return { service, problem: 'mismatch' };
  if (Math.abs(now - at) > mostSkewMs) return { service, problem: 'expired' };
  return { service, problem: undefined };
}

interface HeaderParts {
  readonly scope: {
    readonly accessKeyId: string;
    readonly date: string;
    readonly region: string;
    readonly service: string;
  };
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

function readHeader(header: string): HeaderParts | undefined {
  const match =
    /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})\s*$/.exec(
      header,
    );
  if (!match) return undefined;
  const [, accessKeyId = '', date = '', region = '', service = '', names = '', signature = ''] =
    match;
  return {
    scope: { accessKeyId, date, region, service },
    signedHeaders: names.split(';'),
    signature,
  };
}

function sign(
  request: RestRequest,
  {
    scope,
    signedHeaders,
    time,
    secretAccessKey,
  }: HeaderParts & {
    readonly time: string;
    readonly secretAccessKey: string;
  },
): string {
  const canonical = [
    request.method,
    request.url.pathname || '/',
    canonicalQuery(request.url),
    ...signedHeaders.map(
      (name) => `${name}:${(request.headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}`,
    ),
    '',
    signedHeaders.join(';'),
    hash(request.body).toString('hex'),
  ].join('\n');
  const place = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, place, hash(canonical).toString('hex')].join('\n');
  const key = [scope.date, scope.region, scope.service, 'aws4_request'].reduce<Buffer | string>(
    (secret, part) => hmac(secret, part),
    `AWS4${secretAccessKey}`,
  );
  return hmac(key, toSign).toString('hex');
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort((left, right) => (left < right ? -1 : 1))
    .join('&');
}

/** RFC 3986's unreserved characters stay. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function readTime(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function hash(data: string): Buffer {
  return createHash('sha256').update(data).digest();
}

function hmac(key: Buffer | string, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}
