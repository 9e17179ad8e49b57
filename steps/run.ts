import type { Machine, Ref } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import type { CommandExpectation } from './command-checks.ts';
import { checkCommand, shorten } from './command-checks.ts';

/** One command line, or several lines for bash. */
export type RunCommand = string | { readonly script: string };

export interface RunParameters {
  readonly expect?: CommandExpectation;
  /** Ends the command after this many milliseconds. */
  readonly timeoutMs?: number;
}

export type RunResult = {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
};

/**
 * Runs a command or a script on a machine.
 *
 * @example
 * ```ts
 * step(run(vm3, 'ip -brief address', { expect: { stdout: '10.2.2.4' } }));
 * step(run(vm1, { script: `
 *   sudo ip route replace 192.0.2.0/24 via 10.1.0.1
 *   ip route get 192.0.2.1
 * ` }));
 * ```
 */
export function run(
  machine: Ref<Machine>,
  command: RunCommand,
  parameters: RunParameters = {},
): Step<RunResult> {
  const { expect = {}, timeoutMs } = parameters;
  const text = typeof command === 'string' ? command : heredoc(command.script);
  return {
    kind: 'run',
    title: `Run ${typeof command === 'string' ? `\`${shorten(command)}\`` : 'a script'} on ${machine.ref}`,
    uses: [machine],
    async run(context) {
      const on = context.resolve(machine);
      const result = await context.run(on, text, timeoutMs === undefined ? {} : { timeoutMs });
      checkCommand(context, result, expect);
      const { stdout, stderr, exitCode } = result;
      return { stdout, stderr, exitCode };
    },
  };
}

/** A script as one command that a reader can paste; `-e` ends it at the first line that fails. */
function heredoc(script: string): string {
  const lines = script
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const margin = indents.length === 0 ? 0 : Math.min(...indents);
  return ["bash -e <<'EOF'", ...lines.map((line) => line.slice(margin)), 'EOF'].join('\n');
}
