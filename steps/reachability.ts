import { tableCheck } from '../src/lab/check.ts';
import { compareTables, tablesAgree } from '../src/lab/compare.ts';
import type { Duration } from '../src/lab/duration.ts';
import type { Machine, Ref } from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import { poll } from '../src/lab/wait.ts';
import { expectedTable, toTable, type Expected } from './expect-rows.ts';
import { addressOf, nameOf, refsOf, type Destination } from './linux/address-of.ts';
import { sendPing } from './linux/send-ping.ts';
import { withinMs } from './timing.ts';

/** Whether a machine reaches an address. */
export type ReachabilityRow = {
  /** Name of the machine. */
  readonly from: string;
  /** The address, or the name of the machine. */
  readonly to: string;
  readonly reachable: boolean;
};

export interface ReachabilityParameters {
  readonly from: Ref<Machine> | readonly Ref<Machine>[];
  /** Addresses, or machines: their first private address. */
  readonly to: Destination | readonly Destination[];
  /** All pairs, in any order. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<ReachabilityRow>[];
  /** How long to wait until it is so; `0` looks once. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type ReachabilityResult = readonly ReachabilityRow[];

const headings = {
  from: 'From',
  to: 'To',
  reachable: 'Reachable',
} as const satisfies Record<keyof ReachabilityRow, string>;

/**
 * Who reaches whom, by ping: each of the machines pings each of the destinations. Reachable is what
 * answers at all.
 *
 * @example
 * ```ts
 * step(reachability({
 *   from: [client0, client1],
 *   to: [spokeVm0, spokeVm1],
 *   expect: [
 *     { from: 'client0', to: 'vm-spoke0', reachable: true },
 *     { from: 'client0', to: 'vm-spoke1', reachable: false },
 *     { from: 'client1', to: 'vm-spoke0', reachable: false },
 *     { from: 'client1', to: 'vm-spoke1', reachable: true },
 *   ],
 * }));
 * ```
 */
export function reachability(parameters: ReachabilityParameters): Step<ReachabilityResult> {
  const { expect, within } = parameters;
  const from = listOf<Ref<Machine>>(parameters.from);
  const to = listOf<Destination>(parameters.to);
  return {
    kind: 'reachability',
    title: `What ${from.map(({ ref }) => ref).join(' and ')} can reach`,
    uses: [...from, ...refsOf(...to)],
    observes: true,
    async run(context) {
      const title = 'Reachability';
      const pairs = from.flatMap((source) => to.map((destination) => ({ source, destination })));
      if (expect === undefined) {
        const rows = await lookAt(context, pairs, false);
        context.show(title, toTable(rows, headings));
        return rows;
      }
      const expected = expectedTable(expect, headings);
      const agrees = (rows: ReachabilityResult) =>
        tablesAgree(compareTables(expected, toTable(rows, headings)));
      const until = context.clock.now() + withinMs(context, within);
      let rows: ReachabilityResult;
      do {
        const left = until - context.clock.now();
        if (left > 0) {
          await poll({
            probe: (signal) => lookAt(context, pairs, true, signal),
            until: agrees,
            within: left,
            signal: context.signal,
            clock: context.clock,
          });
        }
        // Routing may change between two looks: the one that is shown decides.
        rows = await lookAt(context, pairs, false);
      } while (!agrees(rows) && context.clock.now() < until);
      context.check(tableCheck({ title, expected, seen: toTable(rows, headings) }));
      return rows;
    },
  };
}

interface Pair {
  readonly source: Ref<Machine>;
  readonly destination: Destination;
}

async function lookAt(
  context: StepContext,
  pairs: readonly Pair[],
  quiet: boolean,
  signal?: AbortSignal,
): Promise<ReachabilityResult> {
  const look = async ({ source, destination }: Pair): Promise<ReachabilityRow> => {
    const machine = context.resolve(source);
    const { received } = await sendPing(context, {
      machine,
      address: addressOf(context, destination),
      count: quiet ? 1 : 2,
      quiet,
      ...(signal && { signal }),
    });
    return { from: machine.name, to: nameOf(context, destination), reachable: received > 0 };
  };
  if (quiet) return await Promise.all(pairs.map(look));
  // One after the other, so that the report reads in order.
  const rows: ReachabilityRow[] = [];
  for (const pair of pairs) rows.push(await look(pair));
  return rows;
}

function listOf<Item extends object | string>(given: Item | readonly Item[]): readonly Item[] {
  return Array.isArray(given) ? (given as readonly Item[]) : [given as Item];
}
