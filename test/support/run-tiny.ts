import type { JournalEntry, JournalEvent, Verdict } from '../../src/lab/events.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { systemClock } from '../../src/lab/clock.ts';
import type { RunnerProcess, StopSignal } from '../../src/runner/process.ts';
import { runLab, type RunOutcome, type RunParameters } from '../../src/runner/run.ts';
import { createMemoryTarget, findMemorySession, type MemoryTarget } from './memory-target.ts';

/** A process that gets its signals from the test. */
export interface FakeProcess extends RunnerProcess {
  send(signal: StopSignal): void;
}

export function createFakeProcess(pid = process.pid): FakeProcess {
  const listeners = new Set<(signal: StopSignal) => void>();
  return {
    pid,
    startTime: (asked) => (asked === pid ? 'now' : undefined),
    onSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onOrphaned: () => () => undefined,
    onCrash: () => () => undefined,
    send(signal) {
      for (const listener of listeners) listener(signal);
    },
  };
}

export interface TinyRun {
  readonly outcome: RunOutcome;
  readonly events: readonly JournalEvent[];
  readonly target: MemoryTarget;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

export async function runTiny(
  lab: Lab,
  parameters: Partial<Omit<RunParameters, 'target'>> & {
    readonly reportsFolder: string;
    readonly target?: MemoryTarget;
    readonly onEach?: (event: JournalEvent) => void;
  },
): Promise<TinyRun> {
  const { target = createMemoryTarget(), reportsFolder, onEach } = parameters;
  const events: JournalEvent[] = [];
  const outcome = await runLab({
    name: 'tiny',
    file: '/labs/tiny/lab.ts',
    timers: 'fast',
    versions: { wirebook: '0' },
    findKept: () => findMemorySession(reportsFolder, 'tiny'),
    clock: systemClock,
    process: createFakeProcess(),
    onEvent(event) {
      events.push(event);
      onEach?.(event);
    },
    ...parameters,
    lab,
    target,
  });
  return { outcome, events, target, verdicts: verdictsOf(events) };
}

/** Last verdict of each cell, by its title's slug. */
export function verdictsOf(events: readonly JournalEvent[]): Readonly<Record<string, Verdict>> {
  return Object.fromEntries(
    ofType(events, 'cell.finished').map(({ cell, verdict }) => [cell.slice(3), verdict]),
  );
}

export function ofType<Type extends JournalEntry['type']>(
  events: readonly JournalEvent[],
  type: Type,
): readonly Extract<JournalEvent, { type: Type }>[] {
  return events.filter((event) => event.type === type) as unknown as readonly Extract<
    JournalEvent,
    { type: Type }
  >[];
}
