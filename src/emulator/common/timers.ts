import type { BgpTimers, TunnelTimers } from '../fabric/fabric.ts';

/** Sessions that fall within seconds, where a lab need not wait as long as in the real cloud. */
export const fastBgpTimers = { keepalive: 1, hold: 3, connect: 1 } as const satisfies BgpTimers;

/**
 * Seconds, or as gateways have them: retransmissions as strongSwan does them by default, and a third of the DPD timeout
 * between probes of a silent peer.
 */
export function tunnelTimers(timers: 'fast' | 'real', dpdTimeoutSeconds: number): TunnelTimers {
  if (timers === 'fast') {
    return { dpdDelay: 2, retransmitTimeout: 0.5, retransmitTries: 4, retryDelay: 1 };
  }
  const dpdDelay = Math.max(1, Math.round(dpdTimeoutSeconds / 3));
  return { dpdDelay, retransmitTimeout: 4, retransmitTries: 5, retryDelay: 10 };
}
