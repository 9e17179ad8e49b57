import type { Deadline } from '../lab/deadline.ts';
import { WirebookError } from '../lab/errors.ts';
import type { JournalEntry, Timers } from '../lab/events.ts';
import type { Lab, StepCell } from '../lab/lab.ts';
import type { Clock, ResultRef, Step, StepContext } from '../lab/step.ts';
import type { TargetSession } from '../lab/target.ts';
import { createCommands } from './commands.ts';
import type { Deployments } from './deployments.ts';
import { keepFile } from './files.ts';
import type { Journal } from './journal.ts';
import type { Redactor } from './redact.ts';
import { shortestSecret } from './secrets/forms.ts';

/** The living parts of a run that its cells share. */
export interface RunState {
  readonly lab: Lab;
  /** The run's. */
  readonly folder: string;
  readonly session: TargetSession;
  readonly journal: Journal;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly deployments: Deployments;
  /** Results of cells that passed, by cell id. */
  readonly results: Map<string, unknown>;
}

/** A context for one attempt at a cell, with what its steps left in it. */
export interface CellContext {
  readonly context: StepContext;
  readonly failedChecks: () => number;
  readonly hasDeployed: () => boolean;
  /** From here on the cell records nothing: it has its verdict. */
  close(): void;
}

export function createCellContext(parameters: {
  readonly state: RunState;
  readonly cell: StepCell;
  readonly attempt: number;
  readonly deadline: Deadline;
  /** What a deployment inside the cell may take, ms; undefined when the lab set the cell's own limit. */
  readonly deployMs: number | undefined;
}): CellContext {
  const { state, attempt, deadline, deployMs } = parameters;
  const { session, redactor, clock, deployments } = state;
  const { signal } = deadline;
  const { capture } = session;
  const cell = parameters.cell.id;
  let failedChecks = 0;
  let hasDeployed = false;
  let closed = false;

  const emit = (entry: JournalEntry) => {
    if (!closed) state.journal.write(entry);
  };
  const commands = createCommands({ cell, attempt, session, redactor, clock, signal, emit });

  const context: StepContext = {
    signal,
    timers: state.timers,
    target: session.name,
    clock,
    resolve: deployments.resolve,
    handles: deployments.handles,
    result: (ref) => earlierResult(state, ref),
    azure: () => session.clouds.azure(),
    aws: () => session.clouds.aws(),
    google: () => session.clouds.google(),
    oci: () => session.clouds.oci(),
    ...(capture && { capture: (parameters) => capture({ ...parameters, signal }) }),
    async keepFile(file) {
      const kept = await keepFile({ ...file, folder: state.folder, cell, redactor });
      emit({ type: 'file', ...kept });
      return kept.path;
    },
    ssh: commands.connect,
    run: commands.run,
    cli: commands.cli,
    showEquivalent({ cloud, command, output }) {
      commands.equivalent({ kind: 'equivalent', cloud }, command, output);
    },
    check({ title, passed, comparison }) {
      if (!passed) failedChecks++;
      emit({ type: 'check', cell, title, passed, comparison });
    },
    show: (title, table) => emit({ type: 'table', cell, title, table }),
    showDifference: (difference) => emit({ type: 'difference', cell, ...difference }),
    progress: (text) => emit({ type: 'progress', cell, text }),
    secret(value) {
      if (redactor.add(value)) return;
      const text = `A secret of less than ${shortestSecret} characters cannot be hidden: it would hide parts of words.`;
      emit({ type: 'progress', cell, text });
    },
    async deploy({ stack, props }) {
      if (deployMs !== undefined) deadline.extend(deployMs);
      const deployment = await deployments.deploy({
        stack,
        props,
        signal,
        onPlan: (plan) => emit({ type: 'plan', cell, ...plan }),
        onResource: (progress) => emit({ type: 'resource', cell, ...progress }),
      });
      hasDeployed = true;
      emit({ type: 'topology', cell, topology: deployment.topology });
      return deployment;
    },
    lastDeployment: deployments.last,
    async step<Result>(step: Step<Result>): Promise<Result> {
      signal.throwIfAborted();
      for (const ref of step.uses) deployments.resolve(ref);
      return step.run(context);
    },
  };

  return {
    context,
    failedChecks: () => failedChecks,
    hasDeployed: () => hasDeployed,
    close() {
      closed = true;
    },
  };
}

function earlierResult<Result>({ results, lab }: RunState, ref: ResultRef<Result>): Result {
  if (results.has(ref.cell)) return results.get(ref.cell) as Result;
  const cell = lab.cells.find(({ id }) => id === ref.cell);
  const title = cell?.kind === 'step' ? cell.title : ref.cell;
  throw new WirebookError({
    code: 'result-not-available',
    message: `The result of the cell "${title}" is needed here, and it has none.`,
    facts: { cell: ref.cell },
    next: 'That cell has not passed in this run: run it first (--from, --only and skipping leave cells out).',
  });
}
