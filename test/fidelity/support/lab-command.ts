import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { JournalEvent } from '../../../src/lab/events.ts';

export interface LabCommandParameters {
  readonly lab: string;
  /** Folder for the run's reports. */
  readonly reports: string;
  /** An ordinary user's ids, when this process runs as root. */
  readonly account?: { readonly uid: number; readonly gid: number };
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface LabCommandResult {
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly events: readonly JournalEvent[];
}

export const root = resolve(import.meta.dirname, '../../..');

/** Runs a lab by the command that people use, on the local cloud. An abort interrupts it, as Ctrl-C does. */
export async function labCommand(parameters: LabCommandParameters): Promise<LabCommandResult> {
  const { lab, reports, account, env, signal } = parameters;
  const child = spawn('sh', [join(root, 'bin/lab'), lab, '--json', '--reports', reports], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
    env: { ...process.env, ...env, NO_COLOR: '1' },
    // Apart from the terminal's Ctrl-C: a second one would cut the lab's own clean-up short.
    detached: signal !== undefined,
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  const interrupt = () => child.kill('SIGINT');
  signal?.addEventListener('abort', interrupt, { once: true });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exitCode = await new Promise<number | null>((done, failed) => {
    child.once('error', failed);
    child.once('close', done);
  });
  signal?.removeEventListener('abort', interrupt);
  return { exitCode, stderr, events: parseJournal(stdout) };
}

/** The journal of the newest run of a lab. Throws `ENOENT` when there is none. */
export async function readJournal(reports: string, lab: string): Promise<readonly JournalEvent[]> {
  return parseJournal(await readFile(join(reports, lab, 'latest', 'journal.ndjson'), 'utf8'));
}

function parseJournal(text: string): readonly JournalEvent[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as JournalEvent);
}
