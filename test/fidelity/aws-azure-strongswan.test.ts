import test from 'ava';
import { published } from './aws-azure-strongswan.tables.ts';
import { assertFaithful } from './support/assert-faithful.ts';
import { runLab } from './support/run-lab.ts';

test('the published tunnel and pings come out, and nothing is left', async (t) => {
  t.timeout(240_000);
  const run = await runLab(t, { lab: 'aws-azure-strongswan' });
  assertFaithful(t, published, run);
  // Behind NAT, strongSwan knows itself by its private address, and Azure by the public one.
  t.regex(
    run.report,
    /azure\[\d+\]: ESTABLISHED .* ago, 10\.0\.0\.28\[10\.0\.0\.28\]\.\.\.([\d.]+)\[\1\]/,
  );
});
