import { createHash } from 'node:crypto';
import { regionKey } from './region.ts';

/** `ocid1.vcn.oc1.iad.<60 hex digits>` */
export type Ocid = string;

/** @param seed unique among all of a kind */
export function ocid(kind: string, region: string, seed: string): Ocid {
  const unique = createHash('sha256').update(`${kind} ${seed}`).digest('hex').slice(0, 60);
  return `ocid1.${kind}.oc1.${regionKey(region)}.${unique}`;
}

/** The part that tells resources of a kind apart, shortened for device and node names. */
export function shortId(id: Ocid, length = 10): string {
  return id.slice(-length);
}
