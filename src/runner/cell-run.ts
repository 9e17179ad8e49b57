import { createDeadline, type Deadline } from '../lab/deadline.ts';
import { toErrorRecord, WirebookError } from '../lab/errors.ts';
import type { CellFinished, ErrorRecord, Verdict } from '../lab/events.ts';
import type { StepCell } from '../lab/lab.ts';
import { createCellContext, type CellContext, type RunState } from './context.ts';

/**
 * Longer on real clouds, where a VPN gateway alone takes the better part of an hour, and with their timers: a lost BGP peer is
 * missed after three minutes.
 */
const patientScale = 6;
const defaultMs = 120_000;
const deployMs = 600_000;
/** How long a step may take to notice that it was aborted. */
const graceMs = 5000;

/** Runs one attempt at a cell, from `cell.started` to `cell.finished`, and never throws. */
export async function runCell(parameters: {
  readonly state: RunState;
  readonly cell: StepCell;
  readonly attempt: number;
  /** Aborts with what ends the run: Ctrl-C, the run's own deadline. */
  readonly signal: AbortSignal;
}): Promise<Verdict> {
  const { state, cell, attempt, signal } = parameters;
  const { journal, clock, session, deployments } = state;
  const scale = session.name === 'cloud' || state.timers === 'real' ? patientScale : 1;
  const isDeploy = typeof cell.step !== 'function' && cell.step.kind === 'deploy';
  using deadline = createDeadline({
    ms: (cell.timeoutMs ?? (isDeploy ? deployMs : defaultMs)) * scale,
    what: `the cell "${cell.title}"`,
    signal,
    clock,
  });
  const extension = cell.timeoutMs === undefined ? deployMs * scale : undefined;
  const cellContext = createCellContext({ state, cell, attempt, deadline, deployMs: extension });

  const started = clock.now();
  state.results.delete(cell.id);
  journal.write({ type: 'cell.started', cell: cell.id, attempt });
  const { verdict, error, result } = await outcomeOf(parameters, cellContext, deadline);
  cellContext.close();
  if (verdict === 'passed') state.results.set(cell.id, result);

  const last = deployments.last();
  const deployed = cellContext.hasDeployed() && last !== undefined;
  journal.write({
    type: 'cell.finished',
    cell: cell.id,
    attempt,
    verdict,
    durationMs: clock.now() - started,
    ...(error === undefined ? {} : { error }),
    ...(result === undefined ? {} : { result }),
    ...(deployed ? { deployed: { props: last.props, handles: deployments.handles() } } : {}),
  } satisfies CellFinished);
  return verdict;
}

interface CellOutcome {
  readonly verdict: Verdict;
  readonly error?: ErrorRecord;
  readonly result?: unknown;
}

async function outcomeOf(
  { state, cell }: { readonly state: RunState; readonly cell: StepCell },
  { context, failedChecks }: CellContext,
  deadline: Deadline,
): Promise<CellOutcome> {
  const run = async (): Promise<CellOutcome> => {
    const step = typeof cell.step === 'function' ? cell.step(context) : cell.step;
    const result = plain(await context.step(step));
    return { verdict: failedChecks() > 0 ? 'failed' : 'passed', result };
  };
  try {
    deadline.signal.throwIfAborted();
    return await Promise.race([run(), abandoned(state, deadline.signal)]);
  } catch (error) {
    if (!deadline.signal.aborted) return { verdict: 'errored', error: toErrorRecord(error) };
    return { verdict: 'aborted', error: abortRecord(deadline.signal.reason, error) };
  }
}

/** Rejects some time after the abort, for a step that does not listen to its signal. */
async function abandoned({ clock }: RunState, signal: AbortSignal): Promise<never> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await clock.sleep(graceMs);
  throw signal.reason;
}

/** Why it was aborted, with what the step last saw. */
function abortRecord(reason: unknown, thrown: unknown): ErrorRecord {
  const record = toErrorRecord(reason);
  if (thrown === reason || !(thrown instanceof WirebookError)) return record;
  return {
    ...record,
    facts: { ...record.facts, ...thrown.facts, 'the step said': thrown.message },
  };
}

/** Results are plain data, so that a resumed run gives later cells the same value. */
function plain(result: unknown): unknown {
  if (result === undefined) return undefined;
  try {
    const text = JSON.stringify(result);
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch (cause) {
    throw new WirebookError({
      code: 'result-not-plain',
      message: 'The step returned a result that is not plain data (JSON).',
      next: 'Return objects, arrays, text, numbers, booleans and null only.',
      cause,
    });
  }
}
