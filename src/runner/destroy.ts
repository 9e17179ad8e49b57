import type { JournalEvent, TargetName, TeardownFinished } from '../lab/events.ts';
import type { Clock } from '../lab/step.ts';
import type { Target } from '../lab/target.ts';
import { redactFilesAgain } from './files.ts';
import { openJournal, readJournal } from './journal.ts';
import { lockLab } from './lock.ts';
import { labFolder } from './prepare.ts';
import { listenForInterrupts } from './interrupts.ts';
import type { RunnerProcess } from './process.ts';
import { createRedactor } from './redact.ts';
import { environmentSecrets } from './secrets/environment.ts';
import { runFolder, type RunFolder } from './run-folder.ts';
import { tearDown } from './teardown.ts';

export interface DestroyParameters {
  readonly lab: string;
  readonly reportsFolder: string;
  /** What a command about this run needs besides the lab's name, such as ` --reports /elsewhere`. */
  readonly commandOptions?: string;
  readonly findKept: () => Promise<
    { readonly runId: string; readonly target?: TargetName } | undefined
  >;
  readonly openTarget: (name: TargetName) => Promise<Target>;
  readonly clock: Clock;
  readonly process: RunnerProcess;
  readonly onEvent: (event: JournalEvent) => void;
}

export interface DestroyOutcome {
  readonly runId: string;
  readonly run: RunFolder;
  readonly teardown: TeardownFinished;
  /** 0, or 4 when something is left. */
  readonly exitCode: 0 | 4;
}

/**
 * Removes what a run left up, and says so in that run's journal. Undefined when nothing is up.
 * Throws `lab-running` while a run of the lab is going on: that run tears down by itself.
 */
export async function destroyKept(
  parameters: DestroyParameters,
): Promise<DestroyOutcome | undefined> {
  const { lab, reportsFolder, clock, process, onEvent } = parameters;
  const folder = labFolder(reportsFolder, lab);
  using _lock = lockLab({ labFolder: folder, lab, runId: 'destroy', process });
  const kept = await parameters.findKept();
  if (kept === undefined) return undefined;

  const { runId } = kept;
  const run = runFolder(folder, runId);
  const started = readJournal(run.journal).findLast((event) => event.type === 'run.started');
  using interrupts = listenForInterrupts({ process, onFirst: () => undefined });
  // Of a run that died before it began there is no such event, and what it has up may be anywhere.
  const target = await parameters.openTarget(kept.target ?? started?.target ?? 'local');
  const redactor = createRedactor(environmentSecrets(globalThis.process.env));
  const journal = openJournal({
    file: run.journal,
    redactor,
    clock,
    onEvent,
    // What is up is removed all the same.
    onBroken: () => undefined,
  });
  try {
    const session = await target.open({
      lab,
      runId,
      folder: run.folder,
      timers: started?.timers ?? 'fast',
      survive: true,
      attach: true,
      redact: redactor.text,
      onNotice: (text) => journal.write({ type: 'progress', text }),
      signal: interrupts.first,
    });
    for (const secret of session.secrets) redactor.add(secret);
    const abandon = interrupts.first;
    const { write } = journal;
    const { commandOptions } = parameters;
    const teardown = await tearDown({
      session,
      lab,
      runId,
      commandOptions,
      keep: false,
      abandon,
      clock,
      write,
    });
    // The run may have died before it knew what in its journal is secret.
    journal.redactAgain();
    await redactFilesAgain(run.folder, redactor);
    return { runId, run, teardown, exitCode: teardown.outcome === 'incomplete' ? 4 : 0 };
  } finally {
    journal.close();
  }
}
