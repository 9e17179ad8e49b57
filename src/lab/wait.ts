import { systemClock } from './clock.ts';
import { createDeadline } from './deadline.ts';
import { formatDuration, parseDuration, type Duration } from './duration.ts';
import { WirebookError } from './errors.ts';
import type { Clock } from './step.ts';

export interface PollParameters<Value> {
  /** Looks once. Its signal aborts when time is up. */
  readonly probe: (signal: AbortSignal) => Promise<Value> | Value;
  /** Whether what was seen is what is waited for. */
  readonly until: (value: Value) => boolean;
  readonly within: Duration;
  /** Errors of the probe that mean "not yet"; any other ends the wait. @default none */
  readonly tolerate?: (error: unknown) => boolean;
  /** Pause after the first look, ms; it grows by half each time up to `longestPauseMs`. @default 100 */
  readonly firstPauseMs?: number;
  /** @default 2000 */
  readonly longestPauseMs?: number;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

export type Polled<Value> = {
  readonly attempts: number;
  readonly elapsedMs: number;
} & (
  | { readonly met: true; readonly seen: Value }
  /** `seen` is the last value, if the probe ever gave one; `error` what it last threw instead. */
  | { readonly met: false; readonly seen: Value | undefined; readonly error?: unknown }
);

/**
 * Looks again and again until it sees what it waits for or time is up; looks at least once.
 * Throws the signal's reason when that aborts, and errors of the probe that are not tolerated.
 */
export async function poll<Value>(parameters: PollParameters<Value>): Promise<Polled<Value>> {
  const { probe, until, tolerate = () => false, signal, clock = systemClock } = parameters;
  const { firstPauseMs = 100, longestPauseMs = 2000 } = parameters;
  signal?.throwIfAborted();
  const started = clock.now();
  const ms = parseDuration(parameters.within);
  // A hung probe can only be cut in real time, whatever the clock; the clock decides all the rest.
  // A wait of no time is one look, and that look is let finish.
  using cut = createDeadline({
    ms: ms === 0 ? Infinity : ms,
    what: 'the wait',
    ...(signal === undefined ? {} : { signal }),
  });
  let last: { seen: Value | undefined; error?: unknown } = { seen: undefined };
  for (let attempts = 1, pause = firstPauseMs; ; attempts++, pause *= 1.5) {
    try {
      const seen = await probe(cut.signal);
      if (until(seen)) return { met: true, seen, attempts, elapsedMs: clock.now() - started };
      last = { seen };
    } catch (error) {
      signal?.throwIfAborted();
      const interrupted = cut.passed();
      if (!interrupted && !tolerate(error)) throw error;
      // A probe cut short by the deadline says nothing new.
      if (!interrupted) last = { seen: last.seen, error };
    }
    const left = started + ms - clock.now();
    if (left <= 0 || cut.passed()) {
      signal?.throwIfAborted();
      return { met: false, ...last, attempts, elapsedMs: clock.now() - started };
    }
    await clock.sleep(Math.min(pause, longestPauseMs, left), signal);
  }
}

export interface WaitParameters<Value> extends PollParameters<Value> {
  /** What is waited for, after "waiting for": `the BGP session to 10.4.0.254`. */
  readonly describe: string;
  /** How a seen value reads in the error. @default JSON */
  readonly show?: (value: Value) => string;
}

/** {@link poll}, as an error `deadline-passed` that says what it last saw when time is up. */
export async function waitFor<Value>(parameters: WaitParameters<Value>): Promise<Value> {
  const polled = await poll(parameters);
  if (polled.met) return polled.seen;
  const { describe, show = showValue } = parameters;
  const seen =
    polled.error !== undefined
      ? messageOf(polled.error)
      : polled.seen === undefined
        ? 'nothing'
        : show(polled.seen);
  throw new WirebookError({
    code: 'deadline-passed',
    message: `Out of time: still waiting for ${describe} after ${formatDuration(polled.elapsedMs)}.`,
    facts: { 'last seen': seen, looks: String(polled.attempts) },
    cause: polled.error,
  });
}

function showValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
