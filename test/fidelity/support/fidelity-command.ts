import { mkdtemp, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatDuration } from '../../../src/lab/duration.ts';
import type { JournalEvent } from '../../../src/lab/events.ts';
import { didYouMean } from '../../../src/lab/suggest.ts';
import { walkThroughs } from '../published.ts';
import { compareLab } from './compare.ts';
import { labCommand, readJournal } from './lab-command.ts';
import { report, totals } from './print.ts';
import type { PublishedLab } from './published-table.ts';

export interface FidelityScreen {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly signal: AbortSignal;
}

interface Options {
  readonly chosen: readonly PublishedLab[];
  readonly json: boolean;
  /** Reports of runs that are there already. */
  readonly from?: string;
}

class UsageError extends Error {}

const usage = `Usage: npm run -s fidelity [-- [<lab>] [--json] [--from <folder>]]

Runs the labs that retell published walk-throughs, and compares every published table with what the run showed.

  <lab>            only this one
  --json           the comparison as JSON on stdout
  --from <folder>  compare the newest runs in a reports folder instead of running
  --help           this text

Exit codes: 0 all rows, but for documented exceptions · 1 other differences, or a lab that did not pass · 2 wrong usage`;

/** The whole program; resolves to its exit code. */
export async function fidelity(args: readonly string[], screen: FidelityScreen): Promise<number> {
  try {
    const options = parse(args);
    if (options === 'help') {
      screen.out(usage);
      return 0;
    }
    const journals =
      options.from === undefined
        ? await runAll(options.chosen, screen)
        : await readAll(options.chosen, options.from);
    if (screen.signal.aborted) return 130;
    const labs = options.chosen.map((published, index) =>
      compareLab(published, journals[index] ?? []),
    );
    screen.out(
      options.json ? JSON.stringify({ labs, totals: totals(labs) }, undefined, 2) : report(labs),
    );
    return labs.every(({ faithful }) => faithful) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    screen.err(error.message);
    return 2;
  }
}

function parse(args: readonly string[]): Options | 'help' {
  const { values, positionals } = parsed(args);
  if (values.help === true) return 'help';
  const names = walkThroughs.map(({ lab }) => lab);
  const [name, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`One lab at most: ${positionals.join(', ')}.`);
  const chosen = walkThroughs.filter(({ lab }) => name === undefined || lab === name);
  if (name !== undefined && chosen.length === 0) {
    throw new UsageError(
      `No published walk-through is retold by a lab "${name}". ${didYouMean(name, names)}`,
    );
  }
  const { from } = values;
  return {
    chosen,
    json: values.json === true,
    ...(from !== undefined && { from: fromHere(from) }),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        from: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const [first = said] = said.split('. ');
    throw new UsageError(
      `${first.replace(/\.$/, '')}. \`npm run -s fidelity -- --help\` shows the options.`,
    );
  }
}

/** npm runs scripts in the package's folder; `INIT_CWD` is where the user is. */
function fromHere(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}

type Journal = readonly JournalEvent[];

async function readAll(
  chosen: readonly PublishedLab[],
  folder: string,
): Promise<readonly Journal[]> {
  const isFolder = await stat(folder).then(
    (it) => it.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new UsageError(`${folder} is no folder.`);
  return await Promise.all(
    chosen.map(({ lab }) =>
      readJournal(folder, lab).catch((error: unknown) => {
        if (error instanceof SyntaxError) {
          throw new UsageError(`The journal of ${lab} in ${folder} is damaged: ${error.message}`);
        }
        throw new UsageError(`${folder} has no run of ${lab}.`);
      }),
    ),
  );
}

/** A lab keeps two cores busy. */
const atOnce = Math.max(1, Math.min(2, Math.floor(availableParallelism() / 2)));

async function runAll(
  chosen: readonly PublishedLab[],
  screen: FidelityScreen,
): Promise<readonly Journal[]> {
  const reports = await mkdtemp(join(tmpdir(), 'wirebook-fidelity-'));
  const journals: Journal[] = [];
  const waiting = [...chosen.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (screen.signal.aborted) return;
      const [index, { lab }] = next;
      journals[index] = await runOne(lab, reports, screen);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    await rm(reports, { recursive: true, force: true });
  }
  return journals;
}

async function runOne(lab: string, reports: string, screen: FidelityScreen): Promise<Journal> {
  screen.err(`${lab} runs …`);
  const started = Date.now();
  const { exitCode, stderr, events } = await labCommand({ lab, reports, signal: screen.signal });
  const took = formatDuration(Date.now() - started);
  if (exitCode === 0) {
    screen.err(`${lab} passed, ${took}`);
    return events;
  }
  screen.err(`${lab} ended with exit code ${exitCode ?? 'none'} after ${took}; its last lines:`);
  for (const line of stderr.trimEnd().split('\n').slice(-12)) screen.err(`  ${line}`);
  return events;
}
