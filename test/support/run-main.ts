import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { JournalEvent } from '../../src/lab/events.ts';

/** How the real `lab` command ended. */
export interface MainEnded {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** With `--json`. */
  readonly events: readonly JournalEvent[];
}

const main = join(resolve(import.meta.dirname, '../..'), 'src/cli/main.ts');

/** `command`: the program in the place of the real one, with ports of the test's. */
export function startMain(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  command = main,
): { readonly child: ChildProcess; readonly ended: Promise<MainEnded> } {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', command, ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', ...env },
    },
  );
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const ended = new Promise<MainEnded>((done) => {
    child.once('close', (exitCode) => {
      const events = said.stdout
        .split('\n')
        .filter((line) => line.startsWith('{"at"'))
        .map((line) => JSON.parse(line) as JournalEvent);
      done({ exitCode, ...said, events });
    });
  });
  return { child, ended };
}

export function runMain(
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<MainEnded> {
  return startMain(args, env).ended;
}
