import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { WirebookError } from '../../lab/errors.ts';
import { readJournal } from '../../runner/journal.ts';
import { findRun, labFolder } from '../../runner/prepare.ts';
import { listRuns, runFolder, type RunFolder } from '../../runner/run-folder.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { labName } from '../find-lab.ts';
import { resolveUserPath } from '../places.ts';
import type { VerbCall } from '../verb.ts';

/**
 * `lab report diff <a> <b>`: what differs between two runs, apart from time and chance. A run is `lab` (its newest),
 * `lab/run`, or the path of its folder. 0: nothing differs; 1: something does.
 */
export async function reportDiff(context: CliContext, call: VerbCall): Promise<ExitCode> {
  const { screen, json } = context;
  const [, a, b] = [...call.operands, ...call.rest];
  if (a === undefined || b === undefined) {
    throw new WirebookError({
      code: 'usage',
      message: 'Two runs are compared, and fewer were given.',
      next: 'npm run lab -- report diff er-ipsec-backup/<run> er-ipsec-backup/<run>',
      exitCode: 2,
    });
  }
  const [{ buildModel }, { diffRuns, isSame }, { renderRunDifference }] = await Promise.all([
    import('../../report/model.ts'),
    import('../../report/run-diff.ts'),
    import('../../report/markdown-diff.ts'),
  ]);
  const [before, after] = [findGiven(context, a), findGiven(context, b)].map((run) =>
    buildModel(readJournal(run.journal)),
  ) as [ReturnType<typeof buildModel>, ReturnType<typeof buildModel>];
  const difference = diffRuns(before, after);
  if (json) screen.out(JSON.stringify(difference));
  else if (isSame(difference)) screen.out('Nothing differs.');
  else {
    const { renderTerminal } = await import('../../report/terminal.ts');
    const width = Math.min(process.stdout.columns || 100, 120);
    const color = screen.outStyle('bold', '') !== '';
    const text = renderTerminal(renderRunDifference(difference), { width, color });
    screen.out(text.trimEnd());
  }
  return isSame(difference) ? 0 : 1;
}

function findGiven({ reportsFolder }: CliContext, text: string): RunFolder {
  const folder = resolveUserPath(text);
  if (existsSync(join(folder, 'journal.ndjson')))
    return runFolder(dirname(folder), basename(folder));
  const [lab = '', run = 'latest'] = text.split('/');
  const name = labName(lab, reportsFolder);
  const runs = listRuns(labFolder(reportsFolder, name));
  if (runs.length > 0) return runFolder(labFolder(reportsFolder, name), findRun(name, runs, run));
  throw new WirebookError({
    code: 'no-run',
    message: `The lab ${name} has not been run yet.`,
    next: `Run it: npm run lab -- ${name}`,
    exitCode: 2,
  });
}
