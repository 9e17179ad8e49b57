import type { ExecutionContext } from 'ava';
import test from 'ava';
import { asRoot, throwAwayUser } from '../src/emulator/linux/fixtures/enclosed.ts';
import { tables } from './er-ipsec-backup.tables.ts';
import { compare } from './support/published-table.ts';
import type { LabRun } from './support/run-lab.ts';
import { isReadableBy, runLab } from './support/run-lab.ts';

function assertPublished(t: ExecutionContext, run: LabRun): void {
  t.is(run.exitCode, 0, run.stderr);
  for (const table of tables) {
    const { matched, expected, missing, extra } = compare(table, run.events);
    t.deepEqual({ missing, extra }, { missing: [], extra: [] }, table.where);
    t.is(matched, expected, table.where);
    // The report, which people read, holds each row too.
    for (const [first = ''] of table.rows)
      t.true(run.report.includes(`| ${first} |`), `${table.where}: ${first}`);
  }
  t.regex(
    run.report,
    /icmp +1 \d+ src=10\.1\.0\.4 dst=8\.8\.4\.4 .*src=8\.8\.4\.4 dst=10\.2\.1\.4/,
  );
  t.regex(run.report, /64 bytes from 10\.5\.0\.4: icmp_seq=1 ttl=64 /);
  t.regex(run.report, /100% packet loss/);
  t.deepEqual(run.left, []);
}

test.serial(
  'the published tables come out row by row, on real packets, and nothing is left',
  async (t) => {
    t.timeout(180_000);
    assertPublished(t, await runLab(t, { lab: 'er-ipsec-backup' }));
  },
);

test.serial('the same as an ordinary user', async (t) => {
  t.timeout(180_000);
  if (!asRoot) return t.pass('The test before this one was run as an ordinary user.');
  const account = throwAwayUser();
  t.teardown(() => account.remove());
  if (!(await isReadableBy(account))) {
    t.log('Not tried: this checkout is out of reach of other users, so none can run it.');
    return t.pass();
  }
  assertPublished(t, await runLab(t, { lab: 'er-ipsec-backup', account }));
});
