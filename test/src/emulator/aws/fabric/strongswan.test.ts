import test from 'ava';
import type { RouterNode } from '../../../../../src/emulator/fabric/fabric.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { createEngine } from '../../../../../src/emulator/terraform/create-engine.ts';
import { createLocalAws } from '../support/local-aws.ts';
import { publicKey, strongswanLab } from '../support/strongswan-lab.ts';

async function deployed() {
  const aws = createLocalAws();
  const engine = createEngine({ providers: [aws.cloud.terraform] });
  const plan = await engine.plan(strongswanLab(publicKey), {}, {});
  await engine.apply(plan, { onResource: () => undefined });
  const fabric = aws.cloud.compile(noObservations);
  const routers = fabric.nodes.filter((node) => node.kind === 'router');
  const routerNamed = (start: string): RouterNode => {
    const found = routers.find(({ name }) => name.startsWith(start));
    if (!found) throw new Error(`no ${start}`);
    return found;
  };
  const cardOf = (machine: string) => {
    const node = fabric.nodes.find((it) => it.kind === 'machine' && it.hostname === machine);
    const link = fabric.links.find(({ ends }) => ends[1].node === node?.name);
    return routerNamed(link?.ends[0].node ?? 'nothing');
  };
  return { aws, fabric, routerNamed, cardOf };
}

test('machines log in as their image says, by the key pair, with the gateway of their subnet', async (t) => {
  const { fabric } = await deployed();
  const swan = fabric.nodes.find((node) => node.kind === 'machine' && node.hostname === 'swan');
  if (swan?.kind !== 'machine') return t.fail('no machine');
  t.is(swan.user, 'ubuntu');
  t.deepEqual(swan.authorizedKeys, [publicKey]);
  t.true(swan.running);
  t.deepEqual(swan.routes, [{ to: '0.0.0.0/0', via: [{ device: 'eth0', gateway: '10.0.0.1' }] }]);
});

test('the subnet leads to the strongSwan machine, to the internet, and to neighbours', async (t) => {
  const { routerNamed, cardOf } = await deployed();
  const router = routerNamed('vpc-');
  const toInner = `eni-${cardOf('inner').name.slice(-10)}`;
  const toSwan = `eni-${cardOf('swan').name.slice(-10)}`;
  const table = router.tables.find(({ devices }) => devices.includes(toInner));
  const wayTo = (prefix: string) => {
    const route = table?.routes.find(({ to }) => to === prefix);
    return route && 'via' in route ? route.via[0]?.device : route?.reject;
  };
  t.is(wayTo('10.3.0.0/24'), toSwan);
  t.is(wayTo('10.0.0.28/32'), toSwan);
  t.is(wayTo('0.0.0.0/0'), 'igw');
  t.is(wayTo('10.0.0.0/16'), 'blackhole');
  const outside = router.tables.find(({ name }) => name === 'from outside');
  t.deepEqual(outside?.routes.at(-1), { to: '0.0.0.0/0', reject: 'blackhole' });
});

test('only a card without the source/destination check takes what is not for it', async (t) => {
  const { cardOf } = await deployed();
  const last = (machine: string) => cardOf(machine).tables[0]?.routes.at(-1);
  t.like(last('swan'), { via: [{ device: 'vm', gateway: '10.0.0.28' }] });
  t.like(last('inner'), { reject: 'blackhole' });
  const sources = (machine: string) =>
    cardOf(machine).filters?.find(({ direction }) => direction === 'out')?.lists.length;
  t.is(sources('swan'), 1);
  t.is(sources('inner'), 2);
});

test('the internet gateway translates the public addresses, and lets nothing else out', async (t) => {
  const { aws, fabric, routerNamed } = await deployed();
  const edge = routerNamed('igw-');
  t.deepEqual(edge.nat?.source.map(({ translated }) => translated).sort(), [...aws.held].sort());
  t.deepEqual(edge.filters?.[0]?.lists[0]?.flatMap(({ sources = [] }) => sources).toSorted(), [
    '10.0.0.28/32',
    '10.0.0.4/32',
  ]);
  t.deepEqual(fabric.announcements.map(({ address }) => address).sort(), [...aws.held].sort());
});

test('every link ends at a node, every route leaves by a device, and names are short enough', async (t) => {
  const { fabric } = await deployed();
  const names = new Set([...fabric.nodes.map(({ name }) => name), 'internet']);
  const devices = new Set<string>();
  for (const { ends } of fabric.links) {
    for (const { node, device } of ends) {
      t.true(names.has(node), node);
      t.true(device.length <= 15, device);
      t.false(devices.has(`${node} ${device}`), `${node} ${device}`);
      devices.add(`${node} ${device}`);
    }
  }
  for (const node of fabric.nodes) {
    const tables = node.kind === 'router' ? node.tables : [];
    for (const route of [...node.routes, ...tables.flatMap(({ routes }) => routes)]) {
      if ('reject' in route) continue;
      for (const { device } of route.via) t.true(devices.has(`${node.name} ${device}`), device);
    }
  }
});
