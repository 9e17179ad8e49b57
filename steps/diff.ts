import type { ResultRef, Step } from '../src/lab/step.ts';
import type { TableRow } from '../src/lab/table.ts';
import type { SnapshotResult, SnapshotTable } from './snapshot.ts';

export type DiffResult = { readonly tables: readonly TableChange[] };

/** What changed in one table. */
export type TableChange = {
  readonly title: string;
  readonly columns: readonly string[];
  readonly added: SnapshotTable['rows'];
  readonly removed: SnapshotTable['rows'];
};

/**
 * Shows what changed between two snapshots: rows that came and rows that went, table by table.
 *
 * @example
 * ```ts
 * const before = step(snapshot({ gateways: [vng1] }));
 * step(breakLink(lng1, { peeringAddress: '10.4.0.253', behindTerraform: true }));
 * const after = step(snapshot({ gateways: [vng1] }));
 * step(diff(before, after));
 * ```
 */
export function diff(
  before: ResultRef<SnapshotResult>,
  after: ResultRef<SnapshotResult>,
): Step<DiffResult> {
  return {
    kind: 'diff',
    title: 'What changed',
    uses: [],
    observes: true,
    reads: [before, after],
    async run(context) {
      const tables = diffSnapshots(context.result(before), context.result(after));
      context.showDifference({ title: 'Between the two snapshots', tables });
      return { tables };
    },
  };
}

/** Changes by table; tables that stayed the same are left out. */
export function diffSnapshots(
  before: SnapshotResult,
  after: SnapshotResult,
): readonly TableChange[] {
  const titles = new Set([...before.tables, ...after.tables].map(({ title }) => title));
  return [...titles].flatMap((title) => {
    const old = before.tables.find((table) => table.title === title);
    const now = after.tables.find((table) => table.title === title);
    const change: TableChange = {
      title,
      columns: now?.columns ?? old?.columns ?? [],
      added: without(now?.rows ?? [], old?.rows ?? []),
      removed: without(old?.rows ?? [], now?.rows ?? []),
    };
    return change.added.length + change.removed.length === 0 ? [] : [change];
  });
}

/** Rows of the first list that the second lacks; equal rows count as often as they occur. */
function without<Row extends TableRow>(
  rows: readonly Row[],
  others: readonly Row[],
): readonly Row[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(key(other), (left.get(key(other)) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(key(row)) ?? 0;
    left.set(key(row), count - 1);
    return count <= 0;
  });
}

function key(row: TableRow): string {
  return JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}
