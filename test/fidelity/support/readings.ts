import type { TableRow } from '../../../src/lab/table.ts';
import type { Reading } from './published-table.ts';

/** The tables that a cell shows, or of several those whose title begins so. */
export function shown(title = ''): Reading {
  return ({ tables }) =>
    tables.filter((table) => table.title.startsWith(title)).flatMap(({ rows }) => rows);
}

/** Each different answer of `ping`: columns `From` and `TTL`. */
export const answers: Reading = ({ commands }) => {
  const lines = commands.flatMap(({ output }) => [
    ...output.matchAll(/^\d+ bytes from ([\d.]+): icmp_seq=\d+ ttl=(\d+) /gm),
  ]);
  const different = new Map(
    lines.map(([, from = '', ttl = '']) => [`${from} ${ttl}`, { from, ttl }]),
  );
  return [...different.values()].map(({ from, ttl }) => ({ From: from, TTL: ttl }));
};

/** The first table that a command printed: headings, a line of hyphens, rows, as `az -o table` prints them. */
export const printed: Reading = ({ commands }) => {
  for (const { output } of commands) {
    const lines = output.split('\n');
    const rule = lines.findIndex((line) => /^-+( +-+)*$/.test(line.trim()));
    if (rule < 1) continue;
    const starts = [...(lines[rule] ?? '').matchAll(/-+/g)].map(({ index }) => index);
    const cut = (line: string) =>
      starts.map((start, column) => line.slice(start, starts[column + 1]).trim() || '-');
    const columns = cut(lines[rule - 1] ?? '');
    return lines
      .slice(rule + 1)
      .filter((line) => line.trim() !== '')
      .map(cut)
      .map((cells) =>
        Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? '-'])),
      );
  }
  return [];
};

/** A row for each of the values in a cell that lists several. */
export function onePer(column: string, reading: Reading): Reading {
  return (cell) =>
    reading(cell).flatMap((row) =>
      (row[column] ?? '').split(/[ ,]+/).map((value) => ({ ...row, [column]: value })),
    );
}

/** The rows that pass. */
export function only(condition: (row: TableRow) => boolean, reading: Reading): Reading {
  return (cell) => reading(cell).filter(condition);
}
