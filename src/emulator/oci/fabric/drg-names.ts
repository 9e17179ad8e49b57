import type { Ocid } from '../protocol/ocid.ts';
import { shortId } from '../protocol/ocid.ts';

interface Named {
  readonly id: Ocid;
}

/** Nodes around a DRG, beside the DRG itself, and its tunnels. */
export const drgNames = {
  /** Oracle's edge router of a virtual circuit. */
  circuit: ({ id }: Named) => `oci-fastconnect-${shortId(id, 20)}`,
  /** Where a tunnel's inside ends. */
  headEnd: ({ id }: Named) => `oci-vpn-${shortId(id, 20)}`,
  /** The side of the internet, where head-ends have their public addresses. */
  outer: ({ id }: Named) => `oci-drg-outer-${shortId(id, 20)}`,
  tunnel: ({ id }: Named) => `oci-tunnel-${shortId(id, 20)}`,
} as const;

export const drgDevices = {
  /** In a DRG. */
  toCircuit: ({ id }: Named) => `vc-${shortId(id)}`,
  toHeadEnd: ({ id }: Named) => `vpn-${shortId(id)}`,
  /** In a circuit's edge router and in a head-end. */
  toDrg: 'drg',
  /** In a circuit's edge router, by the number of the link. */
  links: ['primary', 'secondary'],
  /** In a head-end. */
  tunnel: 'tunnel',
  /** In the outer side. */
  outerToTunnel: ({ id }: Named) => `ike-${shortId(id)}`,
  outerToInternet: 'internet',
} as const;
