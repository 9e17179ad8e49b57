import { attachToLab, findMachine } from '../attach.ts';
import type { CliContext, ExitCode } from '../context.ts';
import type { VerbCall } from '../program.ts';
import { openShell } from '../shell.ts';

/** `lab ssh <lab> <machine> [-- command]`: the exit code is the command's. */
export async function ssh(context: CliContext, { operands, rest }: VerbCall): Promise<ExitCode> {
  const [lab = '', name = ''] = operands;
  const attached = await attachToLab(context, lab);
  const machine = findMachine(attached.handles, name, attached.lab);
  return openShell(attached.session, machine, rest);
}
