import test from 'ava';
import fc from 'fast-check';
import type { PrefixFilter } from '../../../../src/emulator/fabric/fabric.ts';
import { admits } from '../../../../src/emulator/fabric/prefix-filter.ts';

const filter: PrefixFilter = {
  rules: [
    { action: 'deny', prefix: '0.0.0.0/0' },
    { action: 'permit', prefix: '10.2.0.0/16' },
    { action: 'deny', prefix: '10.2.0.0/16', upTo: 32 },
    { action: 'deny', prefix: '172.16.0.0/12', atLeast: 24 },
  ],
  otherwise: 'permit',
};

const cases = [
  ['0.0.0.0/0', false],
  ['10.2.0.0/16', true],
  ['10.2.3.0/24', false],
  ['10.0.0.0/8', true],
  ['172.16.0.0/16', true],
  ['172.16.1.0/24', false],
  ['172.16.1.1/32', false],
  ['200.1.0.0/16', true],
] as const;

for (const [prefix, expected] of cases) {
  test(`${prefix} is ${expected ? 'let through' : 'held back'}`, (t) => {
    t.is(admits(filter, prefix), expected);
  });
}

test('property: a rule without lengths matches its own prefix and nothing else', (t) => {
  const prefixes = fc
    .tuple(fc.nat({ max: 0xffff_ffff }), fc.integer({ min: 0, max: 32 }))
    .map(([number, length]) => {
      const network = length === 0 ? 0 : (number & (-1 << (32 - length))) >>> 0;
      return `${[24, 16, 8, 0].map((shift) => (network >>> shift) & 255).join('.')}/${length}`;
    });
  fc.assert(
    fc.property(prefixes, prefixes, (rule, prefix) => {
      const only: PrefixFilter = { rules: [{ action: 'permit', prefix: rule }], otherwise: 'deny' };
      t.is(admits(only, prefix), rule === prefix);
      t.true(admits(only, rule));
    }),
  );
});
