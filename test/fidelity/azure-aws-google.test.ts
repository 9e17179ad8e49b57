import test from 'ava';
import { published } from './azure-aws-google.tables.ts';
import { assertFaithful } from './support/assert-faithful.ts';
import { runLab } from './support/run-lab.ts';

test('the published tables of the three clouds come out row by row, and nothing is left', async (t) => {
  t.timeout(240_000);
  assertFaithful(t, published, await runLab(t, { lab: 'azure-aws-google' }));
});
