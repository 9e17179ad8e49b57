import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { WirebookError } from '../lab/errors.ts';
import type { Machine } from '../lab/handle.ts';
import type { TargetSession } from '../lab/target.ts';

/** The system's own `ssh` to a machine, on this terminal; answers with its exit code. */
export async function openShell(
  session: TargetSession,
  machine: Machine,
  command: readonly string[] = [],
): Promise<number> {
  const options = await session.sshArguments(machine);
  const args = command.length === 0 ? options : [...options, '--', ...command];
  const child = spawn('ssh', args, { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both of us; it is meant for the shell.
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => reject(noSsh(cause)));
      child.once('exit', (code, signal) =>
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
      );
    });
  } finally {
    process.off('SIGINT', ignore);
  }
}

function noSsh(cause: unknown): WirebookError {
  return new WirebookError({
    code: 'ssh-not-started',
    message: 'The program ssh could not be started.',
    next: 'Install it (Debian, Ubuntu: apt-get install openssh-client), or see `npm run lab -- doctor`.',
    cause,
  });
}
