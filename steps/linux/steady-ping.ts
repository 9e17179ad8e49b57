import { WirebookError } from '../../src/lab/errors.ts';
import type { Machine } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { quote } from '../az/command.ts';
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
  const ping = `ping -D -i ${intervalSeconds} ${quote(address)}`;
  const started = await context.run(
    machine,
    `log=$(mktemp); nohup timeout -s INT 3600 ${ping} > "$log" 2>&1 < /dev/null & echo "$! $log"`,
  );
  const [, pid, log] = /^(\d+) (\S+)\s*$/.exec(started.stdout) ?? [];
  if (pid === undefined || log === undefined) throw notStarted(machine, started.stderr);
  let running = true;

  const read = async (signal?: AbortSignal) => {
    const options = signal === undefined ? { quiet: true } : { quiet: true, signal };
    return (await context.run(machine, `cat ${quote(log)}`, options)).stdout;
  };
  // Its last words, not its end, are what counts: how soon a dead process is gone is the machine's business.
  const interrupt = `kill -INT ${pid} && timeout 5 sh -c 'until grep -q transmitted ${log}; do sleep 0.1; done'`;

  return {
    replies: async (signal) => parsePingReplies(await read(signal)),
    async stop() {
      await context.run(machine, `${interrupt}; tail -n 3 ${quote(log)}`);
      running = false;
      const output = await read();
      await context.run(machine, `rm -f ${quote(log)}`, { quiet: true });
      const statistics = parsePing(output);
      if (statistics === undefined) throw notStarted(machine, output);
      return { replies: parsePingReplies(output), statistics };
    },
    async abandon() {
      if (!running) return;
      running = false;
      // Whatever went wrong before is what a person has to read; the ping ends by itself in any case.
      const end = `kill -INT ${pid}; rm -f ${quote(log)}`;
      await context.run(machine, end, { quiet: true }).catch(() => undefined);
    },
  };
}

function notStarted(machine: Machine, said: string): WirebookError {
  return new WirebookError({
    code: 'ping-did-not-run',
    message: `The steady ping on ${machine.name} did not run.`,
    facts: { said: said.trim() },
    next: 'Check that the machine has a route to the destination, and that ping, timeout and mktemp are installed.',
  });
}
