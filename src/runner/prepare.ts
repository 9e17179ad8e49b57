import { join } from 'node:path';
import { WirebookError } from '../lab/errors.ts';
import type { JournalEvent } from '../lab/events.ts';
import type { Lab } from '../lab/lab.ts';
import { readHistory } from './history.ts';
import { readJournal } from './journal.ts';
import { listRuns, runFolder } from './run-folder.ts';
import { stepCells } from './selection.ts';

/** What an earlier process of the same run left in its journal. */
export interface EarlierRun {
  readonly runId: string;
  readonly events: readonly JournalEvent[];
}

/** Where a lab's runs are kept: `reports/<lab>`. */
export function labFolder(reportsFolder: string, lab: string): string {
  return join(reportsFolder, lab);
}

/**
 * The run to go on with: the named one (a unique beginning will do), else the one that is still up,
 * else the newest that did not pass. Throws `unknown-run` or `nothing-to-resume`.
 */
export function findResumable(parameters: {
  readonly lab: Lab;
  readonly name: string;
  readonly reportsFolder: string;
  readonly runId?: string | undefined;
  /** The run whose target was kept, if one was. */
  readonly keptRunId?: string | undefined;
}): EarlierRun {
  const { lab, name, reportsFolder, keptRunId } = parameters;
  const folder = labFolder(reportsFolder, name);
  const runs = listRuns(folder);
  if (parameters.runId !== undefined) return read(folder, findRun(name, runs, parameters.runId));
  if (keptRunId !== undefined && runs.includes(keptRunId)) return read(folder, keptRunId);
  for (const runId of runs) {
    const earlier = read(folder, runId);
    if (isUnfinished(lab, earlier.events)) return earlier;
  }
  throw new WirebookError({
    code: 'nothing-to-resume',
    message: `The lab ${name} has no unfinished run.`,
    facts: { runs: runs.length === 0 ? 'none' : `${runs.length}, all finished` },
    next: `Start a new one: npm run lab -- ${name}`,
    exitCode: 2,
  });
}

/** A run by its id or a unique beginning of it. Throws `unknown-run`. */
export function findRun(lab: string, runs: readonly string[], wanted: string): string {
  const found = runs.filter((runId) => runId === wanted || runId.startsWith(wanted));
  if (found.length === 1 && found[0] !== undefined) return found[0];
  if (wanted === 'latest' && runs[0] !== undefined) return runs[0];
  throw new WirebookError({
    code: 'unknown-run',
    message:
      found.length === 0
        ? `The lab ${lab} has no run "${wanted}".`
        : `"${wanted}" fits ${found.length} runs of the lab ${lab}.`,
    facts: { runs: runs.length === 0 ? 'none' : runs.slice(0, 10).join(', ') },
    next: 'Give the run id, or a beginning of it that only one run has.',
    exitCode: 2,
  });
}

function isUnfinished(lab: Lab, events: readonly JournalEvent[]): boolean {
  const { verdicts, finished } = readHistory(events);
  return !finished || stepCells(lab).some(({ id }) => verdicts.get(id) !== 'passed');
}

function read(folder: string, runId: string): EarlierRun {
  return { runId, events: readJournal(runFolder(folder, runId).journal) };
}
