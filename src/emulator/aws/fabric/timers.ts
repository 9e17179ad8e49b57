import type { BgpTimers, TunnelTimers } from '../../fabric/fabric.ts';

/** AWS offers a hold time of 30 seconds: its customer gateway configuration says so. Fast: seconds. */
export const bgpTimers = {
  fast: { keepalive: 1, hold: 3, connect: 1 },
  real: { keepalive: 10, hold: 30, connect: 10 },
} as const satisfies Record<string, BgpTimers>;

/** Three probes fit into the DPD timeout. */
export function tunnelTimers(timers: 'fast' | 'real', dpdTimeoutSeconds: number): TunnelTimers {
  if (timers === 'fast') {
    return { dpdDelay: 2, retransmitTimeout: 0.5, retransmitTries: 4, retryDelay: 1 };
  }
  const dpdDelay = Math.max(1, Math.round(dpdTimeoutSeconds / 3));
  return { dpdDelay, retransmitTimeout: 4, retransmitTries: 5, retryDelay: 10 };
}
