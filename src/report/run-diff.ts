import type { Verdict } from '../lab/events.ts';
import type { Table, TableRow } from '../lab/table.ts';
import type { ItemModel, RunModel, StepCellModel } from './model.ts';
import { stepCells } from './model.ts';

/** What differs between two runs of a lab, apart from time and chance. */
export interface RunDifference {
  /** Target, timers, versions: name, before, after. */
  readonly facts: readonly ChangedValue[];
  readonly cells: readonly CellDifference[];
}

export interface ChangedValue {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface CellDifference {
  readonly title: string;
  /** What became of it, where that differs: `passed`, `missing` (the run had no such cell) … */
  readonly verdict?: { readonly before: string; readonly after: string };
  readonly values: readonly ChangedValue[];
  readonly tables: readonly {
    readonly title: string;
    readonly columns: readonly string[];
    readonly removed: Table['rows'];
    readonly added: Table['rows'];
  }[];
}

/** Cells are told apart by their titles, so that one more cell before them makes no difference. Pure. */
export function diffRuns(before: RunModel, after: RunModel): RunDifference {
  const old = byTitle(before);
  const now = byTitle(after);
  const titles = [...new Set([...old.keys(), ...now.keys()])];
  return {
    facts: changed(factsOf(before), factsOf(after)),
    cells: titles.flatMap((title) => {
      const cell = diffCell(title, old.get(title), now.get(title));
      return cell.verdict || cell.values.length > 0 || cell.tables.length > 0 ? [cell] : [];
    }),
  };
}

export function isSame({ facts, cells }: RunDifference): boolean {
  return facts.length === 0 && cells.length === 0;
}

function factsOf({ target, timers, versions }: RunModel): ReadonlyMap<string, string> {
  return new Map([['target', target], ['timers', timers], ...Object.entries(versions)]);
}

/** Two cells of one title are the first and the second of it. */
function byTitle(model: RunModel): ReadonlyMap<string, StepCellModel> {
  const cells = new Map<string, StepCellModel>();
  for (const cell of stepCells(model)) {
    let name = cell.title;
    for (let count = 2; cells.has(name); count++) name = `${cell.title} (${count})`;
    cells.set(name, cell);
  }
  return cells;
}

function diffCell(
  title: string,
  before: StepCellModel | undefined,
  after: StepCellModel | undefined,
): CellDifference {
  const [was, is] = [verdictOf(before), verdictOf(after)];
  const verdict = was === is ? {} : { verdict: { before: was, after: is } };
  // What a cell saw that did not run says nothing.
  if (!ran(before) || !ran(after)) return { title, ...verdict, values: [], tables: [] };
  return {
    title,
    ...verdict,
    values: changed(valuesOf(before), valuesOf(after)),
    tables: diffTables(tablesOf(before), tablesOf(after)),
  };
}

function verdictOf(cell: StepCellModel | undefined): Verdict | 'missing' | 'not reached' {
  if (cell === undefined) return 'missing';
  return cell.last?.verdict ?? 'not reached';
}

function ran(cell: StepCellModel | undefined): cell is StepCellModel {
  return cell?.last?.verdict === 'passed' || cell?.last?.verdict === 'failed';
}

const itemsOf = (cell: StepCellModel): readonly ItemModel[] => cell.last?.items ?? [];

function valuesOf(cell: StepCellModel): ReadonlyMap<string, string> {
  return new Map(
    itemsOf(cell).flatMap((item) =>
      item.kind === 'check' && item.comparison.kind === 'value' && !/^packets/i.test(item.title)
        ? [[item.title, withoutCounts(item.comparison.seen)] as const]
        : [],
    ),
  );
}

function tablesOf(cell: StepCellModel): ReadonlyMap<string, Table> {
  return new Map(
    itemsOf(cell).flatMap((item) => {
      if (item.kind === 'table') return [[item.title, item.table] as const];
      if (item.kind !== 'check' || item.comparison.kind !== 'table') return [];
      return [[item.title, item.comparison.seen] as const];
    }),
  );
}

/** Durations, counters and the like differ from run to run and mean nothing. */
const volatileColumn =
  /duration|uptime|up\/down|since|messages|bytes|packets|round trip|\baway\b|\bage\b|established|sequence/i;
/** What was seen packet by packet. */
const volatileTitle = /^(first packets|outages)/i;

function withoutCounts(text: string): string {
  return text
    .replaceAll(/\b\d+(\.\d+)? ?(ms|s|min|h)\b/g, '… s')
    .replaceAll(/\b\d+ packets?\b/g, '… packets');
}

function diffTables(
  before: ReadonlyMap<string, Table>,
  after: ReadonlyMap<string, Table>,
): CellDifference['tables'] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((title) => {
    if (volatileTitle.test(title)) return [];
    const [old, now] = [before.get(title), after.get(title)];
    const columns = [...new Set([...(old?.columns ?? []), ...(now?.columns ?? [])])].filter(
      (column) => !volatileColumn.test(column),
    );
    const [removed, added] = without(old?.rows ?? [], now?.rows ?? [], columns);
    return removed.length + added.length === 0 ? [] : [{ title, columns, removed, added }];
  });
}

/** Rows that only one side has, whatever their order. */
function without(
  before: Table['rows'],
  after: Table['rows'],
  columns: readonly string[],
): readonly [removed: Table['rows'], added: Table['rows']] {
  const text = (row: TableRow) => columns.map((column) => row[column] ?? '').join('\u0000');
  const left = [...after];
  const removed = before.filter((row) => {
    const at = left.findIndex((other) => text(other) === text(row));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  return [removed, left];
}

function changed(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly ChangedValue[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [old, now] = [before.get(name) ?? '(none)', after.get(name) ?? '(none)'];
    return old === now ? [] : [{ name, before: old, after: now }];
  });
}
