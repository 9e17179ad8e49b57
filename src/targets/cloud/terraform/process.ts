import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStart } from '../../../lab/process-start.ts';

/**
 * A Terraform at work that outlives us. It writes into a file, not to us: if this process dies in the middle of an
 * apply, Terraform finishes what it began and writes its state, and whoever comes next waits for it.
 */
export interface Worker {
  readonly pid: number;
  /** Clock ticks since boot, from /proc: tells it from a later process with the same number. */
  readonly startedAt: string;
  /** `apply`, `destroy` … */
  readonly what: string;
}

const workerFile = 'running.json';
const outputFile = (what: string) => `${what}.log`;
const exitFile = 'exit-code';

export interface StartParameters {
  /** Terraform's working folder. */
  readonly folder: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Starts it in a session of its own, so that the terminal's Ctrl-C reaches us alone. Throws when it cannot be started. */
export async function startWorker({
  folder,
  command,
  args,
  env,
}: StartParameters): Promise<Worker> {
  const what = args[0] ?? command;
  rmSync(join(folder, exitFile), { force: true });
  const output = openSync(join(folder, outputFile(what)), 'w', 0o600);
  try {
    // It begins when it is written down: if this process dies before, nothing has begun that nobody knows of.
    // The shell leaves the exit code behind for whoever is there to read it; signals are for Terraform.
    const script = `umask 077; read -r _ || exit 1; trap : INT TERM; "$@" </dev/null; echo $? > ${exitFile}`;
    const child = spawn('sh', ['-c', script, 'sh', command, ...args], {
      cwd: folder,
      env,
      detached: true,
      stdio: ['pipe', output, output],
    });
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('spawn', () => resolve(child.pid as number));
    });
    const worker = { pid, startedAt: processStart(pid) ?? '', what };
    writeFileSync(join(folder, workerFile), JSON.stringify(worker), { mode: 0o600 });
    child.stdin?.on('error', () => undefined); // It was killed; following it tells.
    child.stdin?.end('go\n');
    child.unref();
    return worker;
  } finally {
    closeSync(output);
  }
}

/** What an earlier process of ours left at work here. */
export function runningWorker(folder: string): Worker | undefined {
  try {
    const worker = JSON.parse(readFileSync(join(folder, workerFile), 'utf8')) as Worker;
    return isAlive(worker) ? worker : undefined;
  } catch {
    return undefined;
  }
}

export interface FollowParameters {
  readonly folder: string;
  readonly worker: Worker;
  readonly onLine: (line: string) => void;
  /** Asks it to stop: it ends what is under way and writes its state. */
  readonly signal: AbortSignal;
}

/**
 * Reads what it writes, from the beginning, until it has ended. Resolves to its exit code; undefined when it was killed.
 */
export async function followWorker({
  folder,
  worker,
  onLine,
  signal,
}: FollowParameters): Promise<number | undefined> {
  const interrupt = () => stopWorker(worker, 'SIGINT');
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  const file = await open(join(folder, outputFile(worker.what)));
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(65_536);
  let rest = '';
  const drain = async () => {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return;
      const lines = (rest + decoder.write(buffer.subarray(0, bytesRead))).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    }
  };
  try {
    // A file cannot be waited on across a process that is not our child, so it is looked at.
    while (isAlive(worker)) {
      await drain();
      await sleep(50);
    }
    await drain();
    if (rest !== '') onLine(rest);
  } finally {
    signal.removeEventListener('abort', interrupt);
    await file.close();
  }
  rmSync(join(folder, workerFile), { force: true });
  return exitCodeIn(folder);
}

/** Signals the whole group: Terraform and its providers. */
export function stopWorker(worker: Worker, signal: NodeJS.Signals): void {
  if (!isAlive(worker)) return;
  try {
    process.kill(-worker.pid, signal);
  } catch {
    // It ended in this moment.
  }
}

function exitCodeIn(folder: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(folder, exitFile), 'utf8'), 10);
  } catch {
    return undefined;
  }
}

export function isAlive({ pid, startedAt }: Worker): boolean {
  return startedAt !== '' && processStart(pid) === startedAt;
}
