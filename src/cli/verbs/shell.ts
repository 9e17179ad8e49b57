import { attachToLab } from '../attach.ts';
import type { CliContext, ExitCode } from '../context.ts';
import type { VerbCall } from '../verb.ts';
import { onThisTerminal } from '../shell.ts';

/** `lab shell <lab> [-- command]`: the exit code is the shell's or the command's. */
export async function shell(context: CliContext, { operands, rest }: VerbCall): Promise<ExitCode> {
  const { session } = await attachToLab(context, operands[0] ?? '');
  const { env, unset, shell: interactive } = await session.cliEnvironment();
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !unset.includes(name)),
  );
  const command = rest.length > 0 ? rest : interactive;
  return await onThisTerminal(command, { ...inherited, ...env });
}
