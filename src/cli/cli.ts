import { CommanderError } from 'commander';
import { formatError, toErrorRecord, WirebookError } from '../lab/errors.ts';
import type { CliPorts } from './context.ts';
import { createRedactor } from '../runner/redact.ts';
import { environmentSecrets } from '../runner/secrets/environment.ts';
import { createProgram } from './program.ts';

/** Runs the command line; answers with the exit code, and has said all there is to say. */
export async function runCli(args: readonly string[], ports: CliPorts): Promise<number> {
  const verbose = args.includes('--verbose');
  quietWarnings(ports, verbose);
  let exitCode = 0;
  const program = createProgram(ports, (code) => {
    exitCode = code;
  });
  if (args.length === 0) {
    program.outputHelp();
    return 2;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said what was wrong; help and --version end this way too, with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return report(error, ports, verbose);
  }
}

function report(error: unknown, { screen }: CliPorts, verbose: boolean): number {
  const { text } = createRedactor(environmentSecrets(process.env));
  screen.err(screen.errStyle('red', text(formatError(toErrorRecord(error)))));
  if (verbose) {
    for (let shown = error; shown instanceof Error; shown = shown.cause) {
      screen.err(text(String(shown.stack)));
    }
  } else if (!(error instanceof WirebookError)) {
    screen.err('  → This is a defect of Wirebook; --verbose shows where.');
  }
  return error instanceof WirebookError ? error.exitCode : 3;
}

/** Node's remarks on its own features (type stripping, a lab folder without package.json) are not for our users. */
function quietWarnings({ screen }: CliPorts, verbose: boolean): void {
  if (verbose) return;
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    const own = name === 'ExperimentalWarning' || name === 'DeprecationWarning';
    if (!own && !message.includes('Module type of file')) screen.err(`warning: ${message}`);
  });
}
