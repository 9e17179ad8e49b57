import type { JournalEvent, Verdict } from '../../../src/lab/events.ts';
import type { TableRow } from '../../../src/lab/table.ts';
import { cellRecord } from './cell-record.ts';
import type { DocumentedException, PublishedLab, PublishedTable } from './published-table.ts';
import { shown } from './readings.ts';

/** How a run compares with a walk-through. */
export interface LabFidelity {
  readonly lab: string;
  readonly source: PublishedLab['source'];
  /** The run's, or `none` when it did not get as far as that. */
  readonly verdict: Verdict | 'none';
  readonly tables: readonly TableFidelity[];
  /** Exceptions that do not occur, or no longer. */
  readonly stale: readonly DocumentedException[];
  /** The run passed, every difference is documented, and every documented one occurs. */
  readonly faithful: boolean;
}

export interface TableFidelity {
  readonly where: string;
  readonly cell: string;
  /** The run has a cell of that title. */
  readonly ran: boolean;
  readonly expected: number;
  readonly matched: number;
  readonly missing: readonly Difference[];
  readonly extra: readonly Difference[];
}

export interface Difference {
  /** Its cells, ` | ` between them. */
  readonly row: string;
  /** Why it is meant to be; `null` for one that is not. */
  readonly reason: string | null;
}

/** Compares a run with what was published, order free, in the published columns. */
export function compareLab(published: PublishedLab, events: readonly JournalEvent[]): LabFidelity {
  const left = [...published.exceptions];
  const reasonFor = (where: string, kind: DocumentedException['kind']) => (row: string) => {
    const at = left.findIndex(
      (one) => one.where === where && one.kind === kind && asText(one.row) === row,
    );
    return { row, reason: at === -1 ? null : (left.splice(at, 1)[0]?.reason ?? null) };
  };
  const tables = published.tables.map((table) => {
    const seen = compareTable(table, events);
    return {
      ...seen,
      missing: seen.missing.map(reasonFor(table.where, 'missing')),
      extra: seen.extra.map(reasonFor(table.where, 'extra')),
    };
  });
  const verdict = events.findLast((event) => event.type === 'run.finished')?.verdict ?? 'none';
  const undocumented = tables.flatMap(({ missing, extra }) =>
    [...missing, ...extra].filter(({ reason }) => reason === null),
  );
  return {
    lab: published.lab,
    source: published.source,
    verdict,
    tables,
    stale: left,
    faithful: verdict === 'passed' && undocumented.length === 0 && left.length === 0,
  };
}

interface Compared extends Omit<TableFidelity, 'missing' | 'extra'> {
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

function compareTable(table: PublishedTable, events: readonly JournalEvent[]): Compared {
  const { where, cell, columns, read = shown() } = table;
  const record = cellRecord(cell, events);
  const left = (record === undefined ? [] : read(record)).map((row) => ({
    text: asText(columns.map((column) => value(row, column))),
    counts: table.breaksOffBefore?.(row) !== true,
  }));
  const missing: string[] = [];
  for (const row of table.rows.map(asText)) {
    const at = left.findIndex(({ text }) => text === row);
    if (at === -1) missing.push(row);
    else left.splice(at, 1);
  }
  const expected = table.rows.length;
  return {
    where,
    cell,
    ran: record !== undefined,
    expected,
    matched: expected - missing.length,
    missing,
    extra: left.filter(({ counts }) => counts).map(({ text }) => text),
  };
}

function value(row: TableRow, column: string): string {
  const text = row[column] ?? `no column ${column}`;
  return text === '' ? '-' : text;
}

function asText(row: readonly string[]): string {
  return row.join(' | ');
}
