import { cellMatches, cellText, type ExpectedCell } from './match.ts';
import type { Table, TableDifference, TableRow } from './table.ts';

/** A table whose cells may be rules ({@link ExpectedCell}). */
export interface ExpectedTable {
  readonly columns: readonly string[];
  readonly rows: readonly ExpectedRow[];
}

export type ExpectedRow = Readonly<Record<string, ExpectedCell>>;

/**
 * Pairs the rows of two tables, order free, looking at the expected columns only. Equal rows count
 * as often as they occur. Missing rows are given as expected, matched and extra ones as seen.
 */
export function compareTables(expected: ExpectedTable, seen: Table): TableDifference {
  const seenRows = seen.rows.map((row) => restrict(row, expected.columns));
  const partner = pair(expected.rows, seenRows, expected.columns);
  const paired = new Set(partner.filter((index) => index !== undefined));
  return {
    matched: seenRows.filter((_, index) => paired.has(index)),
    missing: expectedAsText(expected).rows.filter((_, index) => partner[index] === undefined),
    extra: seenRows.filter((_, index) => !paired.has(index)),
  };
}

/** Whether nothing is missing and nothing is extra. */
export function tablesAgree(difference: TableDifference): boolean {
  return difference.missing.length === 0 && difference.extra.length === 0;
}

/** An expected table as it reads in a report. */
export function expectedAsText(expected: ExpectedTable): Table {
  return {
    columns: expected.columns,
    rows: expected.rows.map((row) =>
      Object.fromEntries(
        expected.columns.map((column) => [column, cellText(row[column] ?? '')] as const),
      ),
    ),
  };
}

function restrict(row: TableRow, columns: readonly string[]): TableRow {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? '']));
}

/**
 * For each expected row the index of its seen partner. A rule may match several seen rows, so taking
 * the first free one could starve a stricter row: this is a maximum bipartite matching.
 */
function pair(
  expected: readonly ExpectedRow[],
  seen: readonly TableRow[],
  columns: readonly string[],
): readonly (number | undefined)[] {
  const candidates = expected.map((row) =>
    seen.flatMap((seenRow, index) =>
      columns.every((column) => cellMatches(row[column] ?? '', seenRow[column] ?? ''))
        ? [index]
        : [],
    ),
  );
  const owner = new Map<number, number>();

  const claim = (row: number, tried: Set<number>): boolean => {
    for (const index of candidates[row] ?? []) {
      if (tried.has(index)) continue;
      tried.add(index);
      const holder = owner.get(index);
      if (holder !== undefined && !claim(holder, tried)) continue;
      owner.set(index, row);
      return true;
    }
    return false;
  };

  expected.forEach((_, row) => claim(row, new Set()));
  const partner: (number | undefined)[] = expected.map(() => undefined);
  for (const [index, row] of owner) partner[row] = index;
  return partner;
}
