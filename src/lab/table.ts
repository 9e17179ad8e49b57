/** A table of text cells: what a check compares and a report prints. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

export type TableRow = Readonly<Record<string, string>>;

/** How rows of an expected and a seen table pair up. */
export interface TableDifference {
  readonly matched: readonly TableRow[];
  /** Expected, and not seen. */
  readonly missing: readonly TableRow[];
  /** Seen, and not expected. */
  readonly extra: readonly TableRow[];
}
