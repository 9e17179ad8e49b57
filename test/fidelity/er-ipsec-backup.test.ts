import type { ExecutionContext } from 'ava';
import test from 'ava';
import { asRoot, throwAwayUser } from '../src/emulator/linux/fixtures/enclosed.ts';
import { published } from './er-ipsec-backup.tables.ts';
import { onlyWhere } from '../support/only-where.ts';
import { assertFaithful } from './support/assert-faithful.ts';
import type { LabRun } from './support/run-lab.ts';
import { isReadableByOthers, runLab } from './support/run-lab.ts';

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

const asUser = onlyWhere(obstacle());

/** Why the lab can't be run once more by another user. */
function obstacle(): string | undefined {
  if (!asRoot) return 'the test before this one was run as an ordinary user';
  if (!isReadableByOthers()) return 'this checkout is out of reach of other users';
  return undefined;
}

asUser('the same as an ordinary user', async (t) => {
  t.timeout(180_000);
  const account = throwAwayUser();
  t.teardown(() => account.remove());
  assertPublished(t, await runLab(t, { lab: 'er-ipsec-backup', account }));
});
