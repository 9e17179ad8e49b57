import type { BgpTimers, TunnelTimers } from '../../fabric/fabric.ts';

/**
 * BGP timers of gateways and of Microsoft's edges: Azure's own, or seconds.
 * @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq#bgp: keepalive 60 seconds, hold 180.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-faqs: the same at the edges of circuits.
 */
export const bgpTimers = {
  fast: { keepalive: 1, hold: 3, connect: 1 },
  real: { keepalive: 60, hold: 180, connect: 30 },
} as const satisfies Record<string, BgpTimers>;

/** `dpdTimeoutSeconds` is the connection's: a third of it goes between probes. */
export function tunnelTimers(timers: 'fast' | 'real', dpdTimeoutSeconds: number): TunnelTimers {
  if (timers === 'fast') {
    return { dpdDelay: 2, retransmitTimeout: 0.5, retransmitTries: 4, retryDelay: 1 };
  }
  const dpdDelay = Math.max(1, Math.round(dpdTimeoutSeconds / 3));
  return { dpdDelay, retransmitTimeout: 4, retransmitTries: 5, retryDelay: 10 };
}
