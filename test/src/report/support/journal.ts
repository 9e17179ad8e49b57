import { compareTables, tablesAgree } from '../../../../src/lab/compare.ts';
import type {
  CellOutline,
  JournalEntry,
  JournalEvent,
  Verdict,
} from '../../../../src/lab/events.ts';
import type { Table } from '../../../../src/lab/table.ts';

/** Writes journals for tests: time goes on by itself, and a cell's events need not repeat its id. */
export interface JournalWriter {
  readonly events: JournalEvent[];
  add(entry: JournalEntry, afterMs?: number): void;
  cell(id: string, options: CellOptions, body?: (cell: CellWriter) => void): void;
}

interface CellOptions {
  readonly verdict?: Verdict;
  readonly durationMs?: number;
  readonly attempt?: number;
  readonly error?: Extract<JournalEntry, { type: 'cell.finished' }>['error'];
  /** The journal stops in the middle of it. */
  readonly open?: boolean;
}

/** What a cell may record; `cell` is added. */
export interface CellWriter {
  machine(machine: string, command: string, output: string, exitCode?: number | null): void;
  equivalent(command: string, output: string): void;
  table(title: string, expected: Table, seen: Table): void;
  value(title: string, expected: string, seen: string): void;
  add(entry: DistributiveOmit<Extract<JournalEntry, { cell: string }>, 'cell'>): void;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

export function createJournal(): JournalWriter {
  let now = Date.parse('2026-03-02T09:00:00.000Z');
  let commands = 0;
  const events: JournalEvent[] = [];

  const add = (entry: JournalEntry, afterMs = 250): void => {
    now += afterMs;
    events.push({ at: new Date(now).toISOString(), ...entry });
  };

  const writer = (cell: string): CellWriter => {
    const command = (
      where: Extract<JournalEntry, { type: 'command.started' }>['where'],
      text: string,
      output: string,
      exitCode: number | null,
    ): void => {
      const id = `c${(commands += 1)}`;
      add({ type: 'command.started', cell, command: id, text, where });
      for (const line of output.split(/(?<=\n)/).filter((part) => part !== '')) {
        add({ type: 'command.output', cell, command: id, stream: 'stdout', text: line }, 10);
      }
      add({ type: 'command.finished', cell, command: id, exitCode, durationMs: 2100 });
    };
    return {
      machine: (machine, text, output, exitCode = 0) =>
        command({ kind: 'machine', machine, user: 'hans' }, text, output, exitCode),
      equivalent: (text, output) =>
        command({ kind: 'equivalent', cloud: 'azure' }, text, output, 0),
      table(title, expected, seen) {
        const difference = compareTables(expected, seen);
        const passed = tablesAgree(difference);
        const comparison = { kind: 'table', expected, seen, difference } as const;
        add({ type: 'check', cell, title, passed, comparison });
      },
      value: (title, expected, seen) =>
        add({
          type: 'check',
          cell,
          title,
          passed: expected === seen,
          comparison: { kind: 'value', expected, seen },
        }),
      add: (entry) => add({ ...entry, cell }),
    };
  };

  return {
    events,
    add,
    cell(id, { verdict = 'passed', durationMs = 2300, attempt = 1, error, open = false }, body) {
      add({ type: 'cell.started', cell: id, attempt });
      body?.(writer(id));
      if (open) return;
      add({
        type: 'cell.finished',
        cell: id,
        attempt,
        verdict,
        durationMs,
        ...(error === undefined ? {} : { error }),
      });
    },
  };
}

/** A run's start over some steps, each of which needs all before it. */
export function runStarted(
  cells: readonly CellOutline[],
  more: Partial<Extract<JournalEntry, { type: 'run.started' }>> = {},
): JournalEntry {
  return {
    type: 'run.started',
    runId: '20260302-090000-7f3a',
    lab: { name: 'small', title: 'A small lab', file: 'labs/small/lab.ts' },
    target: 'local',
    timers: 'fast',
    versions: { wirebook: '0.1.0', node: '24.21.0' },
    cells,
    ...more,
  };
}

/** Step outlines from `id: title`, each needing those before it. */
export const steps = (titles: Readonly<Record<string, string>>): readonly CellOutline[] =>
  Object.entries(titles).map(([id, title], index, all) => ({
    id,
    kind: 'step',
    step: 'run',
    title,
    needs: all.slice(0, index).map(([id]) => id),
  }));

export const prose = (id: string, markdown: string): CellOutline => ({
  id,
  kind: 'prose',
  markdown,
});
