import { WirebookError } from '../../lab/errors.ts';
import { lockHolder } from '../../runner/lock.ts';
import { findRun, labFolder } from '../../runner/prepare.ts';
import { readJournal } from '../../runner/journal.ts';
import { systemProcess } from '../../runner/process.ts';
import { listRuns, runFolder, type RunFolder } from '../../runner/run-folder.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { labName } from '../find-lab.ts';
import type { VerbCall } from '../verb.ts';
import { parseLimit, wrongLimit } from '../report-limit.ts';
import { markdownOf, writeReports } from '../write-reports.ts';

/** `lab report <lab> [run]`: renders the journal anew, writes the reports and prints one. */
export async function report(context: CliContext, call: VerbCall): Promise<ExitCode> {
  const { screen, json } = context;
  const limit = parseLimit(call.options['limit']);
  if (limit !== undefined && call.options['markdown'] !== true) {
    throw wrongLimit('--limit is about Markdown.', 'Say --markdown too, or leave --limit out.');
  }
  const { run, lab } = findJournal(context, call);
  const events = readJournal(run.journal);
  if (json) {
    for (const event of events) screen.out(JSON.stringify(event));
    return 0;
  }
  const markdown = await markdownOf(events, limit);
  // A run that goes on writes its own report when it ends; a folder that cannot be written is no reason not to show it.
  const running = lockHolder(labFolder(context.reportsFolder, lab), systemProcess);
  if (running?.runId !== run.runId) {
    await writeReports(run.folder, run.journal).catch(() => undefined);
  }
  if (call.options['markdown'] === true) {
    screen.out(markdown.trimEnd());
    return 0;
  }
  if (call.options['html'] === true) {
    const { renderHtml } = await import('../../report/html.ts');
    screen.out(renderHtml(markdown).trimEnd());
    return 0;
  }
  const { renderTerminal } = await import('../../report/terminal.ts');
  const width = Math.min(process.stdout.columns || 100, 120);
  const color = screen.outStyle('bold', '') !== '';
  screen.out(renderTerminal(markdown, { width, color }).trimEnd());
  return 0;
}

/** The named or newest run of a lab. Throws `no-run` when there is none. */
export function findJournal(
  { reportsFolder }: CliContext,
  { operands }: VerbCall,
): { readonly lab: string; readonly run: RunFolder } {
  const [text = '', wanted = 'latest'] = operands;
  const lab = labName(text, reportsFolder);
  const folder = labFolder(reportsFolder, lab);
  const runs = listRuns(folder);
  if (runs.length === 0) {
    throw new WirebookError({
      code: 'no-run',
      message: `The lab ${lab} has not been run yet.`,
      next: `Run it: npm run lab -- ${text}`,
      exitCode: 2,
    });
  }
  return { lab, run: runFolder(folder, findRun(lab, runs, wanted)) };
}
