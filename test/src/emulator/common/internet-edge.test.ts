import test from 'ava';
import {
  internetEdgeLink,
  oneToOneEdge,
  staticNat,
} from '../../../../src/emulator/common/internet-edge.ts';

const pair = { inside: '10.0.0.4', outside: '20.61.0.4' } as const;

test('a border translates one to one, and lets out nothing else', (t) => {
  const edge = oneToOneEdge({
    name: 'edge',
    label: 'border',
    inside: { device: 'net', gateway: '169.254.0.1' },
    outside: { device: 'internet', gateway: '169.254.4.1' },
    prefixes: ['10.0.0.0/16'],
    translations: [pair],
  });
  t.deepEqual(edge.filters, [
    {
      device: 'net',
      direction: 'in',
      stateful: false,
      lists: [[{ action: 'accept', sources: ['10.0.0.4/32'] }]],
    },
  ]);
  t.deepEqual(edge.nat, staticNat('internet', [pair]));
  const inwards = [{ device: 'net', gateway: '169.254.0.1' }];
  t.deepEqual(edge.tables[1]?.routes, [
    { to: '10.0.0.0/16', via: inwards },
    { to: '20.61.0.4/32', via: inwards },
    { to: '0.0.0.0/0', reject: 'blackhole' },
  ]);
});

test('who shares an address goes out by it, and nobody comes in', (t) => {
  const nat = staticNat('internet', [pair], [{ inside: '10.0.0.5', outside: '20.61.0.9' }]);
  t.deepEqual(
    nat.source.map(({ from, translated }) => `${from} ${translated}`),
    ['10.0.0.4/32 20.61.0.4', '10.0.0.5/32 20.61.0.9'],
  );
  t.deepEqual(nat.destination, [{ device: 'internet', to: '20.61.0.4', translated: '10.0.0.4' }]);
});

test('the border’s end answers ARP', (t) => {
  const end = (node: string) => ({ node, device: 'x', addresses: [] });
  const { name, ends } = internetEdgeLink(end('edge'), end('internet'));
  t.is(name, 'edge--internet');
  t.deepEqual(
    ends.map(({ proxyArp = false }) => proxyArp),
    [true, false],
  );
});
