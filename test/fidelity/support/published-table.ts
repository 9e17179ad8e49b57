import type { JournalEvent } from '../../../src/lab/events.ts';
import type { TableRow } from '../../../src/lab/table.ts';

/** A table of a published walk-through: where it stands there, and its rows. `-` is a cell the portal leaves empty. */
export interface PublishedTable {
  readonly where: string;
  /** Title of the cell that shows it. */
  readonly cell: string;
  /** Title of the check, where the cell has several tables. */
  readonly check?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Fidelity {
  readonly expected: number;
  readonly matched: number;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
}

/** Compares what a run's cell showed with the published rows, order free, in the published columns. */
export function compare(table: PublishedTable, events: readonly JournalEvent[]): Fidelity {
  const outline = events.find((event) => event.type === 'run.started')?.cells ?? [];
  const cell = outline.find((one) => one.kind === 'step' && one.title === table.cell);
  const seen = events.flatMap((event) =>
    event.type === 'check' &&
    event.cell === cell?.id &&
    event.comparison.kind === 'table' &&
    (table.check ?? event.title) === event.title
      ? event.comparison.seen.rows
      : [],
  );
  const left = seen.map((row) => asText(table.columns.map((column) => value(row, column))));
  const missing: string[] = [];
  for (const row of table.rows.map(asText)) {
    const at = left.indexOf(row);
    if (at === -1) missing.push(row);
    else left.splice(at, 1);
  }
  const expected = table.rows.length;
  return { expected, matched: expected - missing.length, missing, extra: left };
}

function value(row: TableRow, column: string): string {
  const text = row[column] ?? `no column ${column}`;
  return text === '' ? '-' : text;
}

function asText(row: readonly string[]): string {
  return row.join(' | ');
}
