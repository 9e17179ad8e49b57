import type { Duration } from '../src/lab/duration.ts';
import type { Machine, Ref } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { quote } from '../src/lab/quote.ts';
import type { Expected } from './expect-rows.ts';
import {
  addressOf,
  destinationName,
  nameOf,
  refsOf,
  type Destination,
} from './linux/address-of.ts';
import { installPackages, isInstalled, setup } from './linux/commands.ts';
import { expectMachineRows } from './linux/expect-machine-rows.ts';
import { parseTraceroute, type TracerouteHop } from './linux/parse-traceroute.ts';

export interface TracerouteParameters {
  /** An address, or a machine: its first private address. */
  readonly to: Destination;
  /**
   * Who answers, from the nearest hop to the last: addresses, or machines (their first private address);
   * `*` for silence: gateways and networks of clouds do not answer. `[]`: nobody does.
   * Without, the hops are shown and not checked.
   */
  readonly expect?: readonly Destination[];
  /** How far to look. @default 10 */
  readonly maxHops?: number;
  /** How long to wait until it is so. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type TracerouteResult = readonly TracerouteHop[];

const headings = {
  hop: 'Hop',
  address: 'Address',
  ms: 'Round trip (ms)',
} as const satisfies Record<keyof TracerouteHop, string>;

/**
 * Traces the way of a packet from a machine, one probe a hop, and waits until it is as expected.
 *
 * @example
 * ```ts
 * step(traceroute(client, { to: spokeVm, expect: ['10.100.10.1', '*', spokeVm] }));
 * ```
 */
export function traceroute(
  machine: Ref<Machine>,
  parameters: TracerouteParameters,
): Step<TracerouteResult> {
  const { to, expect, maxHops = 10, within } = parameters;
  return {
    kind: 'traceroute',
    title: `Way from ${machine.ref} to ${destinationName(to)}`,
    uses: [machine, ...refsOf(to, ...(expect ?? []))],
    observes: true,
    async run(context) {
      const on = context.resolve(machine);
      if (!(await isInstalled(context, on, 'traceroute'))) {
        const next = 'Install traceroute on the machine.';
        const purpose = `gives ${on.name} traceroute`;
        await installPackages(setup({ context, machine: on, purpose, next }), 'traceroute');
      }
      return await expectMachineRows<TracerouteHop>(context, on, {
        title: `Hops from ${on.name} to ${nameOf(context, to)}`,
        // Few probes at once: Linux answers with few ICMP errors a second.
        command: `traceroute -n -q 1 -w 1 -N 3 -m ${maxHops} ${quote(addressOf(context, to))}`,
        parse: parseTraceroute,
        headings,
        expect: expect?.map((by, index): Expected<TracerouteHop> => ({
          hop: index + 1,
          address: by === '*' ? null : addressOf(context, by),
        })),
        within,
      });
    },
  };
}
