import { tableCheck } from '../src/lab/check.ts';
import { compareTables, tablesAgree, type ExpectedTable } from '../src/lab/compare.ts';
import type { Duration } from '../src/lab/duration.ts';
import { WirebookError } from '../src/lab/errors.ts';
import type { CellMatcher, ExpectedCell } from '../src/lab/match.ts';
import type { StepContext } from '../src/lab/step.ts';
import type { Table } from '../src/lab/table.ts';
import { poll } from '../src/lab/wait.ts';
import { withinMs } from './timing.ts';

/** A row as a lab expects it: only the fields given are compared; `null` is "no value". */
export type Expected<Row> = {
  readonly [Field in keyof Row]?: Row[Field] | CellMatcher;
};

/** A table that a cloud can be asked for: how to read it, show it, and repeat it on a command line. */
export interface CloudView<Row extends object> {
  /** `BGP peers of vng1`. */
  readonly title: string;
  readonly read: (signal: AbortSignal) => Promise<readonly Row[]>;
  /** Headings by field, in the order they are shown. */
  readonly headings: Readonly<Record<keyof Row & string, string>>;
  /** Fields that change by themselves, such as durations: snapshots leave them out. @default none */
  readonly volatile?: readonly (keyof Row & string)[];
  /** The cloud's own command line that shows the same, as it prints these rows. */
  readonly equivalent: (rows: readonly Row[]) => Equivalent;
}

/** What `context.showEquivalent` takes. */
export type Equivalent = Parameters<StepContext['showEquivalent']>[0];

export interface ExpectRowsParameters<Row extends object> {
  readonly view: CloudView<Row>;
  readonly expect: readonly Expected<Row>[] | undefined;
  readonly within: Duration | undefined;
  /** Seen rows that do not count unless they are expected. @default none */
  readonly ignore?: (row: Row) => boolean;
}

/**
 * Reads a table until it has the expected rows or time is up, shows what was seen last, and checks
 * it. Without expectations it reads once and shows.
 */
export async function expectRows<Row extends object>(
  context: StepContext,
  parameters: ExpectRowsParameters<Row>,
): Promise<readonly Row[]> {
  const { view, expect, ignore } = parameters;
  if (expect === undefined) {
    const rows = await view.read(context.signal);
    context.showEquivalent(view.equivalent(rows));
    context.show(view.title, toTable(rows, view.headings));
    return rows;
  }

  const expected = expectedTable(expect, view.headings);
  const counted = (rows: readonly Row[]) => withoutIgnored(rows, expected, view, ignore);
  const polled = await poll({
    // A read that has begun is let finish, however short the wait: a long-running call may outlast it.
    probe: () => view.read(context.signal),
    until: (rows) => tablesAgree(compareTables(expected, toTable(counted(rows), view.headings))),
    within: withinMs(context, parameters.within),
    tolerate: isTransient,
    signal: context.signal,
    clock: context.clock,
  });
  if (!polled.met && polled.seen === undefined) throw neverAnswered(view.title, polled.error);
  const rows = polled.seen ?? [];
  context.showEquivalent(view.equivalent(rows));
  const seen = toTable(counted(rows), view.headings);
  context.check(tableCheck({ title: view.title, expected, seen }));
  return rows;
}

/** Rows as a table of text; a missing value is `-`, as the Azure portal shows it. */
export function toTable<Row extends object>(
  rows: readonly Row[],
  headings: Readonly<Record<string, string>>,
): Table {
  const fields = Object.entries(headings);
  return {
    columns: fields.map(([, heading]) => heading),
    rows: rows.map((row) =>
      Object.fromEntries(
        fields.map(([field, heading]) => [heading, cellText(row[field as keyof Row])]),
      ),
    ),
  };
}

/** The expected rows as a table of the columns that any of them gives. */
export function expectedTable<Row extends object>(
  rows: readonly Expected<Row>[],
  headings: Readonly<Record<keyof Row & string, string>>,
): ExpectedTable {
  const fields = Object.entries<string>(headings).filter(([field]) =>
    rows.some((row) => row[field as keyof Row] !== undefined),
  );
  // An empty table has no fields of its own: then all columns count, so that whatever is seen is shown.
  const used = fields.length === 0 ? Object.entries<string>(headings) : fields;
  return {
    columns: used.map(([, heading]) => heading),
    rows: rows.map((row) =>
      Object.fromEntries(
        used.map(([field, heading]) => [heading, expectedCell(row[field as keyof Row])]),
      ),
    ),
  };
}

const notCompared: CellMatcher = { label: '(any)', test: () => true };

function expectedCell(value: unknown): ExpectedCell {
  if (value === undefined) return notCompared;
  if (typeof value === 'object' && value !== null) return value as CellMatcher;
  return cellText(value);
}

function cellText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return textOf(value) || '-';
}

/** A cell of a row as text; a missing value is none. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function withoutIgnored<Row extends object>(
  rows: readonly Row[],
  expected: ExpectedTable,
  view: CloudView<Row>,
  ignore: ((row: Row) => boolean) | undefined,
): readonly Row[] {
  if (ignore === undefined) return rows;
  return rows.filter((row) => {
    if (!ignore(row)) return true;
    const { matched } = compareTables(expected, toTable([row], view.headings));
    return matched.length > 0;
  });
}

function neverAnswered(title: string, error: unknown): WirebookError {
  const said = error instanceof Error ? error.message : String(error);
  return new WirebookError({
    code: 'cloud-did-not-answer',
    message: `The cloud never answered when asked for this: ${title}.`,
    facts: { 'last answer': said },
    next: 'A gateway that is being changed may not answer for minutes: give the step a longer `within`.',
    cause: error,
  });
}

/** A gateway that is being changed may answer with a server error for a moment. Each SDK says so in its own field. */
function isTransient(error: unknown): boolean {
  const said = (error ?? {}) as {
    /** Azure. */
    readonly statusCode?: unknown;
    /** Google Cloud. */
    readonly code?: unknown;
    /** AWS. */
    readonly $metadata?: { readonly httpStatusCode?: unknown };
  };
  return [said.statusCode, said.code, said.$metadata?.httpStatusCode].some(
    (status) => typeof status === 'number' && status >= 500,
  );
}
