import { styleText } from 'node:util';
import { formatDuration } from '../lab/duration.ts';
import { formatError } from '../lab/errors.ts';
import type { CellOutline, JournalEvent, Verdict } from '../lab/events.ts';
import type { TableRow } from '../lab/table.ts';
import { differenceLines } from './difference.ts';
import { promptOf } from './markdown-commands.ts';
import { driftCounts, planCounts, planLines } from './plan.ts';
import { tableLines } from './plain-table.ts';
import { cleanOutput, count, oneLine } from './text.ts';
import { checkMark, verdictLabel, verdicts } from './verdicts.ts';

export interface ViewOptions {
  readonly color: boolean;
  /** The run's outline (`run.started` has it), so that cells are told by title and number. */
  readonly cells?: readonly CellOutline[];
  /** Also what commands print, tables and plans in full: the workshop's view. @default false */
  readonly output?: boolean;
}

/**
 * One event as lines for a terminal, without a line feed at the end; undefined when there is
 * nothing to say. Output comes as it was cut into events.
 */
export function formatEvent(event: JournalEvent, options: ViewOptions): string | undefined {
  const format = formatters[event.type] as (
    event: JournalEvent,
    options: ViewOptions,
  ) => string | undefined;
  return format(event, options);
}

type Formatters = {
  readonly [T in JournalEvent['type']]: (
    event: Extract<JournalEvent, { readonly type: T }>,
    options: ViewOptions,
  ) => string | undefined;
};

type Style = Parameters<typeof styleText>[0];

/** Coloured when colours are wanted; whether the stream can take them is for the caller to know. */
const paint = (style: Style, text: string, { color }: ViewOptions): string =>
  color ? styleText(style, text, { validateStream: false }) : text;

const formatters: Formatters = {
  'run.started': ({ lab, target, timers, runId, resumed }, options) =>
    `${paint('bold', oneLine(lab.title), options)}\n${paint('dim', `${lab.name} on ${target}, ${timers} timers, run ${runId}${resumed === true ? ', resumed' : ''}`, options)}`,
  'cell.started'({ cell, attempt }, options) {
    const again = attempt > 1 ? ` (attempt ${attempt})` : '';
    return `\n${paint('bold', `${numberOf(cell, options)}${titleOf(cell, options)}`, options)}${again}`;
  },
  'command.started'({ text, where }, options) {
    const lines = cleanOutput(text).trim().split('\n');
    const typed = lines.map((line, index) =>
      index === 0 ? `${promptOf(where)} ${line}` : `> ${line}`,
    );
    return paint('cyan', indent(typed), options);
  },
  'command.output': ({ text }, { output }) =>
    output === true && text !== ''
      ? indent(cleanOutput(text.replace(/\r?\n$/, '')).split('\n'))
      : undefined,
  'command.finished'({ exitCode }, options) {
    if (exitCode === 0) return undefined;
    return paint(
      'dim',
      indent([exitCode === null ? 'ended by a signal' : `exit code ${exitCode}`]),
      options,
    );
  },
  check({ title, passed, comparison }, options) {
    const mark = paint(verdicts[passed ? 'passed' : 'failed'].color, checkMark(passed), options);
    const line = `  ${mark} ${oneLine(title)}`;
    if (!passed)
      return [line, ...differenceLines(comparison).map((row) => signed(row, options))].join('\n');
    return comparison.kind === 'value' ? `${line}: ${oneLine(comparison.seen)}` : line;
  },
  table: ({ title, table }, { output }) =>
    output === true
      ? indent([oneLine(title), ...tableLines(table).map((line) => `  ${line}`)])
      : undefined,
  plan({ drift, changes }, options) {
    const lines = [
      ...(drift.length === 0 ? [] : [`changed outside Terraform: ${driftCounts(drift)}`]),
      ...shownPlan(drift, options),
      `plan: ${planCounts(changes)}`,
      ...shownPlan(changes, options),
    ];
    return indent(lines);
  },
  resource({ address, status, durationMs = 0, error }, options) {
    if (status === 'failed') {
      return `  ${paint('red', checkMark(false), options)} ${address}: ${oneLine(error ?? 'it gave no reason')}`;
    }
    const slow = status === 'done' && durationMs >= slowMs;
    return slow
      ? paint('dim', indent([`${address} ${formatDuration(durationMs)}`]), options)
      : undefined;
  },
  topology: () => undefined,
  difference({ title, tables }, options) {
    return [
      `  ${oneLine(title)}`,
      ...tables.flatMap((table) => [
        `    ${oneLine(table.title)}${table.added.length + table.removed.length === 0 ? ': no change' : ''}`,
        ...table.removed.map((row) => signed(`- ${rowText(row, table.columns)}`, options)),
        ...table.added.map((row) => signed(`+ ${rowText(row, table.columns)}`, options)),
      ]),
    ].join('\n');
  },
  progress: ({ text }, options) => paint('dim', indent([oneLine(text)]), options),
  'cell.finished'({ cell, verdict, durationMs, error }, options) {
    const silent = verdict === 'blocked' || verdict === 'skipped';
    // These never started, so that nothing has named them yet.
    const name = silent ? `${numberOf(cell, options)}${titleOf(cell, options)}: ` : '  ';
    const took = silent ? '' : ` in ${formatDuration(durationMs)}`;
    const line = `${name}${colored(verdict, options)}${took}`;
    if (error === undefined) return line;
    return [line, indent(formatError(error).split('\n').map(cleanOutput), '    ')].join('\n');
  },
  'run.interrupted': ({ signal }, options) =>
    paint('yellow', `\nInterrupted by ${signal}`, options),
  'teardown.started': (_, options) => paint('dim', '\nTearing down', options),
  'teardown.finished'({ outcome, durationMs, left = [], error }, options) {
    const line = {
      done: `Torn down in ${formatDuration(durationMs)}`,
      kept: 'Kept as it is',
      incomplete: paint(
        'red',
        `Teardown is incomplete: ${count(left.length, 'thing')} left`,
        options,
      ),
    }[outcome];
    return [
      line,
      ...left.map((item) => `  ${oneLine(item)}`),
      ...(error === undefined ? [] : [indent(formatError(error).split('\n'))]),
    ].join('\n');
  },
  // The rest is told by `summarize`.
  'run.finished': ({ error }, options) =>
    error === undefined ? undefined : `\n${paint('red', formatError(error), options)}`,
};

/** Resources that take longer are worth a line of their own, ms. */
const slowMs = 5000;

const indent = (lines: readonly string[], by = '  '): string =>
  lines.map((line) => (line === '' ? '' : `${by}${line}`)).join('\n');

const colored = (verdict: Verdict, options: ViewOptions): string =>
  paint(verdicts[verdict].color, verdictLabel(verdict), options);

function signed(line: string, options: ViewOptions): string {
  const text = `    ${line}`;
  if (line.startsWith('-')) return paint('red', text, options);
  return line.startsWith('+') ? paint('green', text, options) : text;
}

const rowText = (row: TableRow, columns: readonly string[]): string =>
  columns
    .map((column) => oneLine(row[column] ?? ''))
    .filter((text) => text !== '')
    .join('  ');

const shownPlan = (
  changes: Parameters<typeof planLines>[0],
  { output }: ViewOptions,
): readonly string[] =>
  output === true || changes.every(({ action }) => action !== 'create')
    ? planLines(changes).map((line) => `  ${line}`)
    : [];

const steps = ({ cells = [] }: ViewOptions): readonly CellOutline[] =>
  cells.filter(({ kind }) => kind === 'step');

function titleOf(cell: string, options: ViewOptions): string {
  const outline = steps(options).find(({ id }) => id === cell);
  return oneLine(outline?.kind === 'step' ? outline.title : cell);
}

/** `3/24 `: where a cell stands among the steps. */
function numberOf(cell: string, options: ViewOptions): string {
  const index = steps(options).findIndex(({ id }) => id === cell);
  return index === -1 ? '' : `${index + 1}/${steps(options).length} `;
}

export { summarize } from './summary.ts';
