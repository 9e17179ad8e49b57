import { WirebookError } from '../lab/errors.ts';
import type { Handles, Machine } from '../lab/handle.ts';
import { didYouMean } from '../lab/suggest.ts';
import type { TargetSession } from '../lab/target.ts';
import { deployedHandles } from '../runner/history.ts';
import { readJournal } from '../runner/journal.ts';
import { runFolder } from '../runner/run-folder.ts';
import { labFolder } from '../runner/prepare.ts';
import { labName } from './find-lab.ts';
import type { CliContext } from './context.ts';

/** A lab that is up, kept or running at this moment, with the handles of its newest deployment. */
export interface Attached {
  readonly lab: string;
  readonly runId: string;
  readonly session: TargetSession;
  readonly handles: Handles;
}

/** Throws `lab-not-up`. Ending the process lets go of the lab; neither `destroy` nor `release` is called. */
export async function attachToLab(context: CliContext, text: string): Promise<Attached> {
  const { reportsFolder, findSession, openTarget } = context;
  const lab = labName(text, reportsFolder);
  const found = await findSession(reportsFolder, lab);
  if (found === undefined) throw notUp(lab);
  const { runId } = found;
  const { folder, journal } = runFolder(labFolder(reportsFolder, lab), runId);
  const events = readJournal(journal);
  const started = events.findLast((event) => event.type === 'run.started');
  const target = await openTarget(found.target ?? started?.target ?? 'local');
  const session = await target.open({
    lab,
    runId,
    folder,
    timers: started?.timers ?? 'fast',
    survive: true,
    attach: true,
    signal: AbortSignal.timeout(30_000),
  });
  return { lab, runId, session, handles: deployedHandles(events) };
}

/** A machine by its handle's name or its host name. Throws `unknown-machine` with suggestions. */
export function findMachine(handles: Handles, text: string, lab: string): Machine {
  const machines = machinesOf(handles);
  const wanted = text.toLowerCase();
  const found = machines.find(
    ([handle, machine]) => handle.toLowerCase() === wanted || machine.name.toLowerCase() === wanted,
  );
  if (found !== undefined) return found[1];
  throw new WirebookError({
    code: 'unknown-machine',
    message: `The lab ${lab} has no machine "${text}"${machines.length === 0 ? ': nothing is deployed yet' : ''}.`,
    next:
      machines.length === 0
        ? 'Machines can be reached once the cell that deploys them has passed.'
        : didYouMean(
            text,
            machines.map(([, { name }]) => name),
          ),
    exitCode: 2,
  });
}

export function machinesOf(handles: Handles): readonly (readonly [string, Machine])[] {
  return Object.entries(handles).flatMap(([name, handle]) =>
    handle.kind === 'machine' ? [[name, handle] as const] : [],
  );
}

function notUp(lab: string): WirebookError {
  return new WirebookError({
    code: 'lab-not-up',
    message: `The lab ${lab} is not up.`,
    next: `Run it and leave it up: npm run lab -- ${lab} --keep`,
  });
}
