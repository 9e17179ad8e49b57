import { valueCheck } from '../src/lab/check.ts';
import { parseDuration, type Duration } from '../src/lab/duration.ts';
import type { Machine, Ref } from '../src/lab/handle.ts';
import type { Json, Step, StepContext } from '../src/lab/step.ts';
import { poll, waitFor } from '../src/lab/wait.ts';
import { addressOf, destinationName, refsOf, type Destination } from './linux/address-of.ts';
import { findOutages, flowsSteadily, type Outage } from './linux/outages.ts';
import type { PingReply } from './linux/parse-ping.ts';
import { intervalSeconds, startSteadyPing, type SteadyPing } from './linux/steady-ping.ts';
import { withinMs } from './timing.ts';

export interface FailoverParameters {
  readonly from: Ref<Machine>;
  readonly to: Destination;
  /** What happens meanwhile; several steps run one after the other. */
  readonly during: Step | readonly Step[];
  /** The longest that traffic may be away in all, seconds. @default any time, if it comes back */
  readonly maxAwaySeconds?: number;
  /** How long to watch after the steps even if nothing is lost: routing may follow later. @default 3s with fast timers, 3m with real ones */
  readonly settle?: Duration;
  /** How long to wait for traffic to come back. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type FailoverResult = {
  readonly transmitted: number;
  readonly lost: number;
  /** Whether traffic flowed in the end. */
  readonly returned: boolean;
  /** All outages together. */
  readonly awaySeconds: number;
  readonly outages: readonly Outage[];
  /** What the steps meanwhile returned; {@link repairLink} finds there what was broken. */
  readonly during: readonly Json[];
};

/**
 * Measures what a change costs: a ping every 0.2 s while other steps run, and from its own sequence
 * numbers and timestamps how many packets were lost and how long traffic was away.
 *
 * @example
 * ```ts
 * step(failover({ from: vm1, to: vm2, during: repairLink(failure), maxAwaySeconds: 5 }));
 * ```
 */
export function failover(parameters: FailoverParameters): Step<FailoverResult> {
  const { from, to, maxAwaySeconds } = parameters;
  const during = Array.isArray(parameters.during)
    ? (parameters.during as readonly Step[])
    : [parameters.during as Step];
  return {
    kind: 'failover',
    title: `${from.ref} pings ${destinationName(to)} steadily meanwhile: ${during.map((step) => step.title).join(', then ')}`,
    uses: [from, ...refsOf(to), ...during.flatMap((step) => step.uses)],
    reads: during.flatMap((step) => step.reads ?? []),
    async run(context) {
      const machine = context.resolve(from);
      const address = addressOf(context, to);
      const ping = await startSteadyPing(context, machine, address);
      try {
        await waitForTraffic(context, ping, address);
        const results: Json[] = [];
        // Steps return plain data, or nothing.
        for (const step of during) results.push(((await context.step(step)) as Json) ?? null);
        const returned = await waitForReturn(context, ping, parameters);
        const { replies, statistics } = await ping.stop();
        const outages = findOutages(replies, intervalSeconds);
        const result: FailoverResult = {
          transmitted: statistics.transmitted,
          lost: lostPackets(replies, statistics.transmitted, returned),
          returned,
          awaySeconds: round(outages.reduce((sum, outage) => sum + outage.seconds, 0)),
          outages,
          during: results,
        };
        show(context, result);
        context.check(
          valueCheck({
            title: `Traffic to ${address}`,
            expected:
              maxAwaySeconds === undefined
                ? 'flows in the end'
                : `flows in the end, away for at most ${maxAwaySeconds} s`,
            seen: describe(result),
            passed: returned && result.awaySeconds <= (maxAwaySeconds ?? Infinity),
          }),
        );
        return result;
      } finally {
        await ping.abandon();
      }
    },
  };
}

/** Answers in a row that count as traffic that flows. */
const steady = 5;

/** There has to be traffic before it can be lost. */
async function waitForTraffic(
  context: StepContext,
  ping: SteadyPing,
  address: string,
): Promise<void> {
  await waitFor({
    describe: `${address} to answer before anything is changed`,
    probe: (signal) => ping.replies(signal),
    until: (replies) => flowsSteadily(replies, steady),
    show: (replies) => `${replies.length} answers`,
    within: withinMs(context),
    signal: context.signal,
    clock: context.clock,
  });
}

/**
 * Watches until traffic has flowed for the settling time after the last answer that was there when the
 * steps ended. That time is counted in packets, so that the machine's clock need not agree with ours.
 */
async function waitForReturn(
  context: StepContext,
  ping: SteadyPing,
  { settle, within }: FailoverParameters,
): Promise<boolean> {
  const settleMs =
    settle === undefined ? (context.timers === 'fast' ? 3000 : 180_000) : parseDuration(settle);
  const last = (await ping.replies()).at(-1)?.sequence ?? 0;
  const enough = last + Math.ceil(settleMs / 1000 / intervalSeconds);
  const polled = await poll({
    probe: (signal) => ping.replies(signal),
    until: (replies) => (replies.at(-1)?.sequence ?? 0) >= enough && flowsSteadily(replies, steady),
    within: settleMs + withinMs(context, within),
    signal: context.signal,
    clock: context.clock,
  });
  return polled.met;
}

/** The last packet may still have been under way when traffic flowed. */
function lostPackets(
  replies: readonly PingReply[],
  transmitted: number,
  returned: boolean,
): number {
  const sent = returned ? (replies.at(-1)?.sequence ?? transmitted) : transmitted;
  return sent - replies.length;
}

function show(context: StepContext, { transmitted, lost, awaySeconds, outages }: FailoverResult) {
  context.show('Failover', {
    columns: ['Packets sent', 'Packets lost', 'Away'],
    rows: [
      {
        'Packets sent': String(transmitted),
        'Packets lost': String(lost),
        Away: `${awaySeconds} s`,
      },
    ],
  });
  if (outages.length < 2) return;
  context.show('Outages', {
    columns: ['First packet lost', 'Last packet lost', 'Lost', 'Away'],
    rows: outages.map((outage) => ({
      'First packet lost': String(outage.from),
      'Last packet lost': String(outage.to),
      Lost: String(outage.lost),
      Away: `${outage.seconds} s`,
    })),
  });
}

function describe({ returned, awaySeconds, lost }: FailoverResult): string {
  const packets = lost === 1 ? '1 packet lost' : `${lost} packets lost`;
  const cost = lost === 0 ? 'nothing lost' : `away for ${awaySeconds} s, ${packets}`;
  return returned ? `flows in the end, ${cost}` : `has not come back, ${packets}`;
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
