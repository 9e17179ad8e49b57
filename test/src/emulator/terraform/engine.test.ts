import test from 'ava';
import { createEngine } from '../../../../src/emulator/terraform/create-engine.ts';
import type { TerraformConfiguration } from '../../../../src/emulator/terraform/engine.ts';
import { TerraformError } from '../../../../src/emulator/terraform/engine.ts';
import { createFakeCloud } from '../../../support/fake-cloud.ts';

const network = (more: Record<string, unknown> = {}) => ({
  name: 'lan',
  address_space: ['10.0.0.0/16'],
  ...more,
});
const machine = (more: Record<string, unknown> = {}) => ({
  name: 'vm',
  network_id: '${fake_network.lan.id}',
  disk: { size: 10 },
  ...more,
});
const lan = (
  networkMore: Record<string, unknown> = {},
  machineMore: Record<string, unknown> = {},
): TerraformConfiguration => ({
  resource: {
    fake_machine: { vm: machine(machineMore) },
    fake_network: { lan: network(networkMore) },
  },
});

function setUp() {
  const cloud = createFakeCloud();
  const engine = createEngine({ providers: [cloud.provider], now: () => 0 });
  const run = async (
    json: TerraformConfiguration,
    variables: Record<string, unknown> = {},
    signal?: AbortSignal,
  ) => {
    const plan = await engine.plan(json, variables, {});
    const outputs = await engine.apply(plan, { onResource: () => {}, ...(signal && { signal }) });
    return { plan, outputs };
  };
  const changes = async (json: TerraformConfiguration, variables: Record<string, unknown> = {}) =>
    (await engine.plan(json, variables, {})).changes;
  return { cloud, engine, run, changes };
}

test('creates in the order of references and plans nothing the second time', async (t) => {
  const { cloud, engine, run, changes } = setUp();
  const { plan } = await run(lan());
  t.deepEqual(
    plan.changes.map(({ address, action }) => `${action} ${address}`),
    ['create fake_network.lan', 'create fake_machine.vm'],
  );
  t.deepEqual(cloud.log, ['create fake_network lan', 'create fake_machine vm']);
  t.deepEqual(await changes(lan()), []);
  const vm = engine.state().find(({ address }) => address === 'fake_machine.vm');
  t.is(vm?.attributes['network_id'], '/fake/fake_network/lan/1');
  t.deepEqual(vm?.dependencies, ['fake_network.lan']);
});

test('destroys in reverse order', async (t) => {
  const { cloud, engine, run } = setUp();
  await run(lan());
  t.deepEqual(await engine.destroy({ onResource: () => {} }), []);
  t.deepEqual(cloud.log.slice(2), ['delete fake_machine vm', 'delete fake_network lan']);
  t.is(cloud.things.size, 0);
  t.deepEqual(engine.state(), []);
});

test('shows what an update changes, by path', async (t) => {
  const { run, changes } = setUp();
  await run(lan({ tags: { env: 'test' } }, { bgp: { asn: 65000, address: '10.4.0.254' } }));
  const [first, second] = await changes(
    lan({ tags: { env: 'prod', team: 'net' } }, { bgp: [{ asn: 65000, address: '10.4.0.253' }] }),
  );
  t.deepEqual(first, {
    address: 'fake_network.lan',
    type: 'fake_network',
    action: 'update',
    attributes: [
      { path: 'tags.env', before: 'test', after: 'prod' },
      { path: 'tags.team', before: 'null', after: 'net' },
    ],
  });
  t.deepEqual(second?.attributes, [
    { path: 'bgp.address', before: '10.4.0.254', after: '10.4.0.253' },
  ]);
});

test('a configuration with several problems reports all of them', async (t) => {
  const { engine } = setUp();
  const json = lan({ nmae: 1 }, { disk: [], size: 'big', network_id: '${fake_network.lna.id}' });
  const error = await t.throwsAsync(engine.plan(json, {}, {}), { instanceOf: TerraformError });
  t.snapshot(error.problems);
});
