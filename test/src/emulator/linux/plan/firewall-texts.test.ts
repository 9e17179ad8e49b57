import test from 'ava';
import { natRuleset } from '../../../../../src/emulator/linux/plan/nat.ts';
import { ttlRules } from '../../../../../src/emulator/linux/plan/ttl.ts';

test('translation replaces what was there in one transaction', (t) => {
  const script = natRuleset({
    source: [
      { device: 'wan', from: '10.0.0.4/32', to: '192.0.2.0/24', translated: '198.51.100.1' },
      { device: 'wan', from: '0.0.0.0/0', translated: '198.51.100.2' },
    ],
    destination: [
      { device: 'wan', to: '198.51.100.1', translated: '10.0.0.4' },
      {
        device: 'wan',
        to: '198.51.100.2',
        from: '192.0.2.7/32',
        udpPorts: [500, 4500],
        translated: '10.0.0.9',
      },
    ],
  });
  t.is(
    script,
    `add table ip wirebook_nat
delete table ip wirebook_nat
table ip wirebook_nat {
 chain prerouting { type nat hook prerouting priority dstnat;
  iifname "wan" ip daddr 198.51.100.1 dnat to 10.0.0.4
  iifname "wan" ip daddr 198.51.100.2 ip saddr 192.0.2.7/32 udp dport { 500, 4500 } dnat to 10.0.0.9
 }
 chain postrouting { type nat hook postrouting priority srcnat;
  oifname "wan" ip saddr 10.0.0.4/32 ip daddr 192.0.2.0/24 snat to 198.51.100.1
  oifname "wan" snat to 198.51.100.2
 }
}
`,
  );
});

test('the TTL: lowered, kept, and lowered between some', (t) => {
  t.deepEqual(ttlRules(false), []);
  t.is(ttlRules({ decrementBetween: [] }).filter((rule) => rule.includes('FORWARD')).length, 0);
  t.deepEqual(
    ttlRules({ decrementBetween: ['a', 'b'] }).filter((rule) => rule.includes('FORWARD')),
    ['a -o a', 'a -o b', 'b -o a', 'b -o b'].map(
      (pair) => `-A FORWARD -i ${pair} -j TTL --ttl-dec 1`,
    ),
  );
});
