import { WirebookError } from '../src/lab/errors.ts';
import type { CloudName } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import type { CommandExpectation } from './command-checks.ts';
import { checkCommand, shorten } from './command-checks.ts';

export interface CliParameters {
  readonly expect?: CommandExpectation;
  /** Ends the command after this many milliseconds. */
  readonly timeoutMs?: number;
}

export type CliResult = {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
};

const clouds: Readonly<Record<string, CloudName>> = { az: 'azure', aws: 'aws', gcloud: 'google' };

/**
 * Runs a cloud's own command line, literally, against wherever the lab runs: `az`, `aws` or `gcloud`, which must be
 * installed on this machine.
 *
 * @example
 * ```ts
 * step(cli('aws ec2 describe-vpn-gateways --output text', { expect: { stdout: 'attached' } }));
 * ```
 */
export function cli(command: string, parameters: CliParameters = {}): Step<CliResult> {
  const { expect = {}, timeoutMs } = parameters;
  const program = command.trim().split(/\s+/)[0] ?? '';
  const cloud = clouds[program];
  if (cloud === undefined) throw notACloud(program);
  return {
    kind: 'cli',
    title: `Run \`${shorten(command)}\``,
    uses: [],
    async run(context) {
      const there = await context.cli(cloud, `command -v ${program}`, { quiet: true });
      if (there.exitCode !== 0) throw notInstalled(program);
      const limit = timeoutMs === undefined ? {} : { timeoutMs };
      const result = await context.cli(cloud, command, limit);
      checkCommand(context, result, expect);
      const { stdout, stderr, exitCode } = result;
      return { stdout, stderr, exitCode };
    },
  };
}

function notACloud(program: string): WirebookError {
  return new WirebookError({
    code: 'not-a-cloud-command',
    message: `"${program}" is no cloud's command line.`,
    next: `Begin the command with one of ${Object.keys(clouds).join(', ')}. For a command on a machine there is run().`,
    exitCode: 2,
  });
}

function notInstalled(program: string): WirebookError {
  return new WirebookError({
    code: 'cli-not-installed',
    message: `This step needs ${program}, which is not installed on this machine.`,
    next: '`npm run lab -- doctor` tells where to get it.',
  });
}
