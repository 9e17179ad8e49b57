import type { Comparison } from '../lab/events.ts';
import { anyValue } from '../lab/match.ts';
import type { Table, TableDifference, TableRow } from '../lab/table.ts';
import type { AttemptModel } from './model.ts';
import { count, oneLine } from './text.ts';

export interface ComparedRow {
  readonly state: 'matched' | 'missing' | 'extra';
  readonly row: TableRow;
  /** Columns in which it differs from its counterpart. */
  readonly differs: ReadonlySet<string>;
}

/** All columns of a comparison: as seen first, then those that were only expected. */
export function comparedColumns(expected: Table, seen: Table): readonly string[] {
  return [...new Set([...seen.columns, ...expected.columns])];
}

/**
 * The rows of a comparison in reading order: what matched, then each missing row with the extra
 * row most like it beside it, then the other extra rows.
 */
export function compareRows(difference: TableDifference): readonly ComparedRow[] {
  const extras = [...difference.extra];
  const none: ReadonlySet<string> = new Set();
  const rows: ComparedRow[] = difference.matched.map((row) => ({
    state: 'matched',
    row,
    differs: none,
  }));
  for (const missing of difference.missing) {
    const counterpart = takeMostAlike(missing, extras);
    const differs = counterpart === undefined ? none : differing(missing, counterpart);
    rows.push({ state: 'missing', row: missing, differs });
    if (counterpart !== undefined) rows.push({ state: 'extra', row: counterpart, differs });
  }
  return [...rows, ...extras.map((row) => ({ state: 'extra' as const, row, differs: none }))];
}

/** Takes out the row that shares the most values with `row`; none when fewer than half agree. */
function takeMostAlike(row: TableRow, candidates: TableRow[]): TableRow | undefined {
  const columns = Object.keys(row);
  const likeness = candidates.map(
    (candidate) => columns.filter((column) => agrees(row[column], candidate[column])).length,
  );
  const best = Math.max(0, ...likeness);
  if (best === 0 || best * 2 < columns.length) return undefined;
  return candidates.splice(likeness.indexOf(best), 1)[0];
}

const agrees = (expected: string | undefined, seen: string | undefined): boolean =>
  expected === seen || expected === anyValue.label;

/** Only columns that both have can differ: an expectation may leave columns open. */
function differing(missing: TableRow, extra: TableRow): ReadonlySet<string> {
  const shared = Object.keys(missing).filter((column) => column in extra);
  return new Set(shared.filter((column) => !agrees(missing[column], extra[column])));
}

/** Why an attempt did not pass, in one line; undefined when it says nothing. */
export function firstDifference(attempt: AttemptModel): string | undefined {
  const failed = attempt.items.find((item) => item.kind === 'check' && !item.passed);
  if (failed?.kind === 'check') return `${oneLine(failed.title)}: ${describe(failed.comparison)}`;
  return attempt.error === undefined ? undefined : oneLine(attempt.error.message);
}

/** A difference in one line. */
export function describe(comparison: Comparison): string {
  if (comparison.kind === 'value') {
    return `expected ${oneLine(comparison.expected)}, saw ${oneLine(comparison.seen) || 'nothing'}`;
  }
  const columns = comparedColumns(comparison.expected, comparison.seen);
  const wrong = compareRows(comparison.difference).filter(({ state }) => state !== 'matched');
  const [first, second] = wrong;
  if (first === undefined) return 'the tables differ';
  // Rows that differ in their first column, which names them, are two rows.
  const paired =
    second !== undefined && first.differs.size > 0 && !first.differs.has(columns[0] ?? '');
  const more = wrong.length - (paired ? 2 : 1);
  const text = paired
    ? describePair(first, second, columns)
    : `${first.state === 'missing' ? 'expected and not seen' : 'seen and not expected'}: ${describeRow(first.row)}`;
  return more > 0 ? `${text} (and ${count(more, 'more row')})` : text;
}

/** `10.4.0.254: Status expected Connected, saw Connecting`. */
function describePair(
  missing: ComparedRow,
  extra: ComparedRow,
  columns: readonly string[],
): string {
  const differences = columns
    .filter((column) => missing.differs.has(column))
    .map((column) => {
      const expected = oneLine(missing.row[column] ?? '') || 'nothing';
      return `${column} expected ${expected}, saw ${oneLine(extra.row[column] ?? '') || 'nothing'}`;
    });
  return `${oneLine(missing.row[columns[0] ?? ''] ?? '')}: ${differences.join('; ')}`;
}

const describeRow = (row: TableRow): string =>
  Object.values(row)
    .map(oneLine)
    .filter((value) => value !== '')
    .join(' · ');

/** A difference in full, as plain lines: `  10.1.0.0/16 · Network`, `- …` missing, `+ …` extra. */
export function differenceLines(comparison: Comparison): readonly string[] {
  if (comparison.kind === 'value') {
    return [`- expected: ${oneLine(comparison.expected)}`, `+ seen: ${oneLine(comparison.seen)}`];
  }
  const columns = comparedColumns(comparison.expected, comparison.seen);
  const rows = compareRows(comparison.difference);
  const widths = columns.map((column) =>
    Math.max(column.length, ...rows.map(({ row }) => oneLine(row[column] ?? '').length)),
  );
  const line = (sign: string, cells: readonly string[]): string =>
    `${sign} ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd();
  return [
    line(' ', columns),
    ...rows.map(({ state, row }) =>
      line(
        signs[state],
        columns.map((column) => oneLine(row[column] ?? '')),
      ),
    ),
  ];
}

const signs: { readonly [S in ComparedRow['state']]: string } = {
  matched: ' ',
  missing: '-',
  extra: '+',
};
