import { createHash } from 'node:crypto';

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A number of 32 bits that depends on nothing but the text. */
export function digest(text: string): number {
  return hash(text).readUInt32BE(0);
}

/** An id as Compute Engine gives them: 19 decimal digits, below 2⁶³. */
export function numericId(text: string): string {
  return String(
    (hash(text).readBigUInt64BE(0) % 8_000_000_000_000_000_000n) + 1_000_000_000_000_000_000n,
  );
}

/** Changes whenever the value does; eight bytes in base64, as Compute Engine writes fingerprints. */
export function fingerprint(value: unknown): string {
  return hash(JSON.stringify(value)).subarray(0, 8).toString('base64url').padEnd(12, '=');
}

/** Twenty bytes in base64: what stands for a secret that is not shown. */
export function secretHash(secret: string): string {
  return createHash('sha1').update(secret).digest('base64url');
}

/** Google's cards have an address made of the IP address: `42:01:0a:00:01:02`. */
export function macOf(address: string): string {
  const octets = address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
  return ['42', '01', ...octets].join(':');
}

export function hexName(text: string): string {
  return hash(text).subarray(0, 8).toString('hex');
}
