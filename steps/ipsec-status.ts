import { tableCheck } from '../src/lab/check.ts';
import { compareTables, tablesAgree } from '../src/lab/compare.ts';
import type { Duration } from '../src/lab/duration.ts';
import type { Machine, Ref } from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import { poll } from '../src/lab/wait.ts';
import { expectedTable, toTable, type Expected } from './expect-rows.ts';
import { parseIpsecStatus, type IpsecStatusRow } from './linux/parse-ipsec-status.ts';
import { withinMs } from './timing.ts';

export interface IpsecStatusParameters {
  /** All security associations, in any order; only the fields given are compared. `[]`: there is none. */
  readonly expect: readonly Expected<IpsecStatusRow>[];
  /** There may be others: a peer that dials, too, makes its own. @default false */
  readonly othersToo?: boolean;
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type IpsecStatusResult = readonly IpsecStatusRow[];

const headings = {
  connection: 'Connection',
  ike: 'IKE SA',
  local: 'Local',
  remote: 'Remote',
  remoteIdentity: 'Remote identity',
  child: 'Child SA',
  mode: 'Mode',
  protocol: 'Protocol',
  localSelector: 'Local selector',
  remoteSelector: 'Remote selector',
} as const satisfies Record<keyof IpsecStatusRow, string>;

const command = 'sudo ipsec status';

/**
 * Reads the security associations of strongSwan on a machine, and waits until they are as expected.
 *
 * @example
 * ```ts
 * step(ipsecStatus(strongswan, { expect: [{ connection: 'azure', ike: 'ESTABLISHED', child: 'INSTALLED' }] }));
 * ```
 */
export function ipsecStatus(
  machine: Ref<Machine>,
  parameters: IpsecStatusParameters,
): Step<IpsecStatusResult> {
  return {
    kind: 'ipsecStatus',
    title: `IPsec status of ${machine.ref}`,
    uses: [machine],
    observes: true,
    run: (context) => checkIpsecStatus(context, context.resolve(machine), parameters),
  };
}

/** Waits for the associations, then shows and checks what there is. */
export async function checkIpsecStatus(
  context: StepContext,
  machine: Machine,
  { expect, othersToo = false, within }: IpsecStatusParameters,
): Promise<IpsecStatusResult> {
  const expected = expectedTable(expect, headings);
  const look = async (quiet: boolean, signal?: AbortSignal) => {
    const { stdout } = await context.run(machine, command, { quiet, ...(signal && { signal }) });
    return parseIpsecStatus(stdout);
  };
  const agrees = (rows: IpsecStatusResult) => {
    const difference = compareTables(expected, toTable(rows, headings));
    return othersToo ? difference.missing.length === 0 : tablesAgree(difference);
  };
  const until = context.clock.now() + withinMs(context, within);

  let seen: IpsecStatusResult;
  do {
    await poll({
      probe: (signal) => look(true, signal),
      until: agrees,
      within: Math.max(0, until - context.clock.now()),
      signal: context.signal,
      clock: context.clock,
    });
    // Rekeying, or the peer dialling too, may change it between two looks: the one that is shown decides.
    seen = await look(false);
  } while (!agrees(seen) && context.clock.now() < until);
  const table = toTable(seen, headings);
  const { matched } = compareTables(expected, table);
  context.check(
    tableCheck({
      title: `Security associations of ${machine.name}`,
      expected,
      seen: othersToo && agrees(seen) ? { columns: expected.columns, rows: matched } : table,
    }),
  );
  return seen;
}
