import { formatDuration } from '../lab/duration.ts';
import type { Verdict } from '../lab/events.ts';
import { firstDifference } from './difference.ts';
import { cellLink, renderError } from './markdown-cell.ts';
import { blocks, escapeInline, markdownTable, tableCell } from './markdown-syntax.ts';
import { stepCells } from './model.ts';
import type { RunModel, StepCellModel, TeardownModel } from './model.ts';
import { count, formatTime } from './text.ts';
import { openMark, verdictLabel, verdictOrder, verdicts } from './verdicts.ts';

/** The head of a report: a table of facts, then what a reader must know before all else. */
export function renderSummary(model: RunModel): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['Steps', countsText(stepCells(model))],
    ['Target', targetText(model)],
    ['Timers', timersText(model)],
    ['Duration', durationText(model)],
    ['Started', formatTime(model.startedAt)],
    ['Torn down', teardownText(model)],
    ['Lab', tableCell(`${model.lab.name} (${model.lab.file})`)],
    ['Run', tableCell(model.runId)],
    ['Versions', versionsText(model)],
  ];
  return [
    markdownTable(
      ['Verdict', verdictText(model)],
      rows.map(([name, value]) => [`**${name}**`, value]),
    ),
    troubles(model),
    runError(model),
    ...leftovers(model.teardown),
  ];
}

function verdictText({ verdict, sessions }: RunModel): string {
  const signal = sessions.at(-1)?.interrupted;
  const by = signal === undefined ? '' : `, interrupted by ${escapeInline(signal)}`;
  if (verdict !== undefined) return `**${verdictLabel(verdict)}**${by}`;
  return `**${verdicts.errored.mark} no end**: the journal stops before the run does${by}; it is still at work, or its process died`;
}

/** `12 passed, 1 failed, 3 blocked`. */
export function countsText(cells: readonly StepCellModel[]): string {
  const of = (verdict: Verdict): number =>
    cells.filter((cell) => cell.last?.verdict === verdict).length;
  const counts = verdictOrder
    .map((verdict) => ({ verdict, n: of(verdict) }))
    .filter(({ n }) => n > 0)
    .map(({ verdict, n }) => `${n} ${verdict}`);
  const unfinished = cells.filter(
    ({ last }) => last !== undefined && last.verdict === undefined,
  ).length;
  const unreached = cells.filter(({ last }) => last === undefined).length;
  return (
    [
      ...counts,
      ...(unfinished === 0 ? [] : [`${unfinished} without an end`]),
      ...(unreached === 0 ? [] : [`${unreached} not reached`]),
    ].join(', ') || 'none'
  );
}

const targets: { readonly [T in RunModel['target']]: string } = {
  local: 'local: emulated clouds, real packets, real BGP and IPsec',
  cloud: 'cloud: the real ones',
};
const targetText = ({ target }: RunModel): string => targets[target];

const timers: { readonly [T in RunModel['timers']]: string } = {
  fast: 'fast: BGP and IKE count in seconds',
  real: "real: BGP and IKE use the clouds' own",
};
const timersText = (model: RunModel): string => timers[model.timers];

function durationText({ durationMs, sessions, verdict }: RunModel): string {
  const upTo = verdict === undefined ? ' up to the last thing recorded' : '';
  const over = sessions.length > 1 ? `, in ${sessions.length} sessions` : '';
  return `${formatDuration(durationMs)}${upTo}${over}`;
}

function teardownText({ teardown, lab }: RunModel): string {
  if (teardown === undefined) return 'not recorded';
  const took =
    teardown.durationMs === undefined ? '' : ` in ${formatDuration(teardown.durationMs)}`;
  const destroy = `\`npm run lab -- destroy ${tableCell(lab.name).replaceAll('`', '')}\``;
  switch (teardown.outcome) {
    case 'done':
      return `yes${took.replace(' in', ', in')}`;
    case 'kept':
      return `no, kept: ${destroy} ends it`;
    case 'incomplete':
      return `**${verdicts.failed.mark} incomplete**: ${count(teardown.left.length, 'thing')} left; ${destroy} finishes it`;
    case 'unfinished':
      return `begun, and its end was not recorded; ${destroy} makes sure`;
    default:
      return teardown.outcome satisfies never;
  }
}

const versionsText = ({ versions }: RunModel): string =>
  Object.entries(versions)
    .map(([name, version]) => tableCell(`${name} ${version}`))
    .join(', ');

/** One line for each cell that did not pass, with a link to it. */
function troubles(model: RunModel): string {
  const lines = stepCells(model)
    .filter(({ last }) => last !== undefined)
    .flatMap((cell) => {
      const verdict = cell.last?.verdict;
      if (verdict !== undefined && !verdicts[verdict].trouble) return [];
      const label =
        verdict === undefined ? `${openMark(true)} without an end` : verdictLabel(verdict);
      const why =
        verdict === 'blocked' || cell.last === undefined ? undefined : firstDifference(cell.last);
      return [`- ${label}: ${cellLink(cell)}${why === undefined ? '' : `: ${escapeInline(why)}`}`];
    });
  return lines.length === 0 ? '' : blocks('**What did not pass:**', lines.join('\n'));
}

function leftovers(teardown: TeardownModel | undefined): readonly string[] {
  if (teardown === undefined || (teardown.left.length === 0 && teardown.error === undefined))
    return [];
  return [
    teardown.left.length === 0
      ? '**Teardown did not end well:**'
      : `**Left by the teardown:**\n\n${teardown.left.map((item) => `- ${escapeInline(item)}`).join('\n')}`,
    ...(teardown.error === undefined ? [] : [renderError(teardown.error)]),
  ];
}

/** What ended the run outside any cell. */
function runError({ sessions }: RunModel): string {
  const error = sessions.at(-1)?.finished?.error;
  return error === undefined ? '' : renderError(error);
}
