import test from 'ava';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Fn,
  Op,
  TerraformCount,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Testing,
  Token,
} from 'cdktf';
import { NullProvider } from '@cdktf/provider-null/lib/provider/index.js';
import { Resource } from '@cdktf/provider-null/lib/resource/index.js';
import { Password } from '@cdktf/provider-random/lib/password/index.js';
import { Pet } from '@cdktf/provider-random/lib/pet/index.js';
import { PrivateKey } from '@cdktf/provider-tls/lib/private-key/index.js';
import { createEngine } from '../../../../src/emulator/terraform/create-engine.ts';
import type { TerraformConfiguration } from '../../../../src/emulator/terraform/engine.ts';

/** Synthesizes as `cdktf synth` does, with the comments that it adds. */
function synthesize(build: (stack: TerraformStack) => void): TerraformConfiguration {
  const outdir = mkdtempSync(join(tmpdir(), 'wirebook-synth-'));
  try {
    const stack = new TerraformStack(Testing.app({ stackTraces: true, outdir }), 'stack');
    build(stack);
    stack.prepareStack();
    return stack.toTerraform() as TerraformConfiguration;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

async function deploy(
  json: TerraformConfiguration,
  variables: Readonly<Record<string, unknown>> = {},
) {
  const engine = createEngine({ providers: [] });
  const plan = await engine.plan(json, variables, {});
  const outputs = await engine.apply(plan, { onResource: () => {} });
  const again = await engine.plan(json, variables, {});
  const triggers = (address: string): unknown =>
    engine.state().find((entry) => entry.address === address)?.attributes['triggers'];
  return { engine, plan, outputs, again, triggers };
}

test('references, functions and operators', async (t) => {
  const json = synthesize((stack) => {
    new NullProvider(stack, 'null');
    const first = new Resource(stack, 'first', { triggers: { a: 'x' } });
    const local = new TerraformLocal(stack, 'local', {
      merged: Fn.merge([{ a: 1 }, { b: ['x', 'y'] }]),
      three: Op.add(1, 2),
    });
    new Resource(stack, 'second', {
      triggers: {
        id: first.id,
        text: `id is ${first.id}!`,
        joined: Fn.join('-', ['a', Fn.upper('b')]),
        subnet: Fn.cidrsubnet('10.0.0.0/16', 8, 2),
        host: Fn.cidrhost('10.0.2.0/24', 4),
        choice: Token.asString(
          Fn.conditional(Op.gt(Fn.lookupNested(local.expression, ['three']), 2), 'more', 'less'),
        ),
        lookup: Fn.lookup(first.triggers, 'a', 'none'),
        element: Token.asString(Fn.element(['p', 'q'], 1)),
        json: Fn.jsonencode({ list: [1, 'two', true] }),
        local: Token.asString(Fn.lookupNested(local.expression, ['merged', 'b', 1])),
      },
    });
  });
  const { again, triggers, engine } = await deploy(json);
  const id = engine.state().find(({ address }) => address === 'null_resource.first')?.attributes[
    'id'
  ];
  t.deepEqual(triggers('null_resource.second'), {
    id: String(id),
    text: `id is ${String(id)}!`,
    joined: 'a-B',
    subnet: '10.0.2.0/24',
    host: '10.0.2.4',
    choice: 'more',
    lookup: 'x',
    element: 'q',
    json: '{"list":[1,"two",true]}',
    local: 'y',
  });
  t.deepEqual(again.changes, []);
});

test('iterators, count and resources that are made of others', async (t) => {
  const json = synthesize((stack) => {
    const names = new TerraformVariable(stack, 'given', { type: 'list(string)' });
    const each = TerraformIterator.fromList(names.listValue);
    const sites = TerraformIterator.fromMap({ ams: { asn: 65001 }, fra: { asn: 65002 } });
    const machines = new Resource(stack, 'machines', {
      forEach: each,
      triggers: { name: each.value },
    });
    new Resource(stack, 'sites', {
      forEach: sites,
      triggers: { site: sites.key, asn: sites.getString('asn') },
    });
    const count = TerraformCount.of(2);
    new Resource(stack, 'counted', { count, triggers: { index: Token.asString(count.index) } });
    const chained = TerraformIterator.fromResources(machines);
    new Resource(stack, 'chained', { forEach: chained, triggers: { id: chained.getString('id') } });
    new TerraformOutput(stack, 'names', {
      value: chained.pluckProperty('triggers'),
      staticId: true,
    });
  });
  const { again, engine, outputs, triggers } = await deploy(json, { given: ['b', 'a'] });
  t.deepEqual(
    engine
      .state()
      .map(({ address }) => address)
      .sort(),
    [
      'null_resource.chained["a"]',
      'null_resource.chained["b"]',
      'null_resource.counted[0]',
      'null_resource.counted[1]',
      'null_resource.machines["a"]',
      'null_resource.machines["b"]',
      'null_resource.sites["ams"]',
      'null_resource.sites["fra"]',
    ],
  );
  t.deepEqual(triggers('null_resource.sites["fra"]'), { site: 'fra', asn: '65002' });
  t.deepEqual(triggers('null_resource.counted[1]'), { index: '1' });
  t.deepEqual(outputs['names']?.value, [{ name: 'a' }, { name: 'b' }]);
  t.deepEqual(again.changes, []);
  const fewer = await engine.plan(json, { given: ['a'] }, {});
  t.deepEqual(
    fewer.changes.map(({ action, address }) => `${action} ${address}`),
    ['delete null_resource.machines["b"]', 'delete null_resource.chained["b"]'].sort().reverse(),
  );
});

test('secrets, outputs and escape hatches', async (t) => {
  const json = synthesize((stack) => {
    const key = new PrivateKey(stack, 'ssh', { algorithm: 'ED25519' });
    const password = new Password(stack, 'password', { length: 20, special: false });
    const pet = new Pet(stack, 'animal', { length: 1 });
    const machine = new Resource(stack, 'machine', {
      triggers: { key: key.publicKeyOpenssh },
      dependsOn: [pet],
      lifecycle: { ignoreChanges: ['triggers["noise"]'] },
    });
    machine.addOverride('triggers.password', password.result);
    machine.addOverride('triggers.noise', `\${timestamp()}`);
    machine.addOverride('//.more', 'a comment');
    new TerraformOutput(stack, 'key', {
      value: key.privateKeyOpenssh,
      sensitive: true,
      staticId: true,
    });
    new TerraformOutput(stack, 'pet', { value: pet.id, staticId: true });
  });
  const { again, engine, outputs, plan } = await deploy(json);
  t.deepEqual(plan.changes.map(({ address }) => address).sort(), [
    'null_resource.machine',
    'random_password.password',
    'random_pet.animal',
    'tls_private_key.ssh',
  ]);
  t.deepEqual(again.changes, []);
  t.true(outputs['key']?.sensitive);
  t.true(String(outputs['key']?.value).startsWith('-----BEGIN OPENSSH PRIVATE KEY-----'));
  t.regex(String(outputs['pet']?.value), /^[a-z]+$/);
  t.false(outputs['pet']?.sensitive);
  t.deepEqual(
    engine.state().find(({ address }) => address === 'null_resource.machine')?.dependencies,
    ['random_password.password', 'random_pet.animal', 'tls_private_key.ssh'],
  );
});
