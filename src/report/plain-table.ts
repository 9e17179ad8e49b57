import type { Table } from '../lab/table.ts';
import { oneLine } from './text.ts';

/** A table as aligned plain lines, header first. */
export function tableLines({ columns, rows }: Table): readonly string[] {
  const cells = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map(
    (line) => line.map(oneLine),
  );
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((line) => (line[index] ?? '').length)),
  );
  return cells.map((line) =>
    line
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
