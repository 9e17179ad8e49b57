import type { BgpTimers, TunnelTimers } from '../../fabric/fabric.ts';

/**
 * BGP timers of a DRG: keepalive 60 seconds and hold 180, or seconds.
 * @see https://docs.oracle.com/iaas/Content/Network/Concepts/fastconnectrequirements.htm
 */
export const bgpTimers = {
  fast: { keepalive: 1, hold: 3, connect: 1 },
  real: { keepalive: 60, hold: 180, connect: 30 },
} as const satisfies Record<string, BgpTimers>;

/**
 * A customer often sets up one tunnel of the two: the other is not tried every second.
 * @param dpdTimeout seconds; a third of it goes between probes
 */
export function tunnelTimers(timers: 'fast' | 'real', dpdTimeout: number): TunnelTimers {
  if (timers === 'fast') {
    return { dpdDelay: 2, retransmitTimeout: 0.5, retransmitTries: 4, retryDelay: 2 };
  }
  const dpdDelay = Math.max(1, Math.round(dpdTimeout / 3));
  return { dpdDelay, retransmitTimeout: 4, retransmitTries: 5, retryDelay: 10 };
}
