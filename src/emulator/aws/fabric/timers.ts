import { fastBgpTimers } from '../../common/timers.ts';
import type { BgpTimers } from '../../fabric/fabric.ts';

/** AWS offers a hold time of 30 seconds: its customer gateway configuration says so. Fast: seconds. */
export const bgpTimers = {
  fast: fastBgpTimers,
  real: { keepalive: 10, hold: 30, connect: 10 },
} as const satisfies Record<string, BgpTimers>;
