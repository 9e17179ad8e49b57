import { WirebookError } from '../../lab/errors.ts';
import { attachToLab, findMachine } from '../attach.ts';
import type { CliContext, ExitCode } from '../context.ts';
import type { VerbCall } from '../verb.ts';
import { openShell } from '../shell.ts';

function bothUnknown(machine: WirebookError, router: unknown): unknown {
  if (!(router instanceof WirebookError) || router.code !== 'unknown-router') return router;
  return new WirebookError({
    code: 'unknown-machine',
    message: machine.message,
    facts: { machines: machine.next ?? '', routers: router.next ?? '' },
    exitCode: 2,
  });
}

/** `lab ssh <lab> <machine> [-- command]`: the exit code is the command's. */
export async function ssh(context: CliContext, { operands, rest }: VerbCall): Promise<ExitCode> {
  const [lab = '', name = ''] = operands;
  const attached = await attachToLab(context, lab);
  const { consoleArguments } = attached.session;
  try {
    const machine = findMachine(attached.handles, name, attached.lab);
    return await openShell(await attached.session.sshArguments(machine), rest);
  } catch (error) {
    if (!(error instanceof WirebookError) || error.code !== 'unknown-machine') throw error;
    // Not a machine: on the local cloud one may look into the clouds' own routers.
    if (consoleArguments === undefined) throw error;
    const options = await consoleArguments(name).catch((unknown: unknown) => {
      throw bothUnknown(error, unknown);
    });
    return await openShell(options, rest);
  }
}
