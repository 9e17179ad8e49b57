import test from 'ava';
import fc from 'fast-check';
import type { FilterRule } from '../../../../../src/emulator/fabric/fabric.ts';
import {
  filterRuleset,
  noRuleset,
  replaceRuleset,
} from '../../../../../src/emulator/linux/plan/filter.ts';
import { withoutContained } from '../../../../../src/emulator/linux/plan/prefixes.ts';

function rulesOf(...list: FilterRule[]): readonly string[] | undefined {
  return filterRuleset([{ device: 'nic0', direction: 'in', stateful: false, lists: [list] }])
    .chains['d0_nic0_in_0'];
}

const rules: readonly (readonly [FilterRule, readonly string[]])[] = [
  [{ action: 'accept' }, ['return']],
  [{ action: 'drop', protocol: 17 }, ['meta l4proto 17 drop']],
  [{ action: 'accept', sources: [] }, []],
  [{ action: 'accept', destinations: ['0.0.0.0/0'] }, ['return']],
  [
    {
      action: 'accept',
      protocol: 6,
      sources: ['10.0.0.0/8', '10.1.0.0/16', '192.0.2.1/32'],
      destinationPorts: [
        { from: 80, to: 80 },
        { from: 8000, to: 8080 },
        { from: 8040, to: 8090 },
      ],
    },
    ['ip saddr { 10.0.0.0/8, 192.0.2.1/32 } meta l4proto 6 th dport { 80, 8000-8090 } return'],
  ],
  [
    { action: 'drop', sourcePorts: [{ from: 53, to: 53 }] },
    ['meta l4proto { tcp, udp } th sport { 53 } drop'],
  ],
  [
    { action: 'accept', destinationPorts: [{ from: 0, to: 65535 }] },
    ['meta l4proto { tcp, udp } return'],
  ],
  [
    { action: 'accept', protocol: 1, icmp: { type: 3, code: 4 } },
    ['icmp type 3 icmp code 4 return'],
  ],
];
for (const [rule, texts] of rules) {
  test(`a rule: ${JSON.stringify(rule)}`, (t) => {
    t.deepEqual(rulesOf(rule), [...texts, 'drop']);
  });
}

test('a replacement keeps the sets of accepted flows and drops what is gone', (t) => {
  const filter = (device: string, direction: 'in' | 'out') =>
    ({ device, direction, stateful: true, lists: [[{ action: 'accept' }]] }) as const;
  const before = filterRuleset([filter('a', 'in'), filter('b', 'in')]);
  const after = filterRuleset([filter('a', 'in')]);
  const script = replaceRuleset(before, after);
  t.notRegex(script, /delete set ip wirebook_filter d0_a_/);
  t.regex(script, /delete set ip wirebook_filter d1_b_in_ports/);
  t.regex(script, /delete chain ip wirebook_filter d1_b_in\n/);
  t.is(replaceRuleset(noRuleset, noRuleset), '');
  t.regex(replaceRuleset(after, noRuleset), /^add table .*\ndelete table /);
});

const prefix = fc
  .tuple(fc.nat(3), fc.nat(3), fc.constantFrom(8, 14, 16, 20, 24, 32))
  .map(([a, b, length]) => `10.${a}.${b}.0/${length}`);

test('of prefixes none lies inside another, and all addresses stay covered', (t) => {
  fc.assert(
    fc.property(fc.array(prefix, { maxLength: 8 }), (prefixes) => {
      const kept = withoutContained(prefixes);
      t.deepEqual(withoutContained(kept), kept);
      for (const one of prefixes) t.true(kept.some((other) => covers(other, one)));
    }),
  );
});

function covers(outer: string, inner: string): boolean {
  const bits = (text: string): string =>
    (text.split('/')[0] ?? '')
      .split('.')
      .map((byte) => Number(byte).toString(2).padStart(8, '0'))
      .join('');
  const [length, innerLength] = [outer, inner].map((text) => Number(text.split('/')[1]));
  if (length === undefined || innerLength === undefined || length > innerLength) return false;
  return bits(outer).slice(0, length) === bits(inner).slice(0, length);
}
