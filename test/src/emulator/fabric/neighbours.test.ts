import test from 'ava';
import { neighboursOf } from '../../../../src/emulator/fabric/neighbours.ts';
import { end, link, router, tunnel } from '../linux/fixtures/fabrics.ts';

const fabric = {
  nodes: ['gw', 'gw-u', 'vnet', 'internet'].map((name) => router(name)),
  links: [
    link(end('gw', 'lan'), end('vnet', 'gw')),
    link(end('vnet', 'out0'), end('internet', 'vnet0')),
    link(end('vnet', 'out1'), end('internet', 'vnet1')),
    link(end('gw-u', 'wan'), end('vnet', 'gw-u')),
  ],
  tunnels: [
    tunnel('conn1', { inner: 'gw', innerDevice: 't-conn1', outer: 'gw-u', outerDevice: 'ike1' }),
  ],
};

test('a link is named after the node at its other end, a tunnel after its device', (t) => {
  t.deepEqual(neighboursOf(fabric, 'gw'), [
    { name: 'vnet', device: 'lan' },
    { name: 't-conn1', device: 't-conn1' },
  ]);
});

test('outside of a tunnel is where its encrypted packets pass', (t) => {
  t.deepEqual(neighboursOf(fabric, 'gw-u'), [
    { name: 'vnet', device: 'wan' },
    { name: 'conn1', device: 'ike1' },
  ]);
});

test('several links to one node are told apart by their devices', (t) => {
  t.deepEqual(
    neighboursOf(fabric, 'vnet').map(({ name }) => name),
    ['gw', 'out0', 'out1', 'gw-u'],
  );
  t.deepEqual(
    neighboursOf(fabric, 'internet').map(({ name }) => name),
    ['vnet0', 'vnet1'],
  );
  t.deepEqual(neighboursOf(fabric, 'nobody'), []);
});
