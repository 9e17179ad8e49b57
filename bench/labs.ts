import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JournalEvent } from '../src/lab/events.ts';

const command = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const labsFolder = fileURLToPath(new URL('../labs', import.meta.url));
const listings = 5;

/** Rows of a table: what `lab list` takes, and the phases of every lab, from the journal of a run on the local cloud. */
export async function benchLabs(): Promise<string[][]> {
  const rows: string[][] = [['lab', 'phase', 'took', 'verdict']];
  rows.push(['(all)', 'lab list', seconds(await listTime()), '']);
  const labs = (await readdir(labsFolder, { withFileTypes: true })).filter((it) =>
    it.isDirectory(),
  );
  for (const { name } of labs) {
    process.stderr.write(`running ${name} …\n`);
    rows.push(...(await labRows(name)));
  }
  return rows;
}

/** Median, in milliseconds: the command and nothing else, as a person waits for it. */
async function listTime(): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < listings; turn += 1) {
    const start = performance.now();
    await runCommand(['list']);
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(listings / 2)] ?? 0;
}

async function labRows(lab: string): Promise<string[][]> {
  const reports = await mkdtemp(join(tmpdir(), 'wirebook-bench-'));
  try {
    const start = performance.now();
    await runCommand([lab, '--on', 'local', '--reports', reports]);
    const whole = performance.now() - start;
    const journal = await readFile(join(reports, lab, 'latest', 'journal.ndjson'), 'utf8');
    const events = journal
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as JournalEvent);
    return [...phases(lab, events), [lab, 'the whole command', seconds(whole), '']];
  } catch (error) {
    return [[lab, error instanceof Error ? error.message : String(error), '', 'errored']];
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
}

/** Pure. */
export function phases(lab: string, events: readonly JournalEvent[]): string[][] {
  const titles = new Map(
    events.flatMap((event) =>
      event.type === 'run.started'
        ? event.cells.flatMap((cell) =>
            cell.kind === 'step' ? [[cell.id, cell.title] as const] : [],
          )
        : [],
    ),
  );
  return events.flatMap((event): string[][] => {
    if (event.type === 'cell.finished') {
      const title = titles.get(event.cell);
      // Prose takes no time.
      return title === undefined ? [] : [[lab, title, seconds(event.durationMs), event.verdict]];
    }
    if (event.type === 'teardown.finished') {
      return [[lab, 'teardown', seconds(event.durationMs), event.outcome]];
    }
    if (event.type === 'run.finished') {
      return [[lab, 'the run', seconds(event.durationMs), event.verdict]];
    }
    return [];
  });
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function runCommand(args: readonly string[]): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', command, ...args],
    {
      stdio: ['ignore', 'ignore', 'ignore'],
    },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // A failed check is a result, too: the journal tells.
    child.once('close', () => resolve());
  });
}
