import test from 'ava';
import fc from 'fast-check';
import { compareTables } from '../../../src/lab/compare.ts';
import { anyValue } from '../../../src/lab/match.ts';
import { compareRows, describe, differenceLines } from '../../../src/report/difference.ts';

const peer = (address: string, status: string, up = '1m') => ({
  Peer: address,
  Status: status,
  Up: up,
});
const columns = ['Peer', 'Status', 'Up'];

const compare = (...[expected, seen]: readonly ReturnType<typeof peer>[][]) => ({
  kind: 'table' as const,
  expected: { columns, rows: expected ?? [] },
  seen: { columns, rows: seen ?? [] },
  difference: compareTables({ columns, rows: expected ?? [] }, { columns, rows: seen ?? [] }),
});

test('a missing row stands beside the extra row most like it', (t) => {
  const { difference } = compare(
    [peer('10.0.0.1', 'Connected'), peer('10.0.0.2', 'Connected')],
    [peer('10.9.0.9', 'Idle', '9m'), peer('10.0.0.2', 'Connecting'), peer('10.0.0.1', 'Connected')],
  );
  t.deepEqual(
    compareRows(difference).map(({ state, row, differs }) => [state, row.Peer, [...differs]]),
    [
      ['matched', '10.0.0.1', []],
      ['missing', '10.0.0.2', ['Status']],
      ['extra', '10.0.0.2', ['Status']],
      ['extra', '10.9.0.9', []],
    ],
  );
});

test('a value that may be any does not differ', (t) => {
  const difference = {
    matched: [],
    missing: [peer('10.0.0.1', 'Connected', anyValue.label)],
    extra: [peer('10.0.0.1', 'Idle', '4m')],
  };
  t.deepEqual([...(compareRows(difference)[0]?.differs ?? [])], ['Status']);
});

test('every row is told once', (t) => {
  const row = fc.record({
    Peer: fc.constantFrom('a', 'b', 'c'),
    Status: fc.constantFrom('x', 'y'),
  });
  fc.assert(
    fc.property(fc.array(row), fc.array(row), fc.array(row), (matched, missing, extra) => {
      const rows = compareRows({ matched, missing, extra });
      for (const [state, expected] of Object.entries({ matched, missing, extra })) {
        const told = rows.filter((compared) => compared.state === state);
        const sorted = (of: readonly unknown[]) => of.map((one) => JSON.stringify(one)).sort();
        t.deepEqual(sorted(told.map((compared) => compared.row)), sorted(expected));
      }
    }),
  );
});

test('the first difference in one line', (t) => {
  const one = peer('10.0.0.1', 'Connected');
  t.is(
    describe(compare([one], [peer('10.0.0.1', 'Idle')])),
    '10.0.0.1: Status expected Connected, saw Idle',
  );
  t.is(describe(compare([one], [])), 'expected and not seen: 10.0.0.1 · Connected · 1m');
  t.is(
    describe(compare([], [one, peer('10.0.0.2', 'Idle')])),
    'seen and not expected: 10.0.0.1 · Connected · 1m (and 1 more row)',
  );
  t.is(describe({ kind: 'value', expected: '3', seen: '' }), 'expected 3, saw nothing');
});

test('the difference in full, in columns', (t) => {
  t.deepEqual(
    differenceLines(compare([peer('10.0.0.1', 'Connected')], [peer('10.0.0.1', 'Idle')])),
    ['  Peer      Status     Up', '- 10.0.0.1  Connected  1m', '+ 10.0.0.1  Idle       1m'],
  );
});
