import { systemClock } from '../../lab/clock.ts';
import { destroyKept } from '../../runner/destroy.ts';
import { systemProcess } from '../../runner/process.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { labName } from '../find-lab.ts';
import { createLiveView } from '../live-view.ts';
import type { VerbCall } from '../program.ts';
import { writeReports } from '../write-reports.ts';

/** `lab destroy <lab>`: removes what a run left up. Nothing up is no error. */
export async function destroy(context: CliContext, { operands }: VerbCall): Promise<ExitCode> {
  const { screen, json, reportsFolder, findSession, openTarget } = context;
  const lab = labName(operands[0] ?? '', reportsFolder);
  using view = createLiveView({ screen, now: systemClock.now });
  const outcome = await destroyKept({
    lab,
    reportsFolder,
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
  await writeReports(run.folder, run.journal);
  if (json) screen.out(JSON.stringify({ lab, runId, ...teardown }));
  else if (exitCode === 0) screen.out(`Removed what run ${runId} of ${lab} had left up.`);
  return exitCode;
}
