import type { Implementation } from 'ava';
import test from 'ava';

/** Adds one test that runs after those before it. */
export type AddTest = (title: string, implementation: Implementation<[]>) => void;

/**
 * Tests that need something which is not on every machine: one after the other where nothing is `missing`, else skipped,
 * with what is missing in their titles, so that a run says what it did not try.
 */
export function onlyWhere(missing: string | undefined): AddTest {
  return (title, implementation) =>
    missing === undefined
      ? test.serial(title, implementation)
      : test.serial.skip(`${title} (not tried: ${missing})`, implementation);
}
