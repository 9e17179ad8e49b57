import test from 'ava';
import { lan, problemsOf, setUp } from '../../../support/terraform-run.ts';

const networks = (names: readonly string[], more: Record<string, unknown> = {}) => ({
  resource: {
    fake_network: Object.fromEntries(
      names.map((name) => [name, { name, address_space: ['10.0.0.0/16'], ...more }]),
    ),
  },
});

test('creates what is referred to first and deletes it last', async (t) => {
  const { apply, destroy, logOf, addresses, cloud } = setUp();
  t.deepEqual(await logOf(() => apply(lan())), [
    'create fake_network lan',
    'create fake_machine vm',
  ]);
  t.deepEqual(addresses(), ['fake_machine.vm', 'fake_network.lan']);
  t.deepEqual(await logOf(destroy), ['delete fake_machine vm', 'delete fake_network lan']);
  t.is(cloud.things.size, 0);
  t.deepEqual(addresses(), []);
});

test('the state knows what each needs, also by way of locals', async (t) => {
  const { apply, engine } = setUp();
  await apply(
    lan({}, { network_id: '${local.network}' }, { locals: { network: '${fake_network.lan.id}' } }),
  );
  const vm = engine.state().find(({ type }) => type === 'fake_machine');
  t.deepEqual(vm?.dependencies, ['fake_network.lan']);
  t.is(vm?.attributes['network_id'], '/fake/fake_network/lan/1');
});

test('a replacement deletes first, what uses it before', async (t) => {
  const { apply, logOf } = setUp();
  await apply(lan());
  t.deepEqual(await logOf(() => apply(lan({ zone: 'b' }))), [
    'delete fake_machine vm',
    'delete fake_network lan',
    'create fake_network lan',
    'create fake_machine vm',
  ]);
});

test('create_before_destroy makes the new ones first, of all that it needs too', async (t) => {
  const { apply, logOf, changes, addresses } = setUp();
  const json = (zone: string) => lan({ zone }, { lifecycle: { create_before_destroy: true } });
  await apply(json('a'));
  t.deepEqual(await logOf(() => apply(json('b'))), [
    'create fake_network lan',
    'create fake_machine vm',
    'delete fake_machine vm',
    'delete fake_network lan',
  ]);
  t.deepEqual(await changes(json('b')), []);
  t.deepEqual(addresses(), ['fake_machine.vm', 'fake_network.lan']);
});

test('an old one that could not be deleted is deleted by the next apply', async (t) => {
  const { apply, cloud, logOf, changes, addresses } = setUp();
  const json = (zone: string) =>
    networks(['lan'], { zone, lifecycle: { create_before_destroy: true } });
  await apply(json('a'));
  cloud.failing.add('delete lan');
  t.deepEqual(await problemsOf(apply(json('b'))), [
    'fake_network.lan (deposed): QuotaExceeded: no more of lan',
  ]);
  t.deepEqual(addresses(), ['fake_network.lan', 'fake_network.lan (deposed)']);
  cloud.failing.clear();
  t.deepEqual(await changes(json('b')), ['delete fake_network.lan (deposed)']);
  t.deepEqual(await logOf(() => apply(json('b'))), ['delete fake_network lan']);
  t.deepEqual(await changes(json('b')), []);
});

test('what is no longer configured is deleted after what used it has let go', async (t) => {
  const { apply, logOf } = setUp();
  const json = (uses: boolean) => ({
    resource: {
      fake_network: {
        a: { name: 'a', address_space: [], note: uses ? '${fake_network.b.id}' : 'none' },
        ...(uses && { b: { name: 'b', address_space: [] } }),
      },
    },
  });
  await apply(json(true));
  t.deepEqual(await logOf(() => apply(json(false))), [
    'update fake_network a',
    'delete fake_network b',
  ]);
});

test('a failure stops only what needs it; the next apply goes on', async (t) => {
  const { apply, cloud, changes, addresses, progress } = setUp();
  const json = { resource: { ...lan().resource, ...networks(['lan', 'b', 'c']).resource } };
  cloud.failing.add('create lan').add('create b');
  t.deepEqual(await problemsOf(apply(json)), [
    'fake_network.lan: QuotaExceeded: no more of lan',
    'fake_network.b: QuotaExceeded: no more of b',
    'fake_machine.vm: not done, because of what it needs',
  ]);
  t.deepEqual(addresses(), ['fake_network.c']);
  t.deepEqual(
    progress
      .filter(({ status }) => status === 'failed')
      .map(({ address, error }) => [address, error]),
    [
      ['fake_network.lan', 'QuotaExceeded: no more of lan'],
      ['fake_network.b', 'QuotaExceeded: no more of b'],
    ],
  );
  cloud.failing.clear();
  await apply(json);
  t.deepEqual(addresses(), [
    'fake_machine.vm',
    'fake_network.b',
    'fake_network.c',
    'fake_network.lan',
  ]);
  t.deepEqual(await changes(json), []);
});

test('a resource that cannot be deleted keeps what it needs', async (t) => {
  const { apply, cloud, destroy, addresses } = setUp();
  await apply(lan());
  cloud.failing.add('delete vm');
  t.deepEqual(await destroy(), ['fake_machine.vm', 'fake_network.lan']);
  cloud.failing.clear();
  t.deepEqual(await destroy(), []);
  t.deepEqual(addresses(), []);
});

test('independent resources are made at once, ten at most', async (t) => {
  const { apply, cloud, addresses } = setUp();
  await apply({
    resource: {
      fake_network: {
        many: { count: 25, name: 'n${count.index}', address_space: ['10.${count.index}.0.0/16'] },
      },
    },
  });
  t.is(addresses().length, 25);
  t.is(cloud.peak(), 10);
});

test('after an abort nothing more is started, and what was done is kept', async (t) => {
  const { engine, plan, addresses, changes } = setUp();
  const abort = new AbortController();
  const found = await plan(lan());
  const run = engine.apply(found, {
    signal: abort.signal,
    onResource: ({ status }) => {
      if (status === 'started') abort.abort();
    },
  });
  t.deepEqual(await problemsOf(run), [
    'fake_machine.vm: not done, because the apply was interrupted',
  ]);
  t.deepEqual(addresses(), ['fake_network.lan']);
  t.is((await changes(lan())).length, 1);
});

test('count and for_each make instances, and unmake them', async (t) => {
  const { apply, addresses, logOf } = setUp();
  const json = (count: number, keys: readonly string[]) => ({
    resource: {
      fake_network: {
        c: { count, name: 'c${count.index}', address_space: [] },
        e: {
          for_each: `\${toset(${JSON.stringify(keys)})}`,
          name: 'e${each.key}',
          address_space: [],
        },
      },
      fake_machine: {
        vm: {
          name: 'vm',
          network_id:
            '${join(",", concat(fake_network.c[*].name, [for k, v in fake_network.e: v.name]))}',
          disk: { size: 1 },
        },
      },
    },
  });
  await apply(json(2, ['x', 'y']));
  t.deepEqual(addresses(), [
    'fake_machine.vm',
    'fake_network.c[0]',
    'fake_network.c[1]',
    'fake_network.e["x"]',
    'fake_network.e["y"]',
  ]);
  const log = await logOf(() => apply(json(1, ['y', 'z'])));
  t.deepEqual(log.toSorted(), [
    'create fake_machine vm',
    'create fake_network ez',
    'delete fake_machine vm',
    'delete fake_network c1',
    'delete fake_network ex',
  ]);
  t.true(log.indexOf('delete fake_machine vm') < log.indexOf('delete fake_network c1'));
});

test('outputs keep their types, and say what is sensitive', async (t) => {
  const { apply } = setUp();
  const outputs = await apply(
    lan(
      { secret: 'hush' },
      {},
      {
        output: {
          id: { value: '${fake_network.lan.id}' },
          all: { value: { dns: '${fake_network.lan.dns_servers}', n: '${1 + 1}' } },
          secret: { value: '${fake_network.lan.secret}', sensitive: true },
        },
      },
    ),
  );
  t.deepEqual(outputs, {
    id: { value: '/fake/fake_network/lan/1', sensitive: false },
    all: { value: { dns: ['10.0.0.1', '10.0.0.2'], n: 2 }, sensitive: false },
    secret: { value: 'hush', sensitive: true },
  });
});

test('a plan can be carried out once, and not after another apply', async (t) => {
  const { engine, plan } = setUp();
  const [first, second] = [await plan(lan()), await plan(lan())];
  await engine.apply(first, { onResource: () => {} });
  for (const stale of [first, second, { drift: [], changes: [] }]) {
    t.deepEqual(await problemsOf(engine.apply(stale, { onResource: () => {} })), [
      'something was applied or destroyed since it was made; plan again',
    ]);
  }
});

test('progress tells of the start and the end of every change', async (t) => {
  const { apply, progress } = setUp();
  await apply(networks(['a']));
  t.deepEqual(progress, [
    { address: 'fake_network.a', action: 'create', status: 'started' },
    { address: 'fake_network.a', action: 'create', status: 'done', durationMs: 0 },
  ]);
});
