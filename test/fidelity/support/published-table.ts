import type { TableRow } from '../../../src/lab/table.ts';
import type { CellRecord } from './cell-record.ts';

/** What a walk-through shows, and where it differs from today for a reason. */
export interface PublishedLab {
  /** The lab that retells it. */
  readonly lab: string;
  readonly source: { readonly title: string; readonly url: string };
  readonly tables: readonly PublishedTable[];
  readonly exceptions: readonly DocumentedException[];
}

/** A table of a published walk-through: where it stands there, and its rows. `-` is an empty cell. */
export interface PublishedTable {
  readonly where: string;
  /** Title of the cell that shows it. */
  readonly cell: string;
  readonly columns: readonly string[];
  readonly rows: readonly PublishedRow[];
  /** How the cell's rows are read. @default the one table that the cell checks */
  readonly read?: Reading;
  /** The published listing breaks off: rows like these do not count as extra. @default none */
  readonly breaksOffBefore?: (row: TableRow) => boolean;
}

export type PublishedRow = readonly string[];

/** Takes the rows to compare from what a cell left in the journal. */
export type Reading = (cell: CellRecord) => readonly TableRow[];

/** A difference that is meant to be: one row, once. It must occur. */
export interface DocumentedException {
  /** The table's `where`. */
  readonly where: string;
  /** `missing`: published and not seen. `extra`: seen and not published. */
  readonly kind: 'missing' | 'extra';
  readonly row: PublishedRow;
  readonly reason: string;
}
