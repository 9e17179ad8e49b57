import { systemClock } from '../../lab/clock.ts';
import { destroyKept } from '../../runner/destroy.ts';
import { systemProcess } from '../../runner/process.ts';
import { labFolder } from '../../runner/prepare.ts';
import { runFolder } from '../../runner/run-folder.ts';
import type { CliContext, ExitCode, UpSession } from '../context.ts';
import { labName } from '../find-lab.ts';
import { createLiveView } from '../live-view.ts';
import { reportsOption } from '../places.ts';
import type { VerbCall } from '../verb.ts';
import { tryWriteReports } from '../write-reports.ts';

/** `lab destroy <lab>`: removes what a run left up. Nothing up is no error. */
export async function destroy(context: CliContext, { operands }: VerbCall): Promise<ExitCode> {
  const { screen, json, reportsFolder, findSession, openTarget } = context;
  const lab = labName(operands[0] ?? '', reportsFolder);
  const up = await findSession(reportsFolder, lab);
  if (up?.target === 'cloud') await tellWhere(context, lab, up);
  using view = createLiveView({ screen, now: systemClock.now });
  const outcome = await destroyKept({
    lab,
    reportsFolder,
    commandOptions: reportsOption(reportsFolder),
    findKept: () => findSession(reportsFolder, lab),
    openTarget,
    clock: systemClock,
    process: systemProcess,
    onEvent: view.show,
  });
  if (outcome === undefined) {
    if (json) screen.out(JSON.stringify({ lab, outcome: 'nothing-up' }));
    else screen.out(`Nothing of ${lab} is up.`);
    return 0;
  }
  const { runId, teardown, exitCode, run } = outcome;
  await tryWriteReports(context, run);
  if (json) screen.out(JSON.stringify({ lab, runId, ...teardown }));
  else if (exitCode === 0) screen.out(`Removed what run ${runId} of ${lab} had left up.`);
  return exitCode;
}

async function tellWhere(
  { screen, reportsFolder }: CliContext,
  lab: string,
  { runId }: UpSession,
): Promise<void> {
  const { remarkOnDestroy } = await import('../../targets/cloud/resume.ts');
  const remark = await remarkOnDestroy(runFolder(labFolder(reportsFolder, lab), runId));
  if (remark !== undefined) screen.err(screen.errStyle('yellow', remark));
}
