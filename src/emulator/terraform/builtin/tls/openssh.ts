import type { JsonWebKey, KeyObject } from 'node:crypto';

/** A key in OpenSSH's formats (RFC 4253 section 6.6, RFC 5656, RFC 8709, and PROTOCOL.key of OpenSSH). */
export interface OpenSshKey {
  /** `ssh-ed25519 AAAA…`, without a line end. */
  readonly publicKey: string;
  /** What fingerprints are made of. */
  readonly publicBlob: Buffer;
  /** PEM of `openssh-key-v1`. */
  readonly privateKey: string;
}

interface Parts {
  readonly type: string;
  readonly publicFields: readonly Buffer[];
  readonly privateFields: readonly Buffer[];
}

/** Undefined for the curve P-224, which OpenSSH does not know. */
export function toOpenSsh(
  key: KeyObject,
  random: (size: number) => Uint8Array,
): OpenSshKey | undefined {
  // Node.js has no JWK of this curve, and OpenSSH no name.
  if (key.asymmetricKeyDetails?.namedCurve === 'secp224r1') return undefined;
  const parts = partsOf(key.export({ format: 'jwk' }));
  const publicBlob = Buffer.concat([text(parts.type), ...parts.publicFields]);
  return {
    publicKey: `${parts.type} ${publicBlob.toString('base64')}`,
    publicBlob,
    privateKey: pem('OPENSSH PRIVATE KEY', privateBlob(parts, publicBlob, random)),
  };
}

const curves = new Map([
  ['P-256', 'nistp256'],
  ['P-384', 'nistp384'],
  ['P-521', 'nistp521'],
]);

function partsOf(jwk: JsonWebKey): Parts {
  const field = (name: keyof JsonWebKey): Buffer => Buffer.from(String(jwk[name]), 'base64url');
  if (jwk.kty === 'OKP') {
    const point = field('x');
    return {
      type: 'ssh-ed25519',
      publicFields: [bytes(point)],
      privateFields: [bytes(point), bytes(Buffer.concat([field('d'), point]))],
    };
  }
  if (jwk.kty === 'RSA') {
    const [n, e] = [integer(field('n')), integer(field('e'))];
    const secret = [field('d'), field('qi'), field('p'), field('q')].map(integer);
    return { type: 'ssh-rsa', publicFields: [e, n], privateFields: [n, e, ...secret] };
  }
  const curve = curves.get(String(jwk.crv)) ?? '';
  const point = bytes(Buffer.concat([Buffer.from([4]), field('x'), field('y')]));
  return {
    type: `ecdsa-sha2-${curve}`,
    publicFields: [text(curve), point],
    privateFields: [text(curve), point, integer(field('d'))],
  };
}

function privateBlob(
  { type, privateFields }: Parts,
  publicBlob: Buffer,
  random: (size: number) => Uint8Array,
): Buffer {
  const check = random(4);
  const fields = Buffer.concat([check, check, text(type), ...privateFields, text('')]);
  const padding = Buffer.from(
    Array.from({ length: (8 - (fields.length % 8)) % 8 }, (_, i) => i + 1),
  );
  return Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text('none'),
    text('none'),
    text(''),
    uint32(1),
    bytes(publicBlob),
    bytes(Buffer.concat([fields, padding])),
  ]);
}

const uint32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
};

const bytes = (value: Buffer): Buffer => Buffer.concat([uint32(value.length), value]);
const text = (value: string): Buffer => bytes(Buffer.from(value));

/** RFC 4251's `mpint`: no leading zeros, except one that keeps it positive. */
function integer(value: Buffer): Buffer {
  const start = value.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? Buffer.alloc(0) : value.subarray(start);
  return bytes((digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
