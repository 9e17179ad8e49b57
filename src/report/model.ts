import { WirebookError } from '../lab/errors.ts';
import type {
  CheckDone,
  CommandStarted,
  DifferenceSeen,
  FileKept,
  ErrorRecord,
  JournalEvent,
  PlanMade,
  ResourceProgress,
  RunFinished,
  RunStarted,
  TableShown,
  Topology,
  Verdict,
} from '../lab/events.ts';
import { mergeOutlines } from './outline.ts';

/** A run as its journal tells it: what every renderer reads. */
export interface RunModel extends Pick<
  RunStarted,
  'runId' | 'lab' | 'target' | 'timers' | 'versions'
> {
  /** ISO time of the first start. */
  readonly startedAt: string;
  /** One for the first start, one for each resumption. */
  readonly sessions: readonly SessionModel[];
  /** The verdict of the last session; undefined when its end was not recorded. */
  readonly verdict: Verdict | undefined;
  /** Milliseconds, over all sessions; up to the last event where an end was not recorded. */
  readonly durationMs: number;
  readonly cells: readonly CellModel[];
  readonly teardown: TeardownModel | undefined;
}

export interface SessionModel {
  readonly startedAt: string;
  readonly lastEventAt: string;
  /** The signal that interrupted it. */
  readonly interrupted?: string;
  /** Absent when the process died, or is still at work. */
  readonly finished?: Pick<RunFinished, 'verdict' | 'exitCode' | 'durationMs' | 'error'>;
}

export type CellModel = ProseCellModel | StepCellModel;

export interface ProseCellModel {
  readonly kind: 'prose';
  readonly id: string;
  readonly markdown: string;
}

export interface StepCellModel {
  readonly kind: 'step';
  readonly id: string;
  readonly step: string;
  readonly title: string;
  readonly needs: readonly string[];
  readonly attempts: readonly AttemptModel[];
  /** The attempt that counts: the last one; undefined when the cell was never reached. */
  readonly last: AttemptModel | undefined;
  /** How many attempts truly ran, that is, were neither blocked nor skipped. */
  readonly runs: number;
}

export interface AttemptModel {
  /** Absent while it runs, or when its end was not recorded. */
  readonly verdict?: Verdict;
  readonly durationMs?: number;
  readonly error?: ErrorRecord;
  /** In the order in which they began. */
  readonly items: readonly ItemModel[];
}

export type ItemModel =
  | CommandModel
  | ({ readonly kind: 'check' } & Pick<CheckDone, 'title' | 'passed' | 'comparison'>)
  | ({ readonly kind: 'table' } & Pick<TableShown, 'title' | 'table'>)
  | ({ readonly kind: 'plan' } & Pick<PlanMade, 'drift' | 'changes'>)
  | { readonly kind: 'resources'; readonly resources: readonly ResourceModel[] }
  | { readonly kind: 'topology'; readonly topology: Topology }
  | ({ readonly kind: 'difference' } & Pick<DifferenceSeen, 'title' | 'tables'>)
  | ({ readonly kind: 'file' } & Pick<FileKept, 'title' | 'path' | 'bytes'>);

export type ItemKind = ItemModel['kind'];
export type ItemOf<K extends ItemKind> = Extract<ItemModel, { readonly kind: K }>;

export interface CommandModel {
  readonly kind: 'command';
  readonly text: string;
  readonly where: CommandStarted['where'];
  /** Both streams, in the order of arrival. */
  readonly output: string;
  /** How many lines of output were taken away to shorten a report. */
  readonly leftOut?: number;
  /** null when a signal ended it. */
  readonly exitCode?: number | null;
  /** Absent when its end was not recorded. */
  readonly durationMs?: number;
}

export type ResourceModel = Pick<
  ResourceProgress,
  'address' | 'action' | 'status' | 'durationMs' | 'error'
>;

export interface TeardownModel {
  /** `unfinished`: it began, and its end was not recorded. */
  readonly outcome: 'done' | 'kept' | 'incomplete' | 'unfinished';
  readonly durationMs?: number;
  readonly left: readonly string[];
  readonly error?: ErrorRecord;
}

/** Reads a journal. Throws `journal-without-start` when no run ever started in it. */
export function buildModel(events: readonly JournalEvent[]): RunModel {
  const state: State = { starts: [], sessions: [], attempts: new Map(), teardown: undefined };
  for (const event of events) {
    const handle = handlers[event.type] as (state: State, event: JournalEvent) => void;
    handle(state, event);
    const session = state.sessions.at(-1);
    if (session !== undefined) session.lastEventAt = event.at;
  }
  const [first] = state.starts;
  const latest = state.starts.at(-1);
  if (first === undefined || latest === undefined) throw withoutStart();
  return {
    runId: first.runId,
    lab: latest.lab,
    target: latest.target,
    timers: latest.timers,
    versions: latest.versions,
    startedAt: first.at,
    sessions: state.sessions,
    verdict: state.sessions.at(-1)?.finished?.verdict,
    durationMs: state.sessions.reduce((sum, session) => sum + sessionDuration(session), 0),
    cells: mergeOutlines(
      state.starts.map((start) => start.cells),
      [...state.attempts.keys()],
    ).map((outline) =>
      outline.kind === 'prose' ? outline : stepCell(outline, state.attempts.get(outline.id) ?? []),
    ),
    teardown: state.teardown,
  };
}

/** The step cells of a run. */
export const stepCells = (model: RunModel): readonly StepCellModel[] =>
  model.cells.filter((cell) => cell.kind === 'step');

type Event<T extends JournalEvent['type']> = Extract<JournalEvent, { readonly type: T }>;
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface State {
  readonly starts: Event<'run.started'>[];
  readonly sessions: Mutable<SessionModel>[];
  readonly attempts: Map<string, OpenAttempt[]>;
  teardown: TeardownModel | undefined;
}

/** An attempt while its events arrive. */
type OpenAttempt = Mutable<AttemptModel> & {
  readonly items: ItemModel[];
  readonly commands: Map<string, Mutable<CommandModel>>;
  /** Of the deployment under way. */
  resources: ResourceModel[] | undefined;
  /** How many sessions had begun: an attempt does not outlive its session. */
  readonly session: number;
};

type Handlers = {
  readonly [T in JournalEvent['type']]: (state: State, event: Event<T>) => void;
};

const handlers: Handlers = {
  'run.started'(state, event) {
    state.starts.push(event);
    state.sessions.push({ startedAt: event.at, lastEventAt: event.at });
    // What an earlier session kept is in use again.
    state.teardown = undefined;
  },
  'cell.started'(state, event) {
    begin(state, event.cell);
  },
  'command.started'(state, event) {
    const { text, where } = event;
    const command: Mutable<CommandModel> = { kind: 'command', text, where, output: '' };
    const attempt = current(state, event.cell);
    attempt.commands.set(event.command, command);
    attempt.items.push(command);
  },
  'command.output'(state, event) {
    const command = current(state, event.cell).commands.get(event.command);
    if (command !== undefined) command.output += event.text;
  },
  'command.finished'(state, event) {
    const command = current(state, event.cell).commands.get(event.command);
    if (command === undefined) return;
    command.exitCode = event.exitCode;
    command.durationMs = event.durationMs;
  },
  check(state, { cell, title, passed, comparison }) {
    current(state, cell).items.push({ kind: 'check', title, passed, comparison });
  },
  table(state, { cell, title, table }) {
    current(state, cell).items.push({ kind: 'table', title, table });
  },
  plan(state, { cell, drift, changes }) {
    const attempt = current(state, cell);
    attempt.items.push({ kind: 'plan', drift, changes });
    attempt.resources = undefined;
  },
  resource(state, { cell, address, action, status, durationMs, error }) {
    const resources = openResources(current(state, cell));
    const known = resources.findIndex((resource) => resource.address === address);
    resources.splice(known === -1 ? resources.length : known, 1, {
      address,
      action,
      status,
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(error === undefined ? {} : { error }),
    });
  },
  topology(state, { cell, topology }) {
    current(state, cell).items.push({ kind: 'topology', topology });
  },
  difference(state, { cell, title, tables }) {
    current(state, cell).items.push({ kind: 'difference', title, tables });
  },
  file(state, { cell, title, path, bytes }) {
    current(state, cell).items.push({ kind: 'file', title, path, bytes });
  },
  progress() {},
  'cell.finished'(state, event) {
    const attempt = finishing(state, event);
    attempt.verdict = event.verdict;
    attempt.durationMs = event.durationMs;
    if (event.error !== undefined) attempt.error = event.error;
  },
  'run.interrupted'(state, { signal }) {
    const session = state.sessions.at(-1);
    if (session !== undefined) session.interrupted = signal;
  },
  'teardown.started'(state) {
    state.teardown = { outcome: 'unfinished', left: [] };
  },
  'teardown.finished'(state, { outcome, durationMs, left, error }) {
    state.teardown = {
      outcome,
      durationMs,
      left: left ?? [],
      ...(error === undefined ? {} : { error }),
    };
  },
  'run.finished'(state, { verdict, exitCode, durationMs, error }) {
    const session = state.sessions.at(-1);
    if (session === undefined) return;
    session.finished = { verdict, exitCode, durationMs, ...(error === undefined ? {} : { error }) };
  },
};

function begin(state: State, cell: string): OpenAttempt {
  const attempt: OpenAttempt = {
    items: [],
    commands: new Map(),
    resources: undefined,
    session: state.sessions.length,
  };
  const attempts = state.attempts.get(cell);
  if (attempts === undefined) state.attempts.set(cell, [attempt]);
  else attempts.push(attempt);
  return attempt;
}

function current(state: State, cell: string): OpenAttempt {
  return state.attempts.get(cell)?.at(-1) ?? begin(state, cell);
}

/** A cell that is blocked or skipped may finish without having started. */
function finishing(state: State, event: Event<'cell.finished'>): OpenAttempt {
  const attempt = state.attempts.get(event.cell)?.at(-1);
  const open =
    attempt !== undefined &&
    attempt.verdict === undefined &&
    attempt.session === state.sessions.length;
  return open ? attempt : begin(state, event.cell);
}

/** The resources of the deployment under way; they are listed where its first one began. */
function openResources(attempt: OpenAttempt): ResourceModel[] {
  if (attempt.resources !== undefined) return attempt.resources;
  const resources: ResourceModel[] = [];
  attempt.resources = resources;
  attempt.items.push({ kind: 'resources', resources });
  return resources;
}

function stepCell(
  outline: Omit<StepCellModel, 'attempts' | 'last' | 'runs'>,
  attempts: readonly AttemptModel[],
): StepCellModel {
  const ran = attempts.filter(
    (attempt) => attempt.verdict !== 'blocked' && attempt.verdict !== 'skipped',
  );
  // A resumed run may skip what an earlier session did; what was done then still stands.
  const last = attempts.findLast((attempt) => attempt.verdict !== 'skipped') ?? attempts.at(-1);
  return { ...outline, attempts, last, runs: ran.length };
}

function sessionDuration(session: SessionModel): number {
  if (session.finished !== undefined) return session.finished.durationMs;
  const elapsed = Date.parse(session.lastEventAt) - Date.parse(session.startedAt);
  return Number.isFinite(elapsed) ? Math.max(0, elapsed) : 0;
}

function withoutStart(): WirebookError {
  return new WirebookError({
    code: 'journal-without-start',
    message: 'The journal holds no run: its first event, run.started, is missing',
    next: 'Name another run, or run the lab again.',
  });
}
