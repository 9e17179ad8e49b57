import { parseDuration, type Duration } from '../src/lab/duration.ts';
import type { StepContext } from '../src/lab/step.ts';

/**
 * How long a step waits for routing to settle when the lab does not say: with fast timers a BGP
 * session is lost and found within seconds; a cloud's own hold time alone is three minutes.
 */
const settleMs = { fast: 30_000, real: 600_000 } as const;

/** Milliseconds to wait. @default 30 s with fast timers, 10 min with real ones */
export function withinMs(context: Pick<StepContext, 'timers'>, within?: Duration): number {
  return within === undefined ? settleMs[context.timers] : parseDuration(within);
}
