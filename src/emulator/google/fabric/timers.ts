import { fastBgpTimers } from '../../common/timers.ts';
import type { BgpTimers } from '../../fabric/fabric.ts';
import type { RouterBgp } from '../resources/router.ts';

/**
 * BGP timers of a Cloud Router: its own, or seconds. The hold time is three times the keepalive interval.
 * @see https://cloud.google.com/network-connectivity/docs/router/concepts/overview#bgp-timers
 */
export function bgpTimers(timers: 'fast' | 'real', bgp: RouterBgp): BgpTimers {
  if (timers === 'fast') return fastBgpTimers;
  const keepalive = bgp.keepaliveInterval;
  return { keepalive, hold: 3 * keepalive, connect: 30 };
}

/** Seconds. */
export const dpdTimeout = 60;
