import { WirebookError } from '../../src/lab/errors.ts';
import type { Machine } from '../../src/lab/handle.ts';
import type { CommandResult, StepContext } from '../../src/lab/step.ts';
import { quote } from '../../src/lab/quote.ts';
import { parsePing, type PingStatistics } from './parse-ping.ts';

/** Pings from a machine. Throws `ping-did-not-run` when nothing was sent: that is no packet loss. */
export async function sendPing(
  context: StepContext,
  parameters: {
    readonly machine: Machine;
    readonly address: string;
    readonly count: number;
    readonly quiet: boolean;
    readonly signal?: AbortSignal;
  },
): Promise<PingStatistics> {
  const { machine, address, count, quiet, signal } = parameters;
  const patience = quiet ? 0.5 : 1;
  const command = `ping -c ${count} -i 0.2 -W ${patience} ${quote(address)}`;
  const result = await context.run(machine, command, {
    quiet,
    ...(signal === undefined ? {} : { signal }),
  });
  const statistics = parsePing(result.stdout);
  if (statistics === undefined) throw didNotRun(machine, command, result);
  return statistics;
}

function didNotRun(machine: Machine, command: string, result: CommandResult): WirebookError {
  const said = (result.stderr.trim() || result.stdout.trim()).split('\n').at(-1) ?? '';
  return new WirebookError({
    code: 'ping-did-not-run',
    message: `The ping on ${machine.name} ended without sending: ${said === '' ? 'it said nothing' : said}`,
    facts: { command, 'exit code': String(result.exitCode) },
    next: 'This is no packet loss: the machine has no route, does not know the name, or lacks ping.',
  });
}
