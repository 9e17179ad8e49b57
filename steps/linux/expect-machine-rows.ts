import { tableCheck } from '../../src/lab/check.ts';
import { compareTables, tablesAgree } from '../../src/lab/compare.ts';
import type { Duration } from '../../src/lab/duration.ts';
import { WirebookError } from '../../src/lab/errors.ts';
import type { Machine } from '../../src/lab/handle.ts';
import type { CommandResult, StepContext } from '../../src/lab/step.ts';
import { poll } from '../../src/lab/wait.ts';
import { expectedTable, toTable, type Expected } from '../expect-rows.ts';
import { withinMs } from '../timing.ts';

/** A table that a program on a machine prints. */
export interface MachineTable<Row extends object> {
  readonly title: string;
  /** What a person types; the report shows it. */
  readonly command: string;
  /** What is read for the rows, unseen. @default `command` */
  readonly probe?: string;
  readonly parse: (output: string) => readonly Row[];
  readonly headings: Readonly<Record<keyof Row & string, string>>;
  readonly expect: readonly Expected<Row>[] | undefined;
  readonly within: Duration | undefined;
}

/**
 * Reads a table until it has the expected rows or time is up; then the command that a person would type
 * is run for the report, and the rows are checked. Without expectations it reads once and shows.
 * Throws `command-failed` when the program fails to the end.
 */
export async function expectMachineRows<Row extends object>(
  context: StepContext,
  machine: Machine,
  table: MachineTable<Row>,
): Promise<readonly Row[]> {
  const { title, command, probe = command, parse, headings, expect, within } = table;
  const look = async (how: 'shown' | 'unseen', signal?: AbortSignal): Promise<readonly Row[]> => {
    const quiet = how === 'unseen';
    const result = await context.run(machine, probe, { quiet, ...(signal && { signal }) });
    if (result.exitCode !== 0) throw failed(machine, probe, result);
    return parse(result.stdout);
  };
  if (expect === undefined) {
    const rows = await look(table.probe === undefined ? 'shown' : 'unseen');
    if (table.probe !== undefined) await context.run(machine, command);
    context.show(title, toTable(rows, headings));
    return rows;
  }
  const expected = expectedTable(expect, headings);
  const agrees = (seen: readonly Row[]) =>
    tablesAgree(compareTables(expected, toTable(seen, headings)));
  const until = context.clock.now() + withinMs(context, within);
  let rows: readonly Row[];
  do {
    const polled = await poll({
      probe: (signal) => look('unseen', signal),
      until: agrees,
      // A daemon that has just been restarted does not answer for a moment.
      tolerate: (error) => error instanceof WirebookError && error.code === 'command-failed',
      within: Math.max(0, until - context.clock.now()),
      signal: context.signal,
      clock: context.clock,
    });
    if (!polled.met && polled.error !== undefined) throw polled.error;
    const shown = await context.run(machine, command);
    // What is shown decides, where it is what is read.
    rows = table.probe === undefined ? parse(shown.stdout) : (polled.seen ?? []);
  } while (!agrees(rows) && context.clock.now() < until);
  context.check(tableCheck({ title, expected, seen: toTable(rows, headings) }));
  return rows;
}

function failed(machine: Machine, command: string, result: CommandResult): WirebookError {
  return new WirebookError({
    code: 'command-failed',
    message: `A command on ${machine.name} failed.`,
    facts: {
      command,
      'exit code': String(result.exitCode),
      said: (result.stderr.trim() || result.stdout.trim()).slice(-500),
    },
    next: 'Log in to the machine and repeat it: the program is not installed, or does not run.',
  });
}
