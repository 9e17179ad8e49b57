import { spawn } from 'node:child_process';

export interface ProcessResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface RunOptions {
  readonly input?: string;
  readonly signal?: AbortSignal;
}

/** Runs a program to its end. Never throws for what the program does: a missing program is exit code 127. */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<ProcessResult> {
  const [file = '', ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      env: environment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.signal ? { signal: options.signal } : {}),
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A program that ends without reading its input is no error of ours.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    child.on('error', (error: NodeJS.ErrnoException) => {
      resolve({ stdout: '', stderr: error.message, exitCode: error.code === 'ENOENT' ? 127 : 126 });
    });
    child.on('close', (code, signal) => {
      resolve({
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        exitCode: code ?? (signal === null ? 1 : 137),
      });
    });
  });
}

/** The system's folders first: an ordinary user's PATH lacks some of them, and npm puts namesakes (`nft`) before them. */
export function environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const path = `/usr/sbin:/sbin:/usr/bin:/bin:/usr/local/sbin:/usr/local/bin:${process.env['PATH'] ?? ''}`;
  return { ...process.env, PATH: path, LC_ALL: 'C', ...extra };
}
