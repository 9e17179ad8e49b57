import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { WirebookError } from '../../lab/errors.ts';
import type { RunWithPlace } from '../../report/history.ts';
import { readJournal, unwritable } from '../../runner/journal.ts';
import { listRuns, runFolder } from '../../runner/run-folder.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { resolveUserPath, shortPath } from '../places.ts';
import type { VerbCall } from '../verb.ts';
import { parseLimit } from '../report-limit.ts';

/** `lab report merge [folders…]`: one page over the runs in several reports folders (of shards, of earlier nights). */
export async function reportMerge(context: CliContext, call: VerbCall): Promise<ExitCode> {
  const { screen, reportsFolder, json } = context;
  const limit = parseLimit(call.options['limit']);
  const given = call.operands.slice(1).flatMap((folder) => (folder === undefined ? [] : [folder]));
  const folders = [...given, ...call.rest].map(resolveUserPath);
  for (const folder of folders) if (!existsSync(folder)) throw noFolder(folder);
  const from = folders.length === 0 ? [reportsFolder] : folders;
  const page = await mergeReports(from, reportsFolder, limit);
  screen.out(json ? JSON.stringify({ page }) : shortPath(page));
  return 0;
}

/** Writes `index.md` (of so many bytes at most) and `index.html` into `into`, and says where the first is. */
export async function mergeReports(
  folders: readonly string[],
  into: string,
  limit?: number,
): Promise<string> {
  const [{ buildModel }, { historiesOf }, { renderHistories }, { renderHtml }] = await Promise.all([
    import('../../report/model.ts'),
    import('../../report/history.ts'),
    import('../../report/markdown-history.ts'),
    import('../../report/html.ts'),
  ]);
  const runs = new Map<string, RunWithPlace>();
  for (const folder of folders) {
    for (const lab of labsIn(folder)) {
      for (const runId of listRuns(join(folder, lab))) {
        const run = runFolder(join(folder, lab), runId);
        const events = existsSync(run.journal) ? readJournal(run.journal) : [];
        if (!events.some(({ type }) => type === 'run.started')) continue;
        const report = relative(into, join(run.folder, 'report.md'));
        runs.set(`${lab}/${runId}`, { model: buildModel(events), report });
      }
    }
  }
  const histories = historiesOf([...runs.values()]);
  const markdown = renderHistories(histories);
  const page = join(into, 'index.md');
  try {
    mkdirSync(into, { recursive: true });
    writeFileSync(page, renderHistories(histories, limit));
    writeFileSync(join(into, 'index.html'), renderHtml(markdown));
  } catch (error) {
    throw unwritable(page, error);
  }
  return page;
}

function labsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function noFolder(folder: string): WirebookError {
  return new WirebookError({
    code: 'no-reports',
    message: `There is no folder ${folder}.`,
    next: 'Give folders that runs were kept in (--reports), or none for the usual one.',
    exitCode: 2,
  });
}
