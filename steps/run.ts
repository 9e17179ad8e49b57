import { valueCheck } from '../src/lab/check.ts';
import type { Machine, Ref } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';

/** One command line, or several lines for bash. */
export type RunCommand = string | { readonly script: string };

export interface RunParameters {
  readonly expect?: {
    /** @default 0 */
    readonly exitCode?: number;
    /** Text that standard output contains, or a pattern that matches it. */
    readonly stdout?: string | RegExp;
  };
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
      const { stdout, stderr, exitCode } = await context.run(
        on,
        text,
        timeoutMs === undefined ? {} : { timeoutMs },
      );
      context.check(
        valueCheck({
          title: 'Exit code',
          expected: String(expect.exitCode ?? 0),
          seen: exitCode === null ? 'ended by a signal' : String(exitCode),
        }),
      );
      if (expect.stdout !== undefined) {
        context.check(
          valueCheck({
            title: 'Output',
            expected: String(expect.stdout),
            seen: stdout.trim(),
            passed: matches(stdout, expect.stdout),
          }),
        );
      }
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

function matches(stdout: string, expected: string | RegExp): boolean {
  // A pattern with `g` or `y` remembers where it stopped; `search` does not.
  return typeof expected === 'string' ? stdout.includes(expected) : stdout.search(expected) !== -1;
}

function shorten(command: string): string {
  return command.length <= 40 ? command : `${command.slice(0, 39)}…`;
}
