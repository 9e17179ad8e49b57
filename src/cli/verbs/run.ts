import { parseDuration } from '../../lab/duration.ts';
import { WirebookError } from '../../lab/errors.ts';
import type { JournalEvent, TargetName, Timers, Verdict } from '../../lab/events.ts';
import type { Lab } from '../../lab/lab.ts';
import { systemClock } from '../../lab/clock.ts';
import { systemProcess } from '../../runner/process.ts';
import { labFolder } from '../../runner/prepare.ts';
import { runFolder } from '../../runner/run-folder.ts';
import { runLab, type RunOutcome, type RunParameters } from '../../runner/run.ts';
import { stepCells } from '../../runner/selection.ts';
import type { CliContext, ExitCode, UpSession } from '../context.ts';
import { findLab, type LabFile } from '../find-lab.ts';
import { createLiveView, type LiveView } from '../live-view.ts';
import { loadLab } from '../load-lab.ts';
import { ownVersion, reportsOption, shortPath } from '../places.ts';
import type { VerbCall } from '../verb.ts';
import { countVerdicts, elapsed, verdictLook } from '../texts.ts';
import { createWorkshop } from '../workshop.ts';
import { tryWriteReports } from '../write-reports.ts';

interface RunOptions {
  readonly on: TargetName;
  readonly timers: Timers;
  readonly list?: boolean;
  readonly step?: boolean;
  readonly from?: string;
  readonly until?: string;
  readonly only?: string;
  readonly resume?: string | true;
  readonly keep?: 'always' | 'on-failure' | true;
  readonly timeout?: string;
  readonly yes?: boolean;
  readonly plan?: boolean;
  readonly maxCost?: string;
}

/** `lab <lab>`: runs it, shows it, writes its reports. */
export async function run(context: CliContext, call: VerbCall): Promise<ExitCode> {
  const given = call.options as unknown as RunOptions;
  const { screen } = context;
  if (call.options['all'] === true) {
    const { checkAllOptions, runAll } = await import('./run-all.ts');
    checkAllOptions(call);
    return await runAll(context, call);
  }
  if (call.operands[0] === undefined) {
    throw usage('No lab was named.', '`npm run lab -- list` shows them; --all runs every one.');
  }
  const invocation = call.operands[0] ?? '';
  const found = findLab(invocation, context.verbs);
  const up =
    given.resume === undefined
      ? undefined
      : await context.findSession(context.reportsFolder, found.name);
  // A run that goes on does so where it is up, whatever `--on` says or leaves out.
  const options = up?.target === undefined ? given : { ...given, on: up.target };
  const timeoutMs = options.timeout === undefined ? undefined : parseDuration(options.timeout);
  checkOptions(options, context);
  const lab = await loadLab(found);
  if (options.list === true) return listCells(context, lab);

  if (options.on === 'cloud') {
    if (up !== undefined) await readyToGoOn(context, found, up);
    else if (await readyClouds(context, options, found, lab)) return 0;
  }
  const target = await context.openTarget(options.on);
  if (options.on === 'local') await context.readySystem(screen, options.yes === true);

  const verdicts = new Map<string, Verdict>();
  using view = createLiveView({
    screen,
    now: systemClock.now,
    stream: options.step === true,
  });
  const onEvent = (event: JournalEvent) => {
    if (event.type === 'cell.finished') verdicts.set(event.cell, event.verdict);
    if (context.json) screen.out(JSON.stringify(event));
    view.show(event);
  };
  const { reportsFolder } = context;
  view.begin(`Start on the ${options.on === 'local' ? 'local cloud' : 'clouds'}`);
  const outcome = await runLab({
    lab,
    name: found.name,
    file: shortPath(found.file),
    path: found.file,
    invocation,
    commandOptions: reportsOption(reportsFolder),
    target,
    // The real clouds have their own.
    timers: options.on === 'cloud' ? 'real' : options.timers,
    reportsFolder,
    versions: { wirebook: ownVersion(), node: process.versions.node },
    selection: selectionOf(options),
    keep: options.keep === true ? 'always' : options.keep,
    timeoutMs,
    resume: resumeOf(options),
    conductor: options.step === true ? workshop(context, lab, view) : undefined,
    findKept: () => context.findSession(reportsFolder, found.name),
    clock: systemClock,
    process: systemProcess,
    onEvent,
  });
  // Of a folder that cannot be written the run has told already.
  const report =
    outcome.error?.code === 'journal-unwritable'
      ? undefined
      : await tryWriteReports(context, outcome);
  summarize({ context, found, invocation, outcome, report, verdicts: [...verdicts.values()] });
  return outcome.exitCode;
}

/** Before anything is made or paid for. True: the plan was all that was wanted. */
async function readyClouds(
  { screen, json }: CliContext,
  options: RunOptions,
  { name, file }: LabFile,
  lab: Lab,
): Promise<boolean> {
  const [{ canBePlanned, planOnCloud }, { assertAffordable, assertReady, parseMaxCost, showPlan }] =
    await Promise.all([import('../../targets/cloud/plan.ts'), import('../cloud-plan.ts')]);
  const maxCost = parseMaxCost(options.maxCost);
  // What it deploys is looked at when it does; only a limit of its cost cannot be kept then.
  if (options.plan !== true && maxCost === undefined && !canBePlanned(lab)) return false;
  const plan = await planOnCloud({ lab, name, file });
  if (options.plan !== true) {
    assertReady(plan, maxCost);
    return false;
  }
  if (json) screen.out(JSON.stringify(plan));
  else showPlan(screen, name, plan);
  assertAffordable(plan, maxCost);
  return true;
}

async function readyToGoOn(
  { screen, reportsFolder }: CliContext,
  { name }: LabFile,
  { runId }: UpSession,
): Promise<void> {
  const { assertMayGoOn, remarkOnExpiry } = await import('../../targets/cloud/resume.ts');
  const kept = runFolder(labFolder(reportsFolder, name), runId);
  await assertMayGoOn(name, kept);
  const remark = remarkOnExpiry(kept);
  if (remark !== undefined) screen.err(screen.errStyle('yellow', remark));
}

function workshop(context: CliContext, lab: Lab, view: LiveView) {
  return createWorkshop({ screen: context.screen, lab, pause: view.pause });
}

function checkOptions(options: RunOptions, { screen, json }: CliContext): void {
  const { step, only, from, until, plan, resume, on } = options;
  if (plan === true && resume !== undefined) {
    throw usage('--plan makes nothing, and --resume goes on with a run.', 'Leave one of them out.');
  }
  if (plan === true && on === 'local') {
    throw usage('--plan is about real clouds.', 'Say --on cloud; the local one costs nothing.');
  }
  if (only !== undefined && (from !== undefined || until !== undefined)) {
    throw usage('--only cannot be used with --from or --until.', 'Choose one of them.');
  }
  if (step !== true) return;
  if (!screen.interactive) {
    throw usage(
      '--step needs a terminal: it asks before each cell.',
      'Run it in a terminal, or leave --step out.',
    );
  }
  if (json) throw usage('--step and --json cannot be used together.', 'Leave one of them out.');
}

function usage(message: string, next: string): WirebookError {
  return new WirebookError({ code: 'usage', message, next, exitCode: 2 });
}

function selectionOf({ from, until, only }: RunOptions): RunParameters['selection'] & object {
  return {
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(only === undefined ? {} : { only }),
  };
}

function resumeOf({ resume }: RunOptions): RunParameters['resume'] {
  if (resume === undefined) return undefined;
  return resume === true ? {} : { runId: resume };
}

function listCells({ screen, json }: CliContext, lab: Lab): ExitCode {
  const cells = stepCells(lab).map(({ id, title }, index) => ({ number: index + 1, id, title }));
  if (json) screen.out(JSON.stringify(cells));
  else for (const { number, title } of cells) screen.out(`${String(number).padStart(2)}  ${title}`);
  return 0;
}

function summarize(parameters: {
  readonly context: CliContext;
  readonly found: LabFile;
  readonly invocation: string;
  readonly outcome: RunOutcome;
  readonly report: string | undefined;
  readonly verdicts: readonly Verdict[];
}): void {
  const { context, found, invocation, outcome, report, verdicts } = parameters;
  const { screen } = context;
  if (context.json) return;
  const { format } = verdictLook[outcome.verdict];
  const time = elapsed(outcome.durationMs);
  const style = screen.outStyle;
  screen.out(
    `${style(format, outcome.verdict)}  ${found.name}: ${countVerdicts(verdicts)} in ${time}`,
  );
  if (outcome.teardown?.outcome === 'kept') {
    const more = reportsOption(context.reportsFolder);
    screen.out(
      `kept    run ${outcome.runId} is still up: npm run lab -- ssh${more} ${found.name} <machine>, ` +
        `npm run lab -- ${invocation} --resume${more}, npm run lab -- destroy ${found.name}${more}`,
    );
  }
  if (report !== undefined) screen.out(`report  ${shortPath(report)}`);
}
