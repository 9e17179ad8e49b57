import type { Verdict } from '../../lab/events.ts';
import { WirebookError } from '../../lab/errors.ts';
import { listenForInterrupts, type Interrupts } from '../../runner/interrupts.ts';
import { signalExitCode, systemProcess } from '../../runner/process.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { listLabs } from '../find-lab.ts';
import { runLabProcess } from '../lab-process.ts';
import { shortPath } from '../places.ts';
import type { VerbCall } from '../verb.ts';
import { inShard, parseShard, parseWorkers } from '../shard.ts';
import { countVerdicts, elapsed, verdictLook } from '../texts.ts';
import { mergeReports } from './report-merge.ts';

interface Ended {
  readonly lab: string;
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly durationMs: number;
}

/** `lab run --all`: every lab, several at once, each in a process of its own; then one page over all of them. */
export async function runAll(context: CliContext, call: VerbCall): Promise<ExitCode> {
  const { screen, json, reportsFolder } = context;
  const shard = parseShard(text(call.options['shard']) ?? '1/1');
  const workers = parseWorkers(text(call.options['workers']));
  const labs = inShard(listLabs(), shard).map(({ name }) => name);
  const on = text(call.options['on']) ?? 'local';
  if (on === 'local') await context.readySystem(screen, call.options['yes'] === true);

  using interrupts = listenForInterrupts({ process: systemProcess, onFirst: () => undefined });
  const waiting = [...labs];
  const ended: Ended[] = [];
  const worker = async () => {
    for (let lab = waiting.shift(); lab !== undefined; lab = waiting.shift()) {
      if (interrupts.first.aborted) return;
      ended.push(await runOne(context, lab, argsOf(lab, context, call), interrupts));
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, labs.length) }, worker));
  const crash = interrupts.crash();
  if (crash !== undefined) throw crash.error;

  const page = await mergeReports([reportsFolder], reportsFolder);
  if (json) screen.out(JSON.stringify({ shard: `${shard.index}/${shard.of}`, labs: ended, page }));
  else {
    const verdicts = ended.map(({ verdict }) => verdict);
    screen.out(
      labs.length === 0 ? 'No lab is in this shard.' : `labs    ${countVerdicts(verdicts)}`,
    );
    screen.out(`page    ${shortPath(page)}`);
  }
  const exitCode = exitCodeOf(ended);
  const received = interrupts.received();
  return received === undefined || exitCode === 4 ? exitCode : signalExitCode[received];
}

async function runOne(
  { screen, json }: CliContext,
  lab: string,
  args: readonly string[],
  { first, second }: Interrupts,
): Promise<Ended> {
  const verdicts: Verdict[] = [];
  const titles = new Map<string, string>();
  const troubles: string[] = [];
  const started = Date.now();
  let finished: { readonly verdict: Verdict; readonly durationMs: number } | undefined;
  if (!json) screen.err(`▶ ${lab}`);
  const { exitCode, said } = await runLabProcess({
    args,
    signal: first,
    abandon: second,
    onEvent(event) {
      if (event.type === 'run.started') {
        for (const cell of event.cells) if (cell.kind === 'step') titles.set(cell.id, cell.title);
      }
      if (event.type === 'run.finished') finished = event;
      if (event.type !== 'cell.finished') return;
      verdicts.push(event.verdict);
      if (event.verdict !== 'failed' && event.verdict !== 'errored') return;
      const why = event.error === undefined ? '' : `: ${event.error.message}`;
      troubles.push(
        `  ${verdictLook[event.verdict].sign} ${titles.get(event.cell) ?? event.cell}${why}`,
      );
    },
  });
  const verdict = finished?.verdict ?? 'errored';
  const durationMs = finished?.durationMs ?? Date.now() - started;
  if (!json) {
    const { sign, format } = verdictLook[verdict];
    screen.err(
      `${screen.errStyle(format, sign)} ${lab}  ${countVerdicts(verdicts)} in ${elapsed(durationMs)}`,
    );
    troubles.forEach((line) => screen.err(line));
    // A run that ended has told the rest in its report.
    if (finished === undefined) screen.err(said.trimEnd());
  }
  return { lab, verdict, exitCode, durationMs };
}

/** Options that mean the same for each lab. */
const passedOn = [
  ['on', '--on'],
  ['maxCost', '--max-cost'],
  ['timers', '--timers'],
  ['timeout', '--timeout'],
  ['keep', '--keep'],
] as const;

function argsOf(
  lab: string,
  { reportsFolder }: CliContext,
  { options }: VerbCall,
): readonly string[] {
  const given = passedOn.flatMap(([name, flag]) => {
    const value = options[name];
    if (value === true) return [flag];
    return typeof value === 'string' ? [flag, value] : [];
  });
  return ['run', lab, '--reports', reportsFolder, ...given];
}

/** What most needs somebody: something left over, then labs that could not run, then wrong results. */
function exitCodeOf(ended: readonly Ended[]): ExitCode {
  const codes = ended.map(({ exitCode }) => exitCode);
  for (const code of [4, 3, 2, 1]) if (codes.includes(code)) return code;
  return codes.find((code) => code !== 0) ?? 0;
}

/** Throws when an option is given that is about one lab's cells. */
export function checkAllOptions({ operands, options }: VerbCall): void {
  const wrong = ['list', 'plan', 'step', 'from', 'until', 'only', 'resume'].filter(
    (name) => options[name] !== undefined,
  );
  if (operands[0] === undefined && wrong.length === 0) return;
  const given = operands[0] ?? `--${wrong[0] ?? ''}`;
  throw new WirebookError({
    code: 'usage',
    message: `--all runs every lab, and ${given} is about one.`,
    next: 'Leave one of them out.',
    exitCode: 2,
  });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
