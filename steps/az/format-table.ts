import type { Table } from '../../src/lab/table.ts';

/**
 * A table as `az … -o table` prints it: columns left-aligned, at least two wider than their heading,
 * two blanks between them. No rows: nothing, as there.
 */
export function formatAzTable({ columns, rows }: Table): string {
  if (rows.length === 0) return '';
  const widths = columns.map((column) =>
    Math.max(column.length + 2, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    line(columns),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map((row) => line(columns.map((column) => row[column] ?? ''))),
    '',
  ].join('\n');
}
