import test from 'ava';
import { published } from './oci-azure-interconnect.tables.ts';
import { assertFaithful } from './support/assert-faithful.ts';
import { runLab } from './support/run-lab.ts';

test('the published routes come out before and after the failure, and nothing is left', async (t) => {
  t.timeout(240_000);
  assertFaithful(t, published, await runLab(t, { lab: 'oci-azure-interconnect' }));
});
