import { lineWidth, plain, wrap } from './terminal-text.ts';
import type { Line, Span } from './terminal-text.ts';

/** A cell's text in styles. */
export type TableCell = readonly Span[];

const gap = '  ';
/** Words longer than this may be cut; shorter ones, addresses above all, stay whole. */
const longestWord = 24;

/** A table no wider than `width`: cells wrap; where even that is too wide, each row becomes a list. */
export function tableLines(
  header: readonly TableCell[],
  rows: readonly (readonly TableCell[])[],
  width: number,
): readonly Line[] {
  const natural = header.map((_, column) =>
    Math.max(1, ...[header, ...rows].map((row) => cellWidth(row[column] ?? []))),
  );
  const available = width - gap.length * (header.length - 1);
  const floors = header.map((_, column) =>
    Math.max(1, ...[header, ...rows].map((row) => wordWidth(row[column] ?? []))),
  );
  const widths = fit(natural, floors, available);
  if (widths === undefined) {
    return rows.flatMap((row, index) => [
      ...(index === 0 ? [] : [[]]),
      ...recordLines(header, row, width),
    ]);
  }
  const bold = header.map((cell) =>
    cell.map(({ text, styles }): Span => ({ text, styles: [...styles, 'bold'] })),
  );
  return [
    ...rowLines(bold, widths),
    [{ text: widths.map((size) => '─'.repeat(size)).join(gap), styles: ['dim'] }],
    ...rows.flatMap((row) => rowLines(row, widths)),
  ];
}

const cellWidth = (cell: TableCell): number => Math.max(0, ...wrap(cell, Infinity).map(lineWidth));

const wordWidth = (cell: TableCell): number =>
  Math.min(longestWord, Math.max(0, ...wrap(cell, 1, 'whole').map(lineWidth)));

/** Takes from the widest columns until all fit; undefined when words would have to be cut. */
function fit(
  natural: readonly number[],
  floors: readonly number[],
  available: number,
): readonly number[] | undefined {
  const widths = [...natural];
  let excess = widths.reduce((sum, size) => sum + size, 0) - available;
  while (excess > 0) {
    const slack = widths.map((size, column) => (size > (floors[column] ?? 1) ? size : 0));
    const widest = Math.max(...slack);
    if (widest === 0) return undefined;
    widths[slack.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return widths;
}

function rowLines(row: readonly TableCell[], widths: readonly number[]): readonly Line[] {
  const cells = widths.map((size, column) => wrap(row[column] ?? [], size));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) =>
    cells.flatMap((lines, column): readonly Span[] => {
      const line = lines[index] ?? [];
      const padding = ' '.repeat(Math.max(0, (widths[column] ?? 0) - lineWidth(line)));
      return [...line, plain(column === cells.length - 1 ? padding : `${padding}${gap}`)];
    }),
  );
}

/** A row as `column: value` lines. */
function recordLines(
  header: readonly TableCell[],
  row: readonly TableCell[],
  width: number,
): readonly Line[] {
  return row.flatMap((cell, column) => {
    if (cellWidth(cell) === 0) return [];
    const name = header[column] ?? [];
    const label = cellWidth(name) === 0 ? [] : [...name, plain(': ')];
    return wrap([...label, ...cell], width);
  });
}
