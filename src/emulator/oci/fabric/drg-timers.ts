import { fastBgpTimers, tunnelTimers as usualTimers } from '../../common/timers.ts';
import type { BgpTimers, TunnelTimers } from '../../fabric/fabric.ts';

/**
 * BGP timers of a DRG: keepalive 60 seconds and hold 180, or seconds.
 * @see https://docs.oracle.com/iaas/Content/Network/Concepts/fastconnectrequirements.htm
 */
export const bgpTimers = {
  fast: fastBgpTimers,
  real: { keepalive: 60, hold: 180, connect: 30 },
} as const satisfies Record<string, BgpTimers>;

/**
 * A customer often sets up one tunnel of the two: the other is not tried every second.
 * @param dpdTimeout seconds
 */
export function tunnelTimers(timers: 'fast' | 'real', dpdTimeout: number): TunnelTimers {
  const usual = usualTimers(timers, dpdTimeout);
  return timers === 'fast' ? { ...usual, retryDelay: 2 } : usual;
}
