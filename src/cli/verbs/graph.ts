import { WirebookError } from '../../lab/errors.ts';
import { readJournal } from '../../runner/journal.ts';
import type { CliContext, ExitCode } from '../context.ts';
import type { VerbCall } from '../verb.ts';
import { findJournal } from './report.ts';

/** `lab graph <lab> [run]`: what the run deployed last, as a Mermaid picture. */
export async function graph(context: CliContext, call: VerbCall): Promise<ExitCode> {
  const { screen, json } = context;
  const { lab, run } = findJournal(context, call);
  const seen = readJournal(run.journal).findLast((event) => event.type === 'topology');
  if (seen === undefined) {
    throw new WirebookError({
      code: 'no-topology',
      message: `Run ${run.runId} of ${lab} deployed nothing.`,
      next: 'Name another run, or run the lab again.',
      exitCode: 2,
    });
  }
  if (json) {
    screen.out(JSON.stringify(seen.topology));
    return 0;
  }
  const { renderMermaid } = await import('../../report/mermaid.ts');
  screen.out(renderMermaid(seen.topology).trimEnd());
  return 0;
}
