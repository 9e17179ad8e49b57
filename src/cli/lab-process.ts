import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { JournalEvent } from '../lab/events.ts';
import { parseEvent } from '../runner/journal.ts';

/** How a lab that ran in a process of its own ended. */
export interface LabProcessOutcome {
  readonly exitCode: number;
  /** What it said beside its events: an error before the run, a leftover. */
  readonly said: string;
}

/** Runs one lab in a process of its own: a defect in one leaves the others alone. */
export function runLabProcess(parameters: {
  readonly args: readonly string[];
  readonly onEvent: (event: JournalEvent) => void;
  /** Asks it to stop; it tears down first. */
  readonly signal: AbortSignal;
  /** Asks it again: it leaves what it has not torn down yet. */
  readonly abandon: AbortSignal;
}): Promise<LabProcessOutcome> {
  const { args, onEvent, signal, abandon } = parameters;
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, ...args, '--json'],
    {
      // In a session of its own: of the terminal's Ctrl-C it would hear beside us, and take ours for a second one.
      detached: true,
      // The channel says nothing; that it ends tells that we did, were it by `kill -9`.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
    // Node's types know of no pipes beside a channel.
  ) as ChildProcessByStdio<null, Readable, Readable>;
  const stop = () => child.kill('SIGTERM');
  for (const each of [signal, abandon]) each.addEventListener('abort', stop, { once: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  createInterface({ input: child.stdout }).on('line', (line) => {
    // It may have been killed in the middle of a line.
    const event = parseEvent(line);
    if (event !== undefined) onEvent(event);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ exitCode: 3, said: error.message }));
    child.once('close', (code) => {
      for (const each of [signal, abandon]) each.removeEventListener('abort', stop);
      // Killed by a signal: it could not tear down.
      resolve({ exitCode: code ?? 3, said });
    });
  });
}
