import { tableCheck } from '../src/lab/check.ts';
import { compareTables, type ExpectedTable } from '../src/lab/compare.ts';
import type { Duration } from '../src/lab/duration.ts';
import type { Machine, Ref } from '../src/lab/handle.ts';
import type { ResultRef, Step } from '../src/lab/step.ts';
import type { Table } from '../src/lab/table.ts';
import { poll } from '../src/lab/wait.ts';
import { quote } from '../src/lab/quote.ts';
import { expectedTable, toTable, type Expected } from './expect-rows.ts';
import { parseConntrack, type ConntrackRow } from './linux/parse-conntrack.ts';

export interface ConntrackParameters {
  /** Text that the entries contain, such as an address. */
  readonly match: string;
  /**
   * Entries that must be there; only the fields given are compared. Other entries may be there as
   * well, and each may be there several times: every ping leaves one of its own.
   */
  readonly expect: readonly Expected<ConntrackRow>[];
  /** How long to wait for them. @default 5 s: an ICMP entry lives for 30 s only */
  readonly within?: Duration;
  /** The cell whose packets made the entries: `--from` this cell then runs it as well. */
  readonly after?: ResultRef<unknown>;
}

export type ConntrackResult = readonly ConntrackRow[];

const headings = {
  protocol: 'Protocol',
  state: 'State',
  source: 'Source',
  destination: 'Destination',
  sourcePort: 'Source port',
  destinationPort: 'Destination port',
  replySource: 'Reply source',
  replyDestination: 'Reply destination',
  replySourcePort: 'Reply source port',
  replyDestinationPort: 'Reply destination port',
  replied: 'Replied',
  timeout: 'Timeout',
} as const satisfies Record<keyof ConntrackRow, string>;

/**
 * Looks into the connection tracking table of a machine: which address a packet had, and which one
 * its answer goes to after NAT.
 *
 * @example
 * ```ts
 * step(conntrack(vm3, {
 *   match: '8.8.4.4',
 *   expect: [{ protocol: 'icmp', source: '10.1.0.4', destination: '8.8.4.4', replyDestination: '10.2.1.4' }],
 * }));
 * ```
 */
export function conntrack(
  machine: Ref<Machine>,
  parameters: ConntrackParameters,
): Step<ConntrackResult> {
  const { match, expect, within = '5s', after } = parameters;
  const command = `sudo conntrack -L | grep -F ${quote(match)}`;
  return {
    kind: 'conntrack',
    title: `Tracked connections of ${machine.ref} with ${match}`,
    uses: [machine],
    observes: true,
    reads: after === undefined ? [] : [after],
    async run(context) {
      const on = context.resolve(machine);
      const expected = expectedTable(expect, headings);
      const look = async (quiet: boolean) =>
        parseConntrack((await context.run(on, command, { quiet })).stdout);

      await poll({
        probe: () => look(true),
        until: (rows) => compareTables(expected, relevant(rows, expected)).missing.length === 0,
        within,
        signal: context.signal,
        clock: context.clock,
      });
      const rows = await look(false);
      context.check(
        tableCheck({
          title: `${on.name} tracks the connection`,
          expected,
          seen: relevant(rows, expected),
        }),
      );
      return rows;
    },
  };
}

/** The entries that were expected, each once, in the compared columns; all entries when one of those is missing. */
function relevant(rows: readonly ConntrackRow[], expected: ExpectedTable): Table {
  const all = toTable(rows, headings);
  const kept = new Map<string, Table['rows'][number]>();
  for (const row of all.rows) {
    const one = { columns: expected.columns, rows: [row] };
    const wanted = expected.rows.some(
      (want) => compareTables({ columns: expected.columns, rows: [want] }, one).matched.length > 0,
    );
    if (!wanted) continue;
    const compared = Object.fromEntries(expected.columns.map((it) => [it, row[it] ?? '']));
    kept.set(JSON.stringify(compared), compared);
  }
  const found: Table = { columns: expected.columns, rows: [...kept.values()] };
  return compareTables(expected, found).missing.length === 0 ? found : all;
}
