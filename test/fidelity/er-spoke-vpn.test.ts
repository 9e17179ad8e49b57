import test from 'ava';
import { published } from './er-spoke-vpn.tables.ts';
import { assertFaithful } from './support/assert-faithful.ts';
import { runLab } from './support/run-lab.ts';

test('the six published listings come out row by row, and nothing is left', async (t) => {
  t.timeout(240_000);
  assertFaithful(t, published, await runLab(t, { lab: 'er-spoke-vpn' }));
});
