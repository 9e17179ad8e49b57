import test from 'ava';
import type { Table } from '../../../src/lab/table.ts';
import { buildModel } from '../../../src/report/model.ts';
import { renderRunDifference } from '../../../src/report/markdown-diff.ts';
import { diffRuns, isSame } from '../../../src/report/run-diff.ts';
import { erIpsecBackup } from './support/er-ipsec-backup.ts';
import { createJournal, runStarted, steps } from './support/journal.ts';
import type { CellWriter } from './support/journal.ts';

const routes = (...rows: readonly (readonly [string, string])[]): Table => ({
  columns: ['Network', 'Uptime'],
  rows: rows.map(([network, uptime]) => ({ Network: network, Uptime: uptime })),
});

function runOf(
  titles: Readonly<Record<string, string>>,
  body: Readonly<Record<string, (cell: CellWriter) => void>> = {},
  more: Parameters<typeof runStarted>[1] = {},
) {
  const journal = createJournal();
  journal.add(runStarted(steps(titles), more));
  for (const id of Object.keys(titles)) journal.cell(id, {}, body[id]);
  journal.add({ type: 'run.finished', verdict: 'passed', exitCode: 0, durationMs: 3000 });
  return buildModel(journal.events);
}

test('a run differs in nothing from itself', (t) => {
  const model = buildModel(erIpsecBackup());
  t.true(isSame(diffRuns(model, model)));
  t.is(renderRunDifference(diffRuns(model, model)), '');
});

test('rows that came and went are told; times, counters and order are not', (t) => {
  const before = runOf(
    { a: 'Routes' },
    {
      a(cell) {
        cell.table('Learned', routes(), routes(['10.1.0.0/16', '1m'], ['10.2.0.0/16', '2m']));
        cell.value('Traffic', 'at most 3 s', 'away for 1.2 s, 4 packets lost');
        cell.value('Packets captured', '1 or more', '18');
        cell.add({
          type: 'table',
          title: 'First packets of each protocol',
          table: { columns: ['Source'], rows: [{ Source: '192.0.2.1:1024' }] },
        });
      },
    },
  );
  const after = runOf(
    { a: 'Routes' },
    {
      a(cell) {
        cell.table('Learned', routes(), routes(['10.3.0.0/16', '9m'], ['10.1.0.0/16', '8m']));
        cell.value('Traffic', 'at most 3 s', 'away for 900 ms, 1 packet lost');
        cell.value('Packets captured', '1 or more', '17');
        cell.add({
          type: 'table',
          title: 'First packets of each protocol',
          table: { columns: ['Source'], rows: [{ Source: '192.0.2.1:2048' }] },
        });
      },
    },
  );
  const difference = diffRuns(before, after);
  t.like(difference.cells, [
    {
      title: 'Routes',
      values: [],
      tables: [
        {
          title: 'Learned',
          columns: ['Network'],
          removed: [{ Network: '10.2.0.0/16' }],
          added: [{ Network: '10.3.0.0/16' }],
        },
      ],
    },
  ]);
  const markdown = renderRunDifference(difference);
  t.true(markdown.includes('| **−** | 10.2.0.0/16 |'), markdown);
  t.true(markdown.includes('| **+** | 10.3.0.0/16 |'), markdown);
});

test('cells are told apart by title: one more before them is one difference', (t) => {
  const before = runOf({ '01-a': 'Ping', '02-b': 'Ping' });
  const after = runOf({ '01-x': 'Look', '02-a': 'Ping', '03-b': 'Ping' });
  t.deepEqual(
    diffRuns(before, after).cells.map(({ title, verdict }) => [title, verdict]),
    [['Look', { before: 'missing', after: 'passed' }]],
  );
});

test('versions and timers are told', (t) => {
  const before = runOf({ a: 'A' });
  const after = runOf(
    { a: 'A' },
    {},
    { timers: 'real', versions: { wirebook: '0.2.0', node: '24.21.0' } },
  );
  t.deepEqual(diffRuns(before, after).facts, [
    { name: 'timers', before: 'fast', after: 'real' },
    { name: 'wirebook', before: '0.1.0', after: '0.2.0' },
  ]);
});

test('a run that failed shows what its cells became, and nothing of cells that did not run', (t) => {
  const difference = diffRuns(
    buildModel(erIpsecBackup()),
    buildModel(erIpsecBackup({ failing: true })),
  );
  t.true(difference.cells.length > 0);
  t.true(difference.cells.some(({ verdict }) => verdict?.after === 'failed'));
  for (const { verdict, tables, values } of difference.cells) {
    if (verdict?.after === 'blocked') t.is(tables.length + values.length, 0);
  }
});
