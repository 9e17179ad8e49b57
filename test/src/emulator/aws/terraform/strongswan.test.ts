import test from 'ava';
import { createEngine } from '../../../../../src/emulator/terraform/create-engine.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { createLocalAws } from '../support/local-aws.ts';
import { publicKey, strongswanLab } from '../support/strongswan-lab.ts';

test('a VPC with a strongSwan machine is made, plans to nothing, and goes without a trace', async (t) => {
  const aws = createLocalAws();
  const engine = createEngine({ providers: [aws.cloud.terraform] });
  const lab = strongswanLab(publicKey);
  const outputs = await engine.apply(await engine.plan(lab, {}, {}), {
    onResource: () => undefined,
  });
  t.is(outputs['account']?.value, '123456789012');
  t.true(aws.held.has(String(outputs['address']?.value)));

  const again = await engine.plan(lab, {}, {});
  t.deepEqual(again.changes, []);
  // Routes of their own show in their table, and the Elastic IP in its instance: as with Terraform itself.
  t.deepEqual(again.drift.map(({ address }) => address).sort(), [
    'aws_instance.swan',
    'aws_route_table.rt',
  ]);

  const fabric = aws.cloud.compile(noObservations);
  const machines = fabric.nodes.filter((node) => node.kind === 'machine');
  t.deepEqual(machines.map(({ hostname }) => hostname).sort(), ['inner', 'swan']);

  t.deepEqual(await engine.destroy({ onResource: () => undefined }), []);
  t.is(aws.held.size, 0);
  t.deepEqual(
    aws.cloud.compile(noObservations).nodes.map(({ name }) => name),
    [],
  );
});
