import { fastBgpTimers } from '../../common/timers.ts';
import type { BgpTimers } from '../../fabric/fabric.ts';

/**
 * BGP timers of gateways and of Microsoft's edges: Azure's own, or seconds.
 * @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq#bgp: keepalive 60 seconds, hold 180.
 * @see https://learn.microsoft.com/azure/expressroute/expressroute-faqs: the same at the edges of circuits.
 */
export const bgpTimers = {
  fast: fastBgpTimers,
  real: { keepalive: 60, hold: 180, connect: 30 },
} as const satisfies Record<string, BgpTimers>;
