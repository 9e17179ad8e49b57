import { systemClock } from './clock.ts';
import { WirebookError } from './errors.ts';
import { formatDuration } from './duration.ts';
import type { Clock } from './step.ts';

/** A signal that aborts when time is up or an outer signal aborts. Dispose it when the work is done. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** Whether time ran out, as opposed to the outer signal aborting. */
  readonly passed: () => boolean;
  /** Moves the end to at least this many milliseconds from now; never nearer. */
  extend(ms: number): void;
}

export interface DeadlineParameters {
  readonly ms: number;
  /** What is limited, for the error: `cell 03-vm1-pings-vm2`. */
  readonly what: string;
  /** Aborts the deadline's signal too, with the same reason. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

export function createDeadline(parameters: DeadlineParameters): Deadline {
  const { what, signal: outer, clock = systemClock } = parameters;
  const controller = new AbortController();
  const done = new AbortController();
  const started = clock.now();
  let end = started + parameters.ms;
  let passed = false;

  const onOuter = () => controller.abort(outer?.reason);
  if (outer?.aborted === true) onOuter();
  outer?.addEventListener('abort', onOuter, { once: true });

  void (async () => {
    while (clock.now() < end) {
      await clock.sleep(Math.min(end - clock.now(), longestTimerMs), done.signal);
    }
    if (controller.signal.aborted || done.signal.aborted) return;
    passed = true;
    controller.abort(deadlinePassed(what, end - started));
  })().catch(() => undefined); // Only disposal ends the sleep early.

  return {
    signal: controller.signal,
    passed: () => passed,
    extend(ms) {
      end = Math.max(end, clock.now() + ms);
    },
    [Symbol.dispose]() {
      outer?.removeEventListener('abort', onOuter);
      done.abort();
    },
  };
}

/** Timers set to more end at once. */
const longestTimerMs = 2 ** 31 - 1;

export function deadlinePassed(what: string, ms: number): WirebookError {
  return new WirebookError({
    code: 'deadline-passed',
    message: `Out of time: ${what} did not end within ${formatDuration(ms)}.`,
  });
}
