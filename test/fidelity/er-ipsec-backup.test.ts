import type { ExecutionContext } from 'ava';
import test from 'ava';
import { asRoot, throwAwayUser } from '../src/emulator/linux/fixtures/enclosed.ts';
import { published } from './er-ipsec-backup.tables.ts';
import { assertFaithful } from './support/assert-faithful.ts';
import type { LabRun } from './support/run-lab.ts';
import { isReadableBy, runLab } from './support/run-lab.ts';

function assertPublished(t: ExecutionContext, run: LabRun): void {
  assertFaithful(t, published, run);
  // The report, which people read, holds each row too.
  for (const { where, rows } of published.tables) {
    for (const [first = ''] of rows) t.true(run.report.includes(first), `${where}: ${first}`);
  }
  t.regex(run.report, /100% packet loss/);
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
