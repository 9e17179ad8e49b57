import type { Table } from '../lab/table.ts';
import { compareRows, comparedColumns } from './difference.ts';
import type { ComparedRow } from './difference.ts';
import { blocks, escapeInline, markdownTable, tableCell } from './markdown-syntax.ts';
import type { ItemOf } from './model.ts';
import { checkMark } from './verdicts.ts';

type Check = ItemOf<'check'>;

/** A table as it was seen. */
export function renderTable({ columns, rows }: Table): string {
  if (rows.length === 0) return '*No rows.*';
  return markdownTable(
    columns.map(tableCell),
    rows.map((row) => columns.map((column) => tableCell(row[column] ?? ''))),
  );
}

/** Checks that passed: values as a list, tables as what was seen. */
export function renderPassedChecks(checks: readonly Check[]): string {
  return checks
    .map(({ title, comparison }, index) => {
      const heading = `${checkMark(true)} ${escapeInline(title)}`;
      if (comparison.kind === 'table') {
        return `${index === 0 ? '' : '\n\n'}**${heading}**\n\n${renderTable(comparison.seen)}`;
      }
      const seen = tableCell(comparison.seen);
      const line = `- ${heading}${seen === '' ? '' : `: ${seen}`}`;
      if (index === 0) return line;
      return checks[index - 1]?.comparison.kind === 'value' ? `\n${line}` : `\n\n${line}`;
    })
    .join('');
}

/** A check that did not pass: expected and seen, row by row. */
export function renderFailedCheck({ title, comparison }: Check): string {
  const heading = `**${checkMark(false)} ${escapeInline(title)}**`;
  if (comparison.kind === 'value') {
    return blocks(
      heading,
      markdownTable(
        ['Expected', 'Seen'],
        [[tableCell(comparison.expected), tableCell(comparison.seen)]],
      ),
    );
  }
  const columns = comparedColumns(comparison.expected, comparison.seen);
  const rows = compareRows(comparison.difference);
  return blocks(
    heading,
    rows.length === 0
      ? '*No rows.*'
      : markdownTable(
          ['', ...columns.map(tableCell)],
          rows.map((row) => [
            states[row.state],
            ...columns.map((column) => comparedCell(row, column)),
          ]),
        ),
  );
}

const states: { readonly [S in ComparedRow['state']]: string } = {
  matched: `${checkMark(true)} as expected`,
  missing: `${checkMark(false)} expected, not seen`,
  extra: `${checkMark(false)} seen, not expected`,
};

function comparedCell({ row, differs }: ComparedRow, column: string): string {
  const text = tableCell(row[column] ?? '');
  if (!differs.has(column)) return text;
  return text === '' ? '*(empty)*' : `**${text}**`;
}
