import test from 'ava';
import { createLocalOci } from '../support/local-oci.ts';
import { pairNetwork } from '../support/pair-network.ts';

test('two machines are made, a second plan finds nothing to do, and all of it goes', async (t) => {
  const oci = createLocalOci();
  const done = await oci.apply(pairNetwork());
  t.is(done.filter((change) => change.startsWith('create ')).length, 8);
  const vm2 = oci.output('oci_core_instance.vm2');
  t.like(vm2, { private_ip: '172.16.2.20', public_ip: '129.213.0.5', state: 'RUNNING' });
  const again = await oci.engine.plan(pairNetwork(), {}, {});
  t.deepEqual(again.changes, []);
  t.deepEqual(again.drift, []);
  await oci.engine.destroy({ onResource: () => undefined });
  t.deepEqual([...oci.held], []);
  t.deepEqual(oci.engine.state(), []);
});
