import test from 'ava';
import { brief, lan, problemsOf, setUp } from '../../../support/terraform-run.ts';

test('a new configuration is created, and the second plan is empty', async (t) => {
  const { apply, changes } = setUp();
  t.deepEqual(await changes(lan()), [
    'create fake_network.lan: name null -> lan, address_space null -> ["10.0.0.0/16"], zone null -> a',
    'create fake_machine.vm: name null -> vm, network_id null -> (known after apply), disk.size null -> 10, disk.kind null -> ssd',
  ]);
  await apply(lan());
  t.deepEqual(await changes(lan()), []);
});

test('changes are shown by path; one that forces a replacement is marked', async (t) => {
  const { apply, changes } = setUp();
  const before = lan({ tags: { env: 'test' } }, { bgp: { asn: 65000, address: '10.4.0.254' } });
  await apply(before);
  t.deepEqual(
    await changes(
      lan({ tags: { env: 'prod', team: 'net' } }, { bgp: [{ asn: 65000, address: '10.4.0.253' }] }),
    ),
    [
      'update fake_network.lan: tags.env test -> prod, tags.team null -> net',
      'update fake_machine.vm: bgp.address 10.4.0.254 -> 10.4.0.253',
    ],
  );
  t.deepEqual(await changes(lan({ tags: { env: 'test' }, zone: 'b' }, { size: 2 })), [
    'replace fake_network.lan: zone a -> b !',
    'replace fake_machine.vm: network_id /fake/fake_network/lan/1 -> (known after apply) !, size null -> 2',
  ]);
});

test('of some changes only a part forces a replacement', async (t) => {
  const { apply, changes } = setUp();
  await apply(lan({}, { cores: 4, port: [{ speed: 1 }] }));
  t.deepEqual(await changes(lan({}, { cores: 8, port: [{ speed: 2 }] })), [
    'update fake_machine.vm: cores 4 -> 8, port.speed 1 -> 2',
  ]);
  t.deepEqual(await changes(lan({}, { cores: 2, port: [{ speed: 1 }] })), [
    'replace fake_machine.vm: cores 4 -> 2 !',
  ]);
  t.deepEqual(await changes(lan({}, { cores: 4, port: [{ speed: 1 }, { speed: 1 }] })), [
    'replace fake_machine.vm: port[1].speed null -> 1 !',
  ]);
});

test('several blocks are told apart by their index', async (t) => {
  const { apply, changes } = setUp();
  await apply(lan({}, { disk: [{ size: 1 }, { size: 2 }] }));
  t.deepEqual(await changes(lan({}, { disk: [{ size: 1 }, { size: 3 }] })), [
    'update fake_machine.vm: disk[1].size 2 -> 3',
  ]);
  t.deepEqual(await changes(lan({}, { disk: [{ size: 1 }] })), [
    'replace fake_machine.vm: disk[1].size 2 -> null, disk[1].kind ssd -> null !, disk[1].path /dev/sd1 -> null',
  ]);
});

test('blocks without order may come back in any order', async (t) => {
  const { apply, changes } = setUp();
  const rules = [{ port: 1 }, { port: 2, note: 'x' }, { port: 3 }];
  await apply(lan({}, { rule: rules }));
  t.deepEqual(await changes(lan({}, { rule: rules.toReversed() })), []);
  t.deepEqual(
    await changes(lan({}, { rule: [{ port: 1 }, { port: 2, note: 'y' }, { port: 3 }] })),
    ['update fake_machine.vm: rule[1].note x -> y'],
  );
});

test('values that the cloud decides stay when nothing is configured', async (t) => {
  const { apply, changes, engine } = setUp();
  await apply(lan());
  const vm = engine.state().find(({ address }) => address === 'fake_machine.vm');
  t.deepEqual(vm?.attributes['bgp'], [{ asn: 65515 }]);
  t.deepEqual(await changes(lan({ dns_servers: ['10.0.0.1', '10.0.0.2'] })), []);
  t.deepEqual(await changes(lan({ dns_servers: ['10.0.0.1'] })), [
    'update fake_network.lan: dns_servers ["10.0.0.1", "10.0.0.2"] -> ["10.0.0.1"]',
  ]);
});

test('a value that follows another is not known when that changes', async (t) => {
  const { apply, changes } = setUp();
  const json = (space: string) =>
    lan({ address_space: [space] }, { script: 'generation ${fake_network.lan.generation}' });
  await apply(json('10.0.0.0/16'));
  t.deepEqual(await changes(json('10.1.0.0/16')), [
    'update fake_network.lan: address_space ["10.0.0.0/16"] -> ["10.1.0.0/16"], generation 1 -> (known after apply)',
    'update fake_machine.vm: script generation 1 -> (known after apply)',
  ]);
  await apply(json('10.1.0.0/16'));
  t.deepEqual(await changes(json('10.1.0.0/16')), []);
});

test('spelling that the cloud does not mind is no change', async (t) => {
  const { apply, changes } = setUp();
  await apply(lan({ location: 'West Europe' }));
  t.deepEqual(await changes(lan({ location: 'westeurope' })), []);
  t.deepEqual(await changes(lan({ location: 'North Europe' })), [
    'update fake_network.lan: location West Europe -> North Europe',
  ]);
});

test('what is not set is the same as the empty value of the cloud', async (t) => {
  const { apply, changes, cloud } = setUp();
  await apply(lan());
  for (const [id, thing] of cloud.things) cloud.things.set(id, { ...thing, note: '', tags: {} });
  t.deepEqual(await changes(lan()), []);
});

test('secrets are never shown', async (t) => {
  const { apply, plan, changes } = setUp();
  const json = (secret: string) =>
    lan(
      { secret, note: 'a ${var.word}' },
      { password: 'p${fake_network.lan.secret}', script: 'echo ${fake_network.lan.secret}' },
      { variable: { word: { sensitive: true } } },
    );
  const first = await plan(json('hush'), { word: 'quiet' });
  t.false(/hush|quiet/.test(JSON.stringify(first)));
  await apply(json('hush'), { word: 'quiet' });
  t.deepEqual(await changes(json('hush'), { word: 'quiet' }), []);
  t.deepEqual(await changes(json('shout'), { word: 'loud' }), [
    'update fake_network.lan: secret (sensitive) -> (sensitive), note (sensitive) -> (sensitive)',
    'update fake_machine.vm: password (sensitive) -> (sensitive), script (sensitive) -> (sensitive)',
  ]);
});

test('what was changed behind Terraform is drift, and is undone', async (t) => {
  const { apply, cloud, engine, plan, logOf } = setUp();
  await apply(lan({ note: 'mine' }));
  const [id = ''] = [...cloud.things.keys()];
  cloud.things.set(id, { ...cloud.things.get(id), note: 'theirs' });
  const found = await plan(lan({ note: 'mine' }));
  t.deepEqual(found.drift.map(brief), ['update fake_network.lan: note mine -> theirs']);
  t.deepEqual(found.changes.map(brief), ['update fake_network.lan: note theirs -> mine']);
  const log = await logOf(() => engine.apply(found, { onResource: () => {} }));
  t.deepEqual(log, ['update fake_network lan']);
  t.deepEqual(await plan(lan({ note: 'mine' })), { drift: [], changes: [] });
});

test('what was deleted behind Terraform is made again, with what needs it', async (t) => {
  const { cloud, apply, plan } = setUp();
  await apply(lan());
  cloud.things.delete('/fake/fake_network/lan/1');
  const found = await plan(lan());
  t.deepEqual(found.drift.map(brief), ['delete fake_network.lan']);
  t.deepEqual(
    found.changes.map(({ action, address }) => `${action} ${address}`),
    ['create fake_network.lan', 'replace fake_machine.vm'],
  );
});

test('ignore_changes leaves what is there', async (t) => {
  const { apply, changes } = setUp();
  const json = (note: string, tag: string, ignore: unknown) =>
    lan({ note, tags: { a: tag, b: tag }, lifecycle: { ignore_changes: ignore } });
  await apply(json('one', 'one', []));
  t.deepEqual(await changes(json('two', 'two', ['note', 'tags["a"]'])), [
    'update fake_network.lan: tags.b one -> two',
  ]);
  t.deepEqual(await changes(json('two', 'two', 'all')), []);
});

test('prevent_destroy refuses what would delete or replace', async (t) => {
  const { apply, plan, engine, destroy } = setUp();
  const json = (zone: string) => lan({ zone, lifecycle: { prevent_destroy: true } });
  await apply(json('a'));
  t.deepEqual(await problemsOf(plan(json('b'))), [
    'fake_network.lan: it would be replaced, which its lifecycle\'s "prevent_destroy" forbids',
  ]);
  t.deepEqual(await destroy(), ['fake_network.lan']);
  t.is(engine.state().length, 1);
});

test('replace_triggered_by replaces with the other', async (t) => {
  const { apply, changes } = setUp();
  const { resource } = lan({ lifecycle: { replace_triggered_by: ['terraform_data.version'] } });
  const json = (input: number) => ({
    resource: { ...resource, terraform_data: { version: { input } } },
  });
  await apply(json(1));
  t.deepEqual(await changes(json(1)), []);
  const actions = (await changes(json(2))).map((line) => line.split(':')[0]);
  t.deepEqual(actions, [
    'update terraform_data.version',
    'replace fake_network.lan',
    'replace fake_machine.vm',
  ]);
});

test('conditions are checked, with their own words', async (t) => {
  const { plan, apply } = setUp();
  const rule = (condition: string) => ({ condition, error_message: 'not ${path.module} that' });
  const pre = lan({ lifecycle: { precondition: [rule('${1 > 2}')] } });
  t.deepEqual(await problemsOf(plan(pre)), ['fake_network.lan: not . that']);
  const post = lan({ lifecycle: { postcondition: rule('${self.generation > 100}') } });
  t.deepEqual(await problemsOf(apply(post)), [
    'fake_network.lan: not . that',
    'fake_machine.vm: not done, because of what it needs',
  ]);
});

test('dynamic blocks are made of collections', async (t) => {
  const { apply, changes, engine } = setUp();
  const json = (ports: readonly number[]) =>
    lan(
      {},
      {
        dynamic: {
          rule: [
            {
              for_each: '${var.ports}',
              iterator: 'each_port',
              content: { port: '${each_port.value}', note: 'rule ${each_port.key}' },
            },
          ],
        },
      },
      { variable: { ports: { type: 'set(number)', default: ports } } },
    );
  await apply(json([22, 80]));
  const vm = engine.state().find(({ type }) => type === 'fake_machine');
  t.deepEqual(vm?.attributes['rule'], [
    { port: 80, note: 'rule 80' },
    { port: 22, note: 'rule 22' },
  ]);
  t.deepEqual(await changes(json([80, 22])), []);
});

test('dynamic blocks of a collection that is not known yet', async (t) => {
  const { apply, changes, engine } = setUp();
  const json = lan(
    {},
    {
      dynamic: {
        rule: {
          for_each: '${fake_network.lan.dns_servers}',
          content: { port: 1, note: '${rule.value}' },
        },
      },
    },
  );
  const [, machine = ''] = await changes(json);
  t.regex(machine, /rule null -> \(known after apply\)/);
  await apply(json);
  const vm = engine.state().find(({ type }) => type === 'fake_machine');
  t.deepEqual(vm?.attributes['rule'], [
    { port: 1, note: '10.0.0.2' },
    { port: 1, note: '10.0.0.1' },
  ]);
  t.deepEqual(await changes(json), []);
});

test('data sources are read while planning, or in the apply when they must wait', async (t) => {
  const { apply, changes, engine } = setUp();
  const json = (wait: boolean) =>
    lan(
      {},
      { script: '${data.fake_network.found.address_space[0]}' },
      {
        data: {
          fake_network: {
            found: { name: 'lan', ...(wait && { depends_on: ['fake_network.lan'] }) },
          },
        },
      },
    );
  t.deepEqual(await problemsOf(apply(json(false))), [
    'data.fake_network.found: NotFound: there is no network lan',
  ]);
  await apply(json(true));
  const vm = engine.state().find(({ type }) => type === 'fake_machine');
  t.is(vm?.attributes['script'], '10.0.0.0/16');
  t.deepEqual(await changes(json(true)), []);
  t.deepEqual(await changes(json(false)), []);
});
