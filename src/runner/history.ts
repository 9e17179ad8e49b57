import type { CellFinished, JournalEvent, Verdict } from '../lab/events.ts';
import type { Handles } from '../lab/handle.ts';

/** What a journal says was done: the ground that `--resume` starts from. */
export interface RunHistory {
  /** Last verdict by cell id. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Attempts so far by cell id. */
  readonly attempts: ReadonlyMap<string, number>;
  /** Results of cells that passed, by cell id. */
  readonly results: ReadonlyMap<string, unknown>;
  /** The newest deployment that succeeded, if any. */
  readonly deployed: CellFinished['deployed'];
  readonly finished: boolean;
}

export function readHistory(events: readonly JournalEvent[]): RunHistory {
  const verdicts = new Map<string, Verdict>();
  const attempts = new Map<string, number>();
  const results = new Map<string, unknown>();
  let deployed: CellFinished['deployed'];
  let finished = false;
  for (const event of events) {
    switch (event.type) {
      case 'run.started':
        finished = false;
        break;
      case 'run.finished':
        finished = true;
        break;
      case 'cell.started':
        attempts.set(event.cell, event.attempt);
        // It has no verdict until it ends: the process may have died in the middle of it.
        verdicts.delete(event.cell);
        results.delete(event.cell);
        break;
      case 'cell.finished':
        verdicts.set(event.cell, event.verdict);
        if (event.verdict === 'passed') results.set(event.cell, event.result);
        if (event.deployed !== undefined) deployed = event.deployed;
        break;
      default:
        break;
    }
  }
  return { verdicts, attempts, results, deployed, finished };
}

/** Handles of the newest deployment that a journal knows. */
export function deployedHandles(events: readonly JournalEvent[]): Handles {
  return readHistory(events).deployed?.handles ?? {};
}
