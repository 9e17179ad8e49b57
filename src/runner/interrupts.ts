import { WirebookError } from '../lab/errors.ts';
import type { RunnerProcess, StopSignal } from './process.ts';

/**
 * Requests to stop. The first ends the running cell and lets the run tear down; the second ends the
 * teardown too.
 */
export interface Interrupts extends Disposable {
  /** Aborted by the first signal, or by {@link stop}. */
  readonly first: AbortSignal;
  /** Aborted by the second signal. */
  readonly second: AbortSignal;
  /** An error that nobody caught, if there was one. */
  readonly crash: () => { readonly error: unknown } | undefined;
  readonly received: () => StopSignal | undefined;
  /** Ends the run for another reason: a full disk, the run's own deadline. */
  stop(reason: unknown): void;
}

export function listenForInterrupts(parameters: {
  readonly process: RunnerProcess;
  readonly onFirst: (signal: StopSignal) => void;
}): Interrupts {
  const { process, onFirst } = parameters;
  const first = new AbortController();
  const second = new AbortController();
  let crash: { readonly error: unknown } | undefined;
  let received: StopSignal | undefined;

  const request = (signal: StopSignal) => {
    received = signal;
    onFirst(signal);
    first.abort(interrupted(signal));
  };
  const unlisten = process.onSignal((signal) => {
    if (received === undefined) request(signal);
    else second.abort(interrupted(signal));
  });
  // Nobody is there any more to ask for a stop. A teardown under way is none of its business.
  const unorphan = process.onOrphaned(() => {
    if (received === undefined) request('SIGTERM');
  });
  const uncrash = process.onCrash((error) => {
    crash ??= { error };
    first.abort(error);
  });

  return {
    first: first.signal,
    second: second.signal,
    received: () => received,
    stop: (reason) => first.abort(reason),
    crash: () => crash,
    [Symbol.dispose]() {
      unlisten();
      unorphan();
      uncrash();
    },
  };
}

function interrupted(signal: StopSignal): WirebookError {
  return new WirebookError({ code: 'interrupted', message: `Interrupted (${signal}).` });
}
