import test from 'ava';
import fc from 'fast-check';
import { compareTables, tablesAgree } from '../../../src/lab/compare.ts';
import { anyValue, matching, oneOf } from '../../../src/lab/match.ts';

const columns = ['network', 'hop'];
const row = fc.record({ network: fc.constantFrom('a', 'b', 'c'), hop: fc.constantFrom('', 'x') });
const rows = fc.array(row, { maxLength: 8 });

test('a table agrees with itself in any order, whatever other columns there are', (t) => {
  fc.assert(
    fc.property(
      rows.chain((table) =>
        fc.tuple(fc.constant(table), fc.shuffledSubarray(table, { minLength: table.length })),
      ),
      ([expected, seen]) => {
        const more = seen.map((one, index) => ({ ...one, other: String(index) }));
        const difference = compareTables({ columns, rows: expected }, { columns, rows: more });
        t.true(tablesAgree(difference));
        t.is(difference.matched.length, expected.length);
      },
    ),
  );
});

test('every row is counted once: matched and missing are the expected, matched and extra the seen', (t) => {
  fc.assert(
    fc.property(rows, rows, (expected, seen) => {
      const { matched, missing, extra } = compareTables(
        { columns, rows: expected },
        { columns, rows: seen },
      );
      const sorted = (table: readonly object[]) =>
        table.map((one) => JSON.stringify(one)).toSorted();
      t.deepEqual(sorted([...matched, ...missing]), sorted(expected));
      t.deepEqual(sorted([...matched, ...extra]), sorted(seen));
      const keys = new Set(missing.map((one) => JSON.stringify(one)));
      t.false(extra.some((one) => keys.has(JSON.stringify(one))));
    }),
  );
});

test('equal rows count as often as they occur', (t) => {
  const a = { network: '10.0.0.0/8', hop: '' };
  const { matched, missing, extra } = compareTables(
    { columns, rows: [a, a] },
    { columns, rows: [a] },
  );
  t.deepEqual([matched.length, missing.length, extra.length], [1, 1, 0]);
});

test('a rule takes the row that no stricter row needs', (t) => {
  const difference = compareTables(
    {
      columns,
      rows: [
        { network: anyValue, hop: anyValue },
        { network: 'a', hop: matching(/\d+/) },
      ],
    },
    {
      columns,
      rows: [
        { network: 'a', hop: '1' },
        { network: 'a', hop: 'x' },
      ],
    },
  );
  t.true(tablesAgree(difference));
});

test('rules that match nothing are shown by their label', (t) => {
  const { missing, extra } = compareTables(
    { columns, rows: [{ network: oneOf('a', 'b'), hop: anyValue }] },
    { columns, rows: [{ network: 'a', hop: '' }] },
  );
  t.deepEqual(missing, [{ network: 'a or b', hop: '(any)' }]);
  t.deepEqual(extra, [{ network: 'a', hop: '' }]);
});

test('a pattern matches a value as a whole', (t) => {
  t.true(matching(/\d+ ms|never/).test('12 ms'));
  t.false(matching(/\d+/).test('12 ms'));
  const global = matching(/a/g);
  t.true(global.test('a') && global.test('a'));
});
