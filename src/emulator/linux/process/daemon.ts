import { spawn } from 'node:child_process';
import { environment } from './run.ts';

/** A long-running program of ours. */
export interface Daemon {
  readonly pid: number;
  /** Resolves with how it ended: `exit code 1`, `signal SIGSEGV`. */
  readonly ended: Promise<string>;
  readonly alive: () => boolean;
  /** Its last lines of output, for error messages. */
  readonly lastLines: () => string;
  /** Asks it to end, then makes it. */
  stop(graceMs?: number): Promise<void>;
}

export interface StartDaemonParameters {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly onOutput?: (text: string) => void;
  /** Called when it ends without having been asked to. */
  readonly onUnexpectedEnd?: (how: string) => void;
}

const keptLines = 20;

export function startDaemon(parameters: StartDaemonParameters): Daemon {
  const [file = '', ...args] = parameters.argv;
  const child = spawn(file, args, {
    env: environment(parameters.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  child.stdin.end(parameters.input ?? '');
  let lines: string[] = [];
  const onData = (chunk: Buffer): void => {
    const text = chunk.toString();
    lines = [...lines, ...text.split('\n').filter((line) => line !== '')].slice(-keptLines);
    parameters.onOutput?.(text);
  };
  child.stdout.on('data', onData);
  child.stderr.on('data', onData);

  let over = false;
  let asked = false;
  const ended = new Promise<string>((resolve) => {
    const finish = (how: string): void => {
      if (over) return;
      over = true;
      if (!asked) parameters.onUnexpectedEnd?.(how);
      resolve(how);
    };
    child.on('error', (error) => finish(error.message));
    child.on('exit', (code, signal) =>
      finish(signal === null ? `exit code ${code}` : `signal ${signal}`),
    );
  });

  return {
    pid: child.pid ?? -1,
    ended,
    alive: () => !over,
    lastLines: () => lines.join('\n'),
    stop: async (graceMs = 2000) => {
      asked = true;
      if (over) return;
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(killer);
    },
  };
}
