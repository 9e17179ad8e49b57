import type { Table } from '../lab/table.ts';
import { blocks, escapeInline, markdownTable, tableCell } from './markdown-syntax.ts';
import type { CellDifference, ChangedValue, RunDifference } from './run-diff.ts';

/** What differs between two runs, as Markdown; empty when nothing does. */
export function renderRunDifference({ facts, cells }: RunDifference): string {
  return blocks(
    facts.length === 0 ? '' : markdownTable(['', 'before', 'after'], facts.map(valueRow)),
    ...cells.map(renderCell),
  );
}

function renderCell({ title, verdict, values, tables }: CellDifference): string {
  return blocks(
    `### ${escapeInline(title)}`,
    verdict === undefined ? '' : `${verdict.before} → **${verdict.after}**`,
    values.length === 0 ? '' : markdownTable(['', 'before', 'after'], values.map(valueRow)),
    ...tables.map(({ title: table, columns, removed, added }) =>
      blocks(
        `**${escapeInline(table)}**`,
        markdownTable(
          ['', ...columns.map(tableCell)],
          [...rows('**−**', removed, columns), ...rows('**+**', added, columns)],
        ),
      ),
    ),
  );
}

function valueRow({ name, before, after }: ChangedValue): readonly string[] {
  return [name, before, after].map(tableCell);
}

function rows(
  sign: string,
  of: Table['rows'],
  columns: readonly string[],
): readonly (readonly string[])[] {
  return of.map((row) => [sign, ...columns.map((column) => tableCell(row[column] ?? ''))]);
}
