import test from 'ava';
import { cardCable, portNode, statefulFilters } from '../../../../src/emulator/common/card-port.ts';

const port = (forwards: boolean) =>
  portNode({
    name: 'port',
    label: 'port',
    toMachine: 'vm',
    toRouter: { device: 'net', gateway: '169.254.0.1' },
    addresses: ['10.0.0.4', '10.0.0.5'],
    forwards,
    filters: [],
  });

test('only a card that forwards takes what is for others, at its primary address', (t) => {
  const last = (forwards: boolean) => port(forwards).tables[0]?.routes.at(-1);
  t.deepEqual(last(false), { to: '0.0.0.0/0', reject: 'blackhole' });
  t.deepEqual(last(true), { to: '0.0.0.0/0', via: [{ device: 'vm', gateway: '10.0.0.4' }] });
  t.deepEqual(
    port(false)
      .tables[0]?.routes.slice(0, -1)
      .map(({ to }) => to),
    ['10.0.0.4/32', '10.0.0.5/32'],
  );
});

test('what leaves has the card’s own address, unless it forwards', (t) => {
  const egress = [{ action: 'accept' }] as const;
  const leaving = (forwards: boolean) =>
    statefulFilters('net', { addresses: ['10.0.0.4'], forwards }, { ingress: [], egress }).find(
      ({ direction }) => direction === 'out',
    )?.lists;
  t.deepEqual(leaving(false), [[{ action: 'accept', sources: ['10.0.0.4/32'] }], egress]);
  t.deepEqual(leaving(true), [egress]);
});

test('a cable’s ends have the machine’s MTU', (t) => {
  const machine = { node: 'vm', device: 'eth0', addresses: ['10.0.0.4/24'], mtu: 1460 };
  const { name, ends } = cardCable({ node: 'port', device: 'vm' }, machine);
  t.is(name, 'port--vm.eth0');
  t.deepEqual(ends, [
    { node: 'port', device: 'vm', addresses: [], proxyArp: true, mtu: 1460 },
    machine,
  ]);
});
