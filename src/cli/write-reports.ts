import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatError } from '../lab/errors.ts';
import type { JournalEvent } from '../lab/events.ts';
import { readJournal, unwritable } from '../runner/journal.ts';
import type { CliContext } from './context.ts';
import { shortPath } from './places.ts';

/** Renders a run's journal to `report.md` and `junit.xml` beside it, and says where the report is. */
export async function writeReports(folder: string, journal: string): Promise<string> {
  const events = readJournal(journal);
  const report = join(folder, 'report.md');
  const [markdown, junit] = await Promise.all([markdownOf(events), junitOf(events)]);
  try {
    writeFileSync(report, markdown);
    writeFileSync(join(folder, 'junit.xml'), junit);
  } catch (error) {
    throw unwritable(report, error);
  }
  return report;
}

/** A report that cannot be written is one more error, and no reason to lose the run's own outcome. */
export async function tryWriteReports(
  { screen, verbose }: CliContext,
  { folder, journal }: { readonly folder: string; readonly journal: string },
): Promise<string | undefined> {
  try {
    return await writeReports(folder, journal);
  } catch (error) {
    if (verbose) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const record = {
      code: 'report-not-written',
      message: `The report could not be written: ${message}`,
      facts: { journal: shortPath(journal) },
    };
    screen.err(screen.errStyle('red', formatError(record)));
    return undefined;
  }
}

/** With a limit, shortened to so many bytes. */
export async function markdownOf(events: readonly JournalEvent[], limit?: number): Promise<string> {
  if (limit !== undefined) {
    const { renderMarkdownWithin } = await import('../report/markdown-limit.ts');
    return renderMarkdownWithin(events, limit);
  }
  const { renderMarkdown } = await import('../report/markdown.ts');
  return renderMarkdown(events);
}

async function junitOf(events: readonly JournalEvent[]): Promise<string> {
  const { renderJUnit } = await import('../report/junit.ts');
  return renderJUnit(events);
}
