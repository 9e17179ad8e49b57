import { compareTables, expectedAsText, tablesAgree, type ExpectedTable } from './compare.ts';
import type { CheckDone } from './events.ts';
import type { Table } from './table.ts';

/** What `context.check` takes. */
export type Check = Omit<CheckDone, 'type' | 'cell'>;

/** A check that two tables have the same rows, order free, in the expected columns. */
export function tableCheck(parameters: {
  readonly title: string;
  readonly expected: ExpectedTable;
  readonly seen: Table;
}): Check {
  const { title, expected, seen } = parameters;
  const difference = compareTables(expected, seen);
  return {
    title,
    passed: tablesAgree(difference),
    comparison: { kind: 'table', expected: expectedAsText(expected), seen, difference },
  };
}

/** A check of one value. `passed` defaults to the two texts being equal. */
export function valueCheck(parameters: {
  readonly title: string;
  readonly expected: string;
  readonly seen: string;
  readonly passed?: boolean;
}): Check {
  const { title, expected, seen, passed = expected === seen } = parameters;
  return { title, passed, comparison: { kind: 'value', expected, seen } };
}
