import { WirebookError } from '../lab/errors.ts';
import type { Verdict } from '../lab/events.ts';
import type { StepCell } from '../lab/lab.ts';
import { runCell } from './cell-run.ts';
import type { Conductor, ConductorAnswer } from './conductor.ts';
import type { RunState } from './context.ts';
import type { CellPlan } from './selection.ts';

export interface CellsParameters {
  readonly state: RunState;
  readonly cells: readonly StepCell[];
  readonly plan: ReadonlyMap<string, CellPlan>;
  /** Attempts of earlier processes of this run, by cell id. */
  readonly attempts: ReadonlyMap<string, number>;
  readonly conductor: Conductor | undefined;
  readonly signal: AbortSignal;
}

export interface CellsOutcome {
  /** By cell; undefined for a cell that never had its turn. */
  readonly verdicts: readonly (Verdict | undefined)[];
  /** What the conductor wants done with the target, if it said so. */
  readonly wish: 'keep' | 'destroy' | undefined;
}

/** Runs the cells of a lab in their order. Stops when the signal aborts. */
export async function runCells(parameters: CellsParameters): Promise<CellsOutcome> {
  const { state, cells, plan, conductor, signal } = parameters;
  const attempts = new Map(parameters.attempts);
  const verdicts = new Map<string, Verdict>();
  let previous: { readonly cell: StepCell; readonly verdict: Verdict } | undefined;
  let wish: 'keep' | 'destroy' | undefined;

  const run = async (cell: StepCell): Promise<void> => {
    const attempt = (attempts.get(cell.id) ?? 0) + 1;
    attempts.set(cell.id, attempt);
    const verdict = await runCell({ state, cell, attempt, signal });
    verdicts.set(cell.id, verdict);
    previous = { cell, verdict };
  };
  const settle = (cell: StepCell, verdict: Verdict, blockedBy: readonly StepCell[] = []): void => {
    const attempt = (attempts.get(cell.id) ?? 0) + 1;
    verdicts.set(cell.id, verdict);
    const error = blockedBy[0] === undefined ? {} : { error: blocked(blockedBy[0], verdicts) };
    const { id } = cell;
    state.journal.write({
      type: 'cell.finished',
      cell: id,
      attempt,
      verdict,
      durationMs: 0,
      ...error,
    });
  };
  const ask = async (
    cell: StepCell | undefined,
    blockers: () => readonly StepCell[],
  ): Promise<ConductorAnswer> => {
    if (conductor === undefined) return 'run';
    for (;;) {
      const handles = state.deployments.handles();
      const { session } = state;
      const blockedBy = blockers();
      const question = { cell, previous, blockedBy, session, handles, signal };
      const answer = await Promise.race([conductor.next(question), whenAborted(signal)]).catch(
        (error: unknown): ConductorAnswer => {
          if (signal.aborted) return 'destroy';
          throw error;
        },
      );
      if (answer !== 'again') return answer;
      if (previous !== undefined) await run(previous.cell);
      if (signal.aborted) return 'destroy';
    }
  };

  for (const cell of cells) {
    if (signal.aborted) break;
    const planned = plan.get(cell.id) ?? 'run';
    if (planned === 'done') {
      verdicts.set(cell.id, 'passed');
      continue;
    }
    if (planned === 'skip') {
      settle(cell, 'skipped');
      continue;
    }
    // A function: running the previous cell again may unblock this one.
    const blockers = () =>
      cells.filter(({ id }) => cell.needs.includes(id) && blocks(verdicts.get(id)));
    const answer = await ask(cell, blockers);
    if (signal.aborted) break;
    if (answer === 'keep' || answer === 'destroy') {
      wish = answer;
      break;
    }
    if (answer === 'skip') settle(cell, 'skipped');
    else if (conductor === undefined && blockers().length > 0) settle(cell, 'blocked', blockers());
    else await run(cell);
  }

  if (conductor !== undefined && wish === undefined && !signal.aborted) {
    const answer = await ask(undefined, () => []);
    if (answer === 'keep' || answer === 'destroy') wish = answer;
  }
  if (wish !== undefined) {
    for (const cell of cells.filter(({ id }) => !verdicts.has(id))) settle(cell, 'skipped');
  }
  return { verdicts: cells.map(({ id }) => verdicts.get(id)), wish };
}

/** A terminal that was closed may leave a question without any answer. */
function whenAborted(signal: AbortSignal): Promise<'destroy'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('destroy');
    signal.addEventListener('abort', () => resolve('destroy'), { once: true });
  });
}

/** A cell that was skipped was left out by choice: it blocks nothing. */
function blocks(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && verdict !== 'passed' && verdict !== 'skipped';
}

function blocked(by: StepCell, verdicts: ReadonlyMap<string, Verdict>) {
  const verdict = verdicts.get(by.id) ?? 'aborted';
  const { code, message, facts } = new WirebookError({
    code: 'blocked',
    message: `Not run: it needs "${by.title}", which ${verdictText[verdict]}.`,
    facts: { needs: by.id },
  });
  return { code, message, facts };
}

const verdictText = {
  passed: 'passed',
  failed: 'failed',
  errored: 'broke',
  blocked: 'was itself blocked',
  skipped: 'was skipped',
  aborted: 'was aborted',
} as const satisfies Record<Verdict, string>;
