import test from 'ava';
import { joinClouds, wellKnownAddresses } from '../../../../src/emulator/daemon/internet.ts';
import { createPublicAddresses } from '../../../../src/emulator/daemon/public-addresses.ts';

test('the internet answers for well-known addresses and routes what clouds announce', (t) => {
  const fabric = joinClouds([
    {
      nodes: [],
      links: [],
      tunnels: [],
      announcements: [{ address: '20.61.0.4', device: 'vnet1' }],
    },
  ]);
  const [internet] = fabric.nodes;
  t.is(internet?.name, 'internet');
  t.deepEqual(internet?.routes, [{ to: '20.61.0.4/32', via: [{ device: 'vnet1' }] }]);
  for (const address of wellKnownAddresses) t.true(internet?.loopbacks.includes(address));
});

test('public addresses come in a stable order, are unique, and are used again after release', (t) => {
  const addresses = createPublicAddresses('20.61.0.0');
  const given = Array.from({ length: 600 }, () => addresses.allocate());
  t.is(given[0], '20.61.0.4');
  t.is(given[250], '20.61.1.4');
  t.is(new Set(given).size, 600);
  t.true(given.every((address) => address.split('.').every((octet) => Number(octet) < 255)));
  addresses.release('20.61.1.4');
  t.is(addresses.allocate(), '20.61.1.4');
  t.is(addresses.allocate(), '20.61.2.104');
});
