import { readFileSync } from 'node:fs';
import test from 'ava';
import {
  isBusy,
  observeTunnel,
  parseSa,
  type SecurityAssociation,
} from '../../../../../src/emulator/linux/ipsec/observe.ts';

const captured = JSON.parse(
  readFileSync(new URL('../fixtures/strongswan-5.9-list-sa.json', import.meta.url), 'utf8'),
);

function association(ikeState: string, ...childStates: string[]): SecurityAssociation {
  return {
    ikeState,
    established: 5,
    children: childStates.map((state) => ({ state, installed: 4, bytesIn: 10, bytesOut: 20 })),
  };
}

test('what charon lists is read', (t) => {
  t.deepEqual(parseSa(captured), [
    {
      ikeState: 'ESTABLISHED',
      established: 2,
      children: [{ state: 'INSTALLED', installed: 2, bytesIn: 843, bytesOut: 739 }],
    },
  ]);
});

const cases: readonly (readonly [
  string,
  SecurityAssociation[],
  'up' | 'connecting' | 'down',
  boolean,
])[] = [
  ['nothing', [], 'down', false],
  ['on its way', [association('CONNECTING')], 'connecting', true],
  ['no child yet', [association('ESTABLISHED')], 'connecting', false],
  ['up', [association('ESTABLISHED', 'INSTALLED')], 'up', true],
  ['while the child is renewed', [association('ESTABLISHED', 'REKEYING')], 'up', true],
  ['on its way out', [association('DELETING', 'INSTALLED')], 'down', false],
];
for (const [name, associations, state, busy] of cases) {
  test(`a tunnel: ${name}`, (t) => {
    t.is(observeTunnel(associations, undefined, 100_000).state, state);
    t.is(associations.some(isBusy), busy);
  });
}

test('bytes are summed, and the time of coming up is what events told', (t) => {
  const both = [association('ESTABLISHED', 'INSTALLED', 'REKEYED')];
  t.deepEqual(observeTunnel(both, 1234, 100_000), {
    state: 'up',
    establishedAt: 1234,
    bytesIn: 20,
    bytesOut: 40,
  });
  t.is(observeTunnel(both, undefined, 100_000).establishedAt, 95_000);
});
