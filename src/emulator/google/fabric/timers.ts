import type { BgpTimers, TunnelTimers } from '../../fabric/fabric.ts';
import type { RouterBgp } from '../resources/router.ts';

/**
 * BGP timers of a Cloud Router: its own, or seconds. The hold time is three times the keepalive interval.
 * @see https://cloud.google.com/network-connectivity/docs/router/concepts/overview#bgp-timers
 */
export function bgpTimers(timers: 'fast' | 'real', bgp: RouterBgp): BgpTimers {
  if (timers === 'fast') return { keepalive: 1, hold: 3, connect: 1 };
  const keepalive = bgp.keepaliveInterval;
  return { keepalive, hold: 3 * keepalive, connect: 30 };
}

export const tunnelTimers = {
  fast: { dpdDelay: 2, retransmitTimeout: 0.5, retransmitTries: 4, retryDelay: 1 },
  real: { dpdDelay: 20, retransmitTimeout: 4, retransmitTries: 5, retryDelay: 10 },
} as const satisfies Record<string, TunnelTimers>;
