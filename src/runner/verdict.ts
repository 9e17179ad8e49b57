import type { Verdict } from '../lab/events.ts';
import { signalExitCode, type StopSignal } from './process.ts';

/** How the whole run reads, from its cells' verdicts. `undefined`: a cell that never had its turn. */
export function runVerdict(parameters: {
  readonly cells: readonly (Verdict | undefined)[];
  readonly interrupted: boolean;
  /** Something outside any cell broke. */
  readonly broken: boolean;
}): Verdict {
  const { cells, interrupted, broken } = parameters;
  if (interrupted) return 'aborted';
  // Where the procedure broke, what failed beside it proves little: errored comes before failed.
  if (broken || cells.includes('errored')) return 'errored';
  if (cells.includes('aborted')) return 'aborted';
  if (cells.includes('failed')) return 'failed';
  if (cells.includes('blocked')) return 'blocked';
  return cells.length === 0 || cells.includes('passed') ? 'passed' : 'skipped';
}

const verdictExitCode = {
  passed: 0,
  skipped: 0,
  failed: 1,
  blocked: 1,
  errored: 3,
  aborted: 3,
} as const satisfies Record<Verdict, number>;

/** 0 passed · 1 a check failed · 3 broken or out of time · 4 teardown incomplete · 128 + signal. */
export function runExitCode(parameters: {
  readonly verdict: Verdict;
  readonly signal?: StopSignal | undefined;
  readonly teardownIncomplete: boolean;
}): number {
  const { verdict, signal, teardownIncomplete } = parameters;
  if (teardownIncomplete) return 4;
  return signal === undefined ? verdictExitCode[verdict] : signalExitCode[signal];
}
