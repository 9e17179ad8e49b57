import { createHash } from 'node:crypto';

/** A MAC address of the block that OCI's VNICs are in. */
export function macOf(seed: string): string {
  const digest = createHash('sha256').update(seed).digest('hex').toUpperCase();
  return ['02:00:17', ...(digest.slice(0, 6).match(/../g) ?? [])].join(':');
}
