import { createDeadline } from '../lab/deadline.ts';
import { toErrorRecord, WirebookError } from '../lab/errors.ts';
import type {
  ErrorRecord,
  JournalEvent,
  RunStarted,
  TeardownFinished,
  Timers,
  Verdict,
} from '../lab/events.ts';
import type { Lab } from '../lab/lab.ts';
import type { Clock } from '../lab/step.ts';
import type { Target, TargetSession } from '../lab/target.ts';
import { runCells, type CellsOutcome } from './cells.ts';
import type { Conductor } from './conductor.ts';
import type { RunState } from './context.ts';
import { createDeployments } from './deployments.ts';
import { readHistory, type RunHistory } from './history.ts';
import { redactFilesAgain } from './files.ts';
import { listenForInterrupts, type Interrupts } from './interrupts.ts';
import { openJournal, type Journal } from './journal.ts';
import { lockLab } from './lock.ts';
import { findResumable, labFolder } from './prepare.ts';
import type { RunnerProcess } from './process.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { environmentSecrets } from './secrets/environment.ts';
import { makeRunFolder, newRunId, type RunFolder } from './run-folder.ts';
import { planCells, stepCells, type Selection } from './selection.ts';
import { tearDown } from './teardown.ts';
import { runExitCode, runVerdict } from './verdict.ts';

export interface RunParameters {
  readonly lab: Lab;
  /** Names the lab's folder under the reports folder. */
  readonly name: string;
  readonly file: string;
  /** Its absolute path, for what lies beside it. */
  readonly path?: string;
  /** How a person names the lab on the command line: a name or a path. @default its name */
  readonly invocation?: string;
  /** What a command about this run needs besides, such as ` --reports /elsewhere`. */
  readonly commandOptions?: string;
  readonly target: Target;
  readonly timers: Timers;
  readonly reportsFolder: string;
  /** Versions of our own, for the report; the target adds its own. */
  readonly versions: Readonly<Record<string, string>>;
  readonly selection?: Selection;
  /** Leave everything up after the run: always, or when it did not pass. */
  readonly keep?: 'always' | 'on-failure' | undefined;
  /** Limits the whole run, teardown apart. */
  readonly timeoutMs?: number | undefined;
  /** Go on with an earlier run: the named one, or the newest unfinished one. */
  readonly resume?: { readonly runId?: string | undefined } | undefined;
  readonly conductor?: Conductor | undefined;
  /** The run of this lab whose target was kept and is still up, if any. */
  readonly findKept: () => Promise<{ readonly runId: string } | undefined>;
  readonly clock: Clock;
  readonly process: RunnerProcess;
  /** Gets every event as it was written. */
  readonly onEvent: (event: JournalEvent) => void;
}

export interface RunOutcome {
  readonly runId: string;
  readonly folder: string;
  readonly journal: string;
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly durationMs: number;
  readonly teardown: TeardownFinished | undefined;
  /** What ended the run outside any cell. */
  readonly error: ErrorRecord | undefined;
}

/**
 * Runs a lab and writes its journal; nothing else knows how. Throws a {@link WirebookError} when the
 * run cannot start (the lab is running already or still up, an unknown cell, an unwritable folder);
 * everything later is in the outcome.
 */
export async function runLab(parameters: RunParameters): Promise<RunOutcome> {
  const { lab, name, reportsFolder, clock, selection = {} } = parameters;
  planCells({ lab, selection }); // Unknown cells are refused before anything starts.
  const folder = labFolder(reportsFolder, name);
  const kept = await parameters.findKept();
  const earlier =
    parameters.resume === undefined
      ? undefined
      : findResumable({
          lab,
          name,
          reportsFolder,
          runId: parameters.resume.runId,
          keptRunId: kept?.runId,
        });
  const runId = earlier?.runId ?? newRunId(clock.now());

  using _lock = lockLab({ labFolder: folder, lab: name, runId, process: parameters.process });
  // Asked again: until the lock was ours, another run of the lab may have ended and been kept.
  const up = await parameters.findKept();
  if (up !== undefined && up.runId !== runId) throw stillUp(parameters, up.runId);

  const run = makeRunFolder(folder, runId);
  const redactor = createRedactor(environmentSecrets(process.env));
  let journalError: WirebookError | undefined;
  const journal = openJournal({
    file: run.journal,
    redactor,
    clock,
    onEvent: parameters.onEvent,
    onBroken(error) {
      journalError = error;
      interrupts.stop(error);
    },
  });
  using interrupts = listenForInterrupts({
    process: parameters.process,
    onFirst: (signal) => journal.write({ type: 'run.interrupted', signal }),
  });
  const history = readHistory(earlier?.events ?? []);
  try {
    return await execute({
      parameters,
      run,
      journal,
      redactor,
      interrupts,
      history,
      resumed: earlier !== undefined,
      journalError: () => journalError,
    });
  } finally {
    journal.close();
  }
}

interface Execution {
  readonly parameters: RunParameters;
  readonly run: RunFolder;
  readonly journal: Journal;
  readonly redactor: Redactor;
  readonly interrupts: Interrupts;
  readonly history: RunHistory;
  readonly resumed: boolean;
  readonly journalError: () => WirebookError | undefined;
}

async function execute(execution: Execution): Promise<RunOutcome> {
  const { parameters, run, journal, interrupts } = execution;
  const { clock, timeoutMs } = parameters;
  const started = clock.now();
  const ms = timeoutMs ?? Number.POSITIVE_INFINITY;
  using deadline = createDeadline({ ms, what: 'the run', signal: interrupts.first, clock });

  const opened = await open(execution, deadline.signal);
  journal.write(runStarted(execution, opened.session));

  let cells: CellsOutcome = { verdicts: [], wish: undefined };
  let error = opened.error;
  let teardown: TeardownFinished | undefined;
  if (opened.session !== undefined) {
    const { session } = opened;
    try {
      cells = await executeCells(execution, session, opened.attached, deadline.signal);
    } catch (thrown) {
      error = toErrorRecord(thrown);
    }
    if (deadline.passed()) error = toErrorRecord(deadline.signal.reason);
    const verdict = verdictOf(execution, cells, error);
    teardown = await tearDown({
      session,
      lab: parameters.name,
      runId: run.runId,
      commandOptions: parameters.commandOptions,
      keep: keeps(parameters.keep, cells.wish, verdict),
      abandon: interrupts.second,
      clock,
      write: journal.write,
    });
  }

  const crash = interrupts.crash();
  if (crash !== undefined) error = toErrorRecord(crash.error);
  const broken = execution.journalError();
  if (broken !== undefined) error = toErrorRecord(broken);
  const verdict = verdictOf(execution, cells, error);
  const exitCode = runExitCode({
    verdict,
    signal: interrupts.received(),
    // With the second Ctrl-C the person has chosen to leave it.
    teardownIncomplete: teardown?.outcome === 'incomplete' && !interrupts.second.aborted,
  });
  const durationMs = clock.now() - started;
  journal.redactAgain();
  await redactFilesAgain(run.folder, execution.redactor);
  journal.write({
    type: 'run.finished',
    verdict,
    exitCode,
    durationMs,
    ...(error === undefined ? {} : { error }),
  });
  const { runId, folder } = run;
  return { runId, folder, journal: journal.file, verdict, exitCode, durationMs, teardown, error };
}

interface Opened {
  readonly session: TargetSession | undefined;
  /** Whether what an earlier process deployed is still there. */
  readonly attached: boolean;
  readonly error?: ErrorRecord;
}

async function open(execution: Execution, signal: AbortSignal): Promise<Opened> {
  const { parameters, run, journal, redactor, resumed } = execution;
  const { target, name, path, timers, keep } = parameters;
  const start = async (attach: boolean): Promise<TargetSession> => {
    const session = await target.open({
      lab: name,
      ...(path && { labFile: path }),
      runId: run.runId,
      folder: run.folder,
      timers,
      survive: keep !== undefined,
      attach,
      redact: redactor.text,
      onNotice: (text) => journal.write({ type: 'progress', text }),
      signal,
    });
    for (const secret of session.secrets) redactor.add(secret);
    return session;
  };
  try {
    if (!resumed) return { session: await start(false), attached: false };
    try {
      return { session: await start(true), attached: true };
    } catch (error) {
      if (!(error instanceof WirebookError) || error.code !== 'session-gone') throw error;
      const text = 'What this run had deployed is gone: it runs again from the first cell.';
      journal.write({ type: 'progress', text });
      return { session: await start(false), attached: false };
    }
  } catch (error) {
    return { session: undefined, attached: false, error: toErrorRecord(error) };
  }
}

function runStarted(execution: Execution, session: TargetSession | undefined): RunStarted {
  const { parameters, run, resumed } = execution;
  const { lab, name, file, target, timers, versions } = parameters;
  return {
    type: 'run.started',
    runId: run.runId,
    lab: { name, title: lab.title, file },
    target: target.name,
    timers,
    versions: { ...versions, ...session?.versions },
    cells: lab.cells.map((cell) =>
      cell.kind === 'prose'
        ? { id: cell.id, kind: cell.kind, markdown: cell.markdown }
        : {
            id: cell.id,
            kind: cell.kind,
            step: typeof cell.step === 'function' ? 'computed' : cell.step.kind,
            title: cell.title,
            needs: cell.needs,
          },
    ),
    ...(resumed ? { resumed } : {}),
  };
}

async function executeCells(
  execution: Execution,
  session: TargetSession,
  attached: boolean,
  signal: AbortSignal,
): Promise<CellsOutcome> {
  const { parameters, run, journal, redactor, history } = execution;
  const { lab, clock, timers, conductor, selection = {} } = parameters;
  const deployments = createDeployments({ lab, session, onSecret: redactor.add });
  const results = new Map(attached ? history.results : []);
  if (attached && history.deployed !== undefined) {
    const { default: stack } = await lab.stack();
    const { props, handles } = history.deployed;
    deployments.restore({ stack, props: props as object }, handles);
  }
  const state: RunState = {
    lab,
    folder: run.folder,
    session,
    journal,
    redactor,
    clock,
    timers,
    deployments,
    results,
  };
  const earlier = attached ? history.verdicts : undefined;
  const plan = planCells({ lab, selection, earlier });
  const { attempts } = history;
  return runCells({ state, cells: stepCells(lab), plan, attempts, conductor, signal });
}

function verdictOf(
  { interrupts }: Execution,
  { verdicts }: CellsOutcome,
  error: ErrorRecord | undefined,
): Verdict {
  const interrupted = interrupts.received() !== undefined || error?.code === 'deadline-passed';
  return runVerdict({ cells: verdicts, interrupted, broken: error !== undefined });
}

function keeps(keep: RunParameters['keep'], wish: CellsOutcome['wish'], verdict: Verdict): boolean {
  if (wish !== undefined) return wish === 'keep';
  if (keep === 'on-failure') return verdict !== 'passed' && verdict !== 'skipped';
  return keep === 'always';
}

function stillUp(
  { name: lab, invocation = lab, commandOptions = '' }: RunParameters,
  runId: string,
): WirebookError {
  return new WirebookError({
    code: 'lab-still-up',
    message: `The lab ${lab} is still up from run ${runId}.`,
    next: `Go on with it: npm run lab -- ${invocation} --resume${commandOptions}, or remove it: npm run lab -- destroy ${lab}${commandOptions}`,
  });
}
