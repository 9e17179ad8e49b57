import test from 'ava';
import { expandTunnels } from '../../../../../src/emulator/linux/plan/tunnel-namespace.ts';
import { tunnel } from '../fixtures/fabrics.ts';

/** Addresses of the namespace that a tunnel has for itself. */
function addresses(rest: Parameters<typeof tunnel>[1]) {
  const [link] = expandTunnels({ nodes: [], links: [], tunnels: [tunnel('one', rest)] }).links;
  return link?.ends[1].addresses;
}

test('a tunnel’s namespace has an address in each prefix that its selectors may come to', (t) => {
  const everything = { localAddress: '192.0.2.1', localSelectors: ['0.0.0.0/0'] };
  t.deepEqual(addresses(everything), ['192.0.2.1/32']);
  t.deepEqual(addresses({ ...everything, localHosts: ['10.3.0.0', '10.3.0.4', '10.3.0.0'] }), [
    '192.0.2.1/32',
    '10.3.0.0/32',
    '10.3.0.4/32',
  ]);
  t.deepEqual(addresses({ ...everything, localSelectors: ['10.1.0.0/16', '10.2.0.0/16'] }), [
    '192.0.2.1/32',
    '10.1.0.0/32',
    '10.2.0.0/32',
  ]);
});
