import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { WirebookError } from '../lab/errors.ts';
import { quote } from '../lab/quote.ts';

/**
 * The system's own `ssh` with a target's options, on this terminal; answers with its exit code. A command of one word is
 * a line for the remote shell; several words stay the words that they are here.
 */
export async function openShell(
  options: readonly string[],
  command: readonly string[] = [],
): Promise<number> {
  const args = command.length === 0 ? options : [...options, '--', remoteLine(command)];
  return await onThisTerminal(['ssh', ...args], process.env);
}

/** ssh itself would only join the words with blanks: `vtysh -c "show ip bgp"` would arrive as five of them. */
function remoteLine(command: readonly string[]): string {
  return command.length === 1 ? command.join('') : command.map(quote).join(' ');
}

/** Runs a program on this terminal; answers with its exit code, 128 and the signal's number when one ended it. */
export async function onThisTerminal(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', env });
  // The terminal sends Ctrl-C to both of us; it is meant for the program.
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => reject(notStarted(program, cause)));
      child.once('exit', (code, signal) =>
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
      );
    });
  } finally {
    process.off('SIGINT', ignore);
  }
}

function notStarted(program: string, cause: unknown): WirebookError {
  return new WirebookError({
    code: 'program-not-started',
    message: `The program ${program} could not be started.`,
    next:
      program === 'ssh'
        ? 'Install it (Debian, Ubuntu: apt-get install openssh-client), or see `npm run lab -- doctor`.'
        : 'Is it installed, and spelled right?',
    cause,
  });
}
