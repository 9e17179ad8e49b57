import { valueCheck } from '../src/lab/check.ts';
import type { CommandResult, StepContext } from '../src/lab/step.ts';

/** What a command is expected to do. */
export interface CommandExpectation {
  /** @default 0 */
  readonly exitCode?: number;
  /** Text that standard output contains, or a pattern that matches it. */
  readonly stdout?: string | RegExp;
}

/** Checks a command that has ended: its exit code, and its output where that matters. */
export function checkCommand(
  context: Pick<StepContext, 'check'>,
  { stdout, exitCode }: CommandResult,
  expect: CommandExpectation,
): void {
  context.check(
    valueCheck({
      title: 'Exit code',
      expected: String(expect.exitCode ?? 0),
      seen: exitCode === null ? 'ended by a signal' : String(exitCode),
    }),
  );
  if (expect.stdout === undefined) return;
  context.check(
    valueCheck({
      title: 'Output',
      expected: String(expect.stdout),
      seen: stdout.trim(),
      passed: matches(stdout, expect.stdout),
    }),
  );
}

function matches(stdout: string, expected: string | RegExp): boolean {
  // A pattern with `g` or `y` remembers where it stopped; `search` does not.
  return typeof expected === 'string' ? stdout.includes(expected) : stdout.search(expected) !== -1;
}

/** A command in a title. */
export function shorten(command: string): string {
  return command.length <= 40 ? command : `${command.slice(0, 39)}…`;
}
