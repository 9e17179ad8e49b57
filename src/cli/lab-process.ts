import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { JournalEvent } from '../lab/events.ts';

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
}): Promise<LabProcessOutcome> {
  const { args, onEvent, signal } = parameters;
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', main, ...args, '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) onEvent(JSON.parse(line) as JournalEvent);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ exitCode: 3, said: error.message }));
    child.once('close', (code) => {
      signal.removeEventListener('abort', stop);
      // Killed by a signal: it could not tear down.
      resolve({ exitCode: code ?? 3, said });
    });
  });
}
