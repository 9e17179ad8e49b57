import { WirebookError } from '../../src/lab/errors.ts';
import type { Machine } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { quote } from '../../src/lab/quote.ts';
import { parsePing, parsePingReplies, type PingReply, type PingStatistics } from './parse-ping.ts';

/** A ping that runs on a machine while other things happen. */
export interface SteadyPing {
  /** The answers so far. */
  replies(signal?: AbortSignal): Promise<readonly PingReply[]>;
  /** Ends it: all answers, and the statistics that it printed. */
  stop(): Promise<{ readonly replies: readonly PingReply[]; readonly statistics: PingStatistics }>;
  /** Ends it without a word, if it still runs. */
  abandon(): Promise<void>;
}

/** Seconds between two packets: the shortest that an ordinary user may ask for. */
export const intervalSeconds = 0.2;

/**
 * Starts a ping in the background of a machine. It writes to a file there, so that it goes on when the
 * connection to the machine does not, and ends by itself after an hour whatever happens.
 */
export async function startSteadyPing(
  context: StepContext,
  machine: Machine,
  address: string,
): Promise<SteadyPing> {
  const log = `/tmp/ping-${address.replaceAll(/[^\w.:-]/g, '_')}.log`;
  const started = await context.run(
    machine,
    `timeout -s INT 3600 ping -D -i ${intervalSeconds} ${quote(address)} > ${log} 2>&1 < /dev/null & echo $!`,
  );
  const [, pid] = /^(\d+)\s*$/.exec(started.stdout) ?? [];
  if (pid === undefined) throw notStarted(machine, started.stderr);
  let running = true;

  const quietly = async (command: string, signal?: AbortSignal) =>
    (await context.run(machine, command, { quiet: true, ...(signal && { signal }) })).stdout;

  return {
    replies: async (signal) => parsePingReplies(await quietly(`cat ${log}`, signal)),
    async stop() {
      await context.run(machine, `kill -INT ${pid}`);
      running = false;
      // Its last words are what counts; how soon the process is gone after them is the machine's business.
      await quietly(`timeout 5 sh -c 'until grep -q transmitted ${log}; do sleep 0.1; done'`);
      await context.run(machine, `tail -n 3 ${log}`);
      const output = await quietly(`cat ${log}; rm -f ${log}`);
      const statistics = parsePing(output);
      if (statistics === undefined) throw notStarted(machine, output);
      return { replies: parsePingReplies(output), statistics };
    },
    async abandon() {
      if (!running) return;
      running = false;
      // Whatever went wrong before is what a person has to read; the ping ends by itself in any case.
      await quietly(`kill -INT ${pid}; rm -f ${log}`).catch(() => undefined);
    },
  };
}

function notStarted(machine: Machine, said: string): WirebookError {
  return new WirebookError({
    code: 'ping-did-not-run',
    message: `The steady ping on ${machine.name} did not run.`,
    facts: { said: said.trim() },
    next: 'Check that the machine has a route to the destination, and that ping and timeout are installed.',
  });
}
