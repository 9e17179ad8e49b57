import test from 'ava';
import { effectiveRoutes, tables } from './azure-aws-google.tables.ts';
import { compare } from './support/published-table.ts';
import { runLab } from './support/run-lab.ts';

test('the published tables of the three clouds come out row by row, and nothing is left', async (t) => {
  t.timeout(240_000);
  const run = await runLab(t, { lab: 'azure-aws-google' });
  t.is(run.exitCode, 0, run.stderr);
  for (const table of tables) {
    const { matched, expected, missing, extra } = compare(table, run.events);
    t.deepEqual({ missing, extra }, { missing: [], extra: [] }, table.where);
    t.is(matched, expected, table.where);
  }
  const { columns, ...listings } = effectiveRoutes;
  for (const [cell, rows] of Object.entries(listings)) {
    const { missing } = compare({ where: cell, cell, columns, rows }, run.events);
    t.deepEqual(missing, [], cell);
  }
  t.regex(run.report, /64 bytes from 172\.16\.1\.223: icmp_seq=1 ttl=\d+ /);
  t.regex(run.report, /64 bytes from 10\.0\.1\.2: icmp_seq=1 ttl=63 /);
  t.deepEqual(run.left, []);
});
