import { spawn } from 'node:child_process';
import { WirebookError } from '../lab/errors.ts';
import type { CliEnvironment, SshConnection } from '../lab/target.ts';

/** Runs shell commands on this host in a target's environment, in the shape of a connection to a machine. */
export function hostCommands({ env, unset }: CliEnvironment): SshConnection {
  return {
    exec(command, { signal, stdin, onOutput } = {}) {
      const started = performance.now();
      const inherited = Object.entries(process.env).filter(([name]) => !unset.includes(name));
      return new Promise((resolve, reject) => {
        const child = spawn('bash', ['-c', command], {
          env: { ...Object.fromEntries(inherited), ...env },
          stdio: ['pipe', 'pipe', 'pipe'],
          ...(signal && { signal }),
        });
        const output = { stdout: '', stderr: '' };
        for (const stream of ['stdout', 'stderr'] as const) {
          child[stream].setEncoding('utf8').on('data', (text: string) => {
            output[stream] += text;
            onOutput?.(stream, text);
          });
        }
        // A program that does not read its input is no error.
        child.stdin.on('error', () => undefined);
        child.stdin.end(stdin ?? '');
        child.on('error', (error) => reject(signal?.aborted ? signal.reason : notStarted(error)));
        child.on('close', (exitCode) =>
          resolve({ ...output, exitCode, durationMs: Math.round(performance.now() - started) }),
        );
      });
    },
  };
}

function notStarted(cause: Error): WirebookError {
  return new WirebookError({
    code: 'program-not-started',
    message: `A command could not be started on this machine: ${cause.message}`,
    cause,
  });
}
