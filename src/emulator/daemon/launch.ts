import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { enclose } from '../linux/enclosure.ts';
import type { DaemonGreeting, DaemonParameters, SessionCredentials } from './protocol.ts';
import { sessionFiles } from './protocol.ts';

/** A running daemon, named so that another process finds it again. */
export interface DaemonProcess {
  /** Host pid of the daemon itself: `/proc/<pid>/root` shows its private files. */
  readonly pid: number;
  /** Start time in clock ticks, field 22 of `/proc/<pid>/stat`: tells it from a later process with its number. */
  readonly startedAt: string;
}

export interface LaunchedDaemon extends DaemonProcess {
  readonly credentials: SessionCredentials;
  /** The daemon lives as long as this is open, unless it was told to survive. */
  readonly lifeLine: Socket;
}

export interface LaunchParameters extends DaemonParameters {
  /** The daemon's log; no secret is written to it. */
  readonly logFile: string;
  readonly signal: AbortSignal;
}

/** Thrown when the daemon could not start; `log` holds its last lines. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
  readonly log: string;
  constructor(message: string, log: string) {
    super(message);
    this.log = log;
  }
}

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Starts a lab's daemon in namespaces of its own and waits until it answers. */
export async function launch({
  logFile,
  signal,
  ...parameters
}: LaunchParameters): Promise<LaunchedDaemon> {
  signal.throwIfAborted();
  const log = await open(logFile, 'a');
  const { file, args } = enclose([
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    main,
    JSON.stringify(parameters),
  ]);
  // Detached: Ctrl-C in the terminal is for the runner, which tears down in order.
  const child = spawn(file, args, { stdio: ['ignore', log.fd, log.fd, 'pipe'], detached: true });
  const exited = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, name) =>
      reject(new Error(`it ended with ${name ?? `exit code ${code}`}`)),
    );
  });
  // Whoever waits below sees the rejection; a later exit is noticed by its requests.
  exited.catch(() => {});
  await log.close();
  child.unref();

  const lifeLine = child.stdio[3] as Socket;
  const stop = () => {
    lifeLine.destroy();
    child.kill('SIGKILL');
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const greeting = await Promise.race([firstLine(lifeLine), exited]);
    if (!greeting.ready) throw new Error(greeting.error);
    const pid = childOf(child.pid ?? 0);
    if (pid === undefined) throw new Error('its process cannot be found in /proc');
    lifeLine.unref();
    return { pid, startedAt: startTime(pid) ?? '', credentials: greeting.credentials, lifeLine };
  } catch (error) {
    stop();
    const reason = error instanceof Error ? error.message : String(error);
    throw new LaunchError(`The local cloud did not start: ${reason}`, await lastLines(logFile));
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The credentials of a running daemon, or undefined when it is gone. */
export async function findDaemon(daemon: DaemonProcess): Promise<SessionCredentials | undefined> {
  if (!isAlive(daemon)) return undefined;
  try {
    return JSON.parse(
      await readFile(fileOf(daemon.pid, 'credentials'), 'utf8'),
    ) as SessionCredentials;
  } catch {
    return undefined;
  }
}

export function isAlive({ pid, startedAt }: DaemonProcess): boolean {
  return startTime(pid) === startedAt;
}

/** Ends it at once; the kernel takes everything of it along. */
export function killDaemon(daemon: DaemonProcess): void {
  if (isAlive(daemon)) process.kill(daemon.pid, 'SIGKILL');
}

/** A daemon's private file, as its host sees it. */
export function fileOf(pid: number, name: keyof typeof sessionFiles): string {
  return `/proc/${pid}/root${sessionFiles[name]}`;
}

async function firstLine(socket: Socket): Promise<DaemonGreeting> {
  for await (const line of createInterface({ input: socket }))
    return JSON.parse(line) as DaemonGreeting;
  throw new Error('it ended without a word');
}

/** Field 22 of /proc/<pid>/stat; undefined when there is no such process. See proc(5). */
function startTime(pid: number): string | undefined {
  return statFields(pid)?.[19];
}

/** Fields after the program's name, which may itself hold spaces and brackets: state is field 0, parent field 1. */
function statFields(pid: number): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function childOf(parent: number): number | undefined {
  return readdirSync('/proc')
    .map(Number)
    .find((pid) => pid > 0 && statFields(pid)?.[1] === String(parent));
}

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-12).join('\n');
}
