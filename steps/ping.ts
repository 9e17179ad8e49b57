import { valueCheck } from '../src/lab/check.ts';
import type { Duration } from '../src/lab/duration.ts';
import type { Machine, Ref } from '../src/lab/handle.ts';
import type { Step, StepContext } from '../src/lab/step.ts';
import { poll } from '../src/lab/wait.ts';
import { addressOf, destinationName, refsOf, type Destination } from './linux/address-of.ts';
import type { PingStatistics } from './linux/parse-ping.ts';
import { sendPing } from './linux/send-ping.ts';
import { withinMs } from './timing.ts';

export interface PingParameters {
  /** An address, or a machine: its first private address. */
  readonly to: Destination;
  /** Packets to send, one every 0.2 s. @default 3 */
  readonly count?: number;
  /** `true`: every packet is answered. `false`: none is. @default true */
  readonly reachable?: boolean;
  /** The TTL that answers must have. @default any */
  readonly ttl?: number;
  /** How long to wait until it is so; `0` looks once. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type PingResult = PingStatistics & { readonly to: string };

/**
 * Pings from a machine, and checks that the destination answers, or that it does not.
 *
 * Routing needs a moment after a change, so single packets are sent first, unseen, until the outcome
 * is the expected one; then the ping that the report shows decides.
 *
 * @example
 * ```ts
 * step(ping(vm1, { to: vm2, ttl: 64 }));
 * step(ping(vm1, { to: '10.5.0.4', reachable: false }));
 * ```
 */
export function ping(from: Ref<Machine>, parameters: PingParameters): Step<PingResult> {
  const { to, count = 3, reachable = true, ttl, within } = parameters;
  const name = destinationName(to);
  return {
    kind: 'ping',
    title: reachable ? `${from.ref} reaches ${name}` : `${from.ref} does not reach ${name}`,
    uses: [from, ...refsOf(to)],
    observes: true,
    async run(context) {
      const machine = context.resolve(from);
      const address = addressOf(context, to);
      const asExpected = (seen: PingStatistics) => isAsExpected(seen, reachable, ttl);
      const until = context.clock.now() + withinMs(context, within);

      let seen: PingStatistics;
      do {
        const left = until - context.clock.now();
        if (left > 0) await settle(context, { machine, address, asExpected, within: left });
        seen = await sendPing(context, { machine, address, count, quiet: false });
      } while (!asExpected(seen) && context.clock.now() < until);

      const expected: PingStatistics = reachable
        ? { ...seen, received: seen.transmitted, lossPercent: 0, ttls: ttl ? [ttl] : seen.ttls }
        : { ...seen, received: 0, lossPercent: 100, ttls: [] };
      context.check(
        valueCheck({
          title: reachable ? `${address} answers` : `${address} does not answer`,
          expected: describe(expected, ttl),
          seen: describe(seen, ttl),
          passed: asExpected(seen),
        }),
      );
      return { ...seen, to: address };
    },
  };
}

interface Sending {
  readonly machine: Machine;
  readonly address: string;
}

/** Sends single packets until one fares as expected or time is up. */
async function settle(
  context: StepContext,
  parameters: Sending & {
    readonly asExpected: (seen: PingStatistics) => boolean;
    readonly within: number;
  },
): Promise<void> {
  const { machine, address, asExpected, within } = parameters;
  await poll({
    probe: (signal) => sendPing(context, { machine, address, count: 1, quiet: true, signal }),
    until: asExpected,
    within,
    signal: context.signal,
    clock: context.clock,
  });
}

function isAsExpected(seen: PingStatistics, reachable: boolean, ttl: number | undefined): boolean {
  if (!reachable) return seen.transmitted > 0 && seen.received === 0;
  const everyAnswered = seen.received > 0 && seen.received === seen.transmitted;
  return everyAnswered && (ttl === undefined || seen.ttls.every((it) => it === ttl));
}

function describe(seen: PingStatistics, ttl: number | undefined): string {
  const answered = `${seen.received} of ${seen.transmitted} packets answered`;
  const withTtl = ttl !== undefined && seen.ttls.length > 0;
  return withTtl ? `${answered}, ttl ${seen.ttls.join(' and ')}` : answered;
}
