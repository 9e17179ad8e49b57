import test from 'ava';
import * as fc from 'fast-check';
import { effectiveRoutes } from '../../../../../src/emulator/azure/routing/effective-routes.ts';
import type {
  EffectiveRoute,
  RouteSources,
} from '../../../../../src/emulator/azure/routing/effective-routes.ts';
import { reservedPrefixes } from '../../../../../src/emulator/azure/routing/system-routes.ts';
import { addressFromNumber } from '../../../../../src/emulator/net/address.ts';
import { contains, networkOf } from '../../../../../src/emulator/net/prefix.ts';

const plain: RouteSources = {
  network: ['10.1.0.0/16'],
  peers: [],
  gateway: [],
  propagation: true,
  user: [],
};

/** `Default Active 10.1.0.0/16 VnetLocal`, without the reserved ranges. */
function rows(sources: Partial<RouteSources>): readonly string[] {
  return effectiveRoutes({ ...plain, ...sources })
    .filter((row) => !isReserved(row))
    .map(({ source, state, prefix, nextHopType, nextHops }) =>
      [source, state, prefix, nextHopType, ...nextHops].join(' '),
    );
}

function isReserved(row: EffectiveRoute): boolean {
  return row.source === 'Default' && row.nextHopType === 'None';
}

function dropped(sources: Partial<RouteSources>): readonly string[] {
  return effectiveRoutes({ ...plain, ...sources })
    .filter(isReserved)
    .map(({ prefix }) => prefix);
}

const toAppliance = (prefix: string) => ({
  name: 'udr',
  prefix,
  type: 'VirtualAppliance' as const,
  nextHop: '10.2.2.4',
});

test('a network that is a reserved range takes its place', (t) => {
  const sources = { network: ['192.168.0.0/16'] };
  t.deepEqual(rows(sources), [
    'Default Active 192.168.0.0/16 VnetLocal',
    'Default Active 0.0.0.0/0 Internet',
  ]);
  t.deepEqual(
    dropped(sources),
    reservedPrefixes.filter((prefix) => prefix !== '192.168.0.0/16'),
  );
});

test('a network inside a reserved range leaves it there', (t) => {
  t.deepEqual(dropped({}), reservedPrefixes);
  for (const documented of ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']) {
    t.true(dropped({}).includes(documented));
  }
});

test('a network around reserved ranges removes them', (t) => {
  t.false(dropped({ network: ['25.0.0.0/8'] }).some((prefix) => prefix.startsWith('25.')));
});

test('a user-defined default route beats the Internet, and nothing is dropped any more', (t) => {
  const sources = { user: [toAppliance('0.0.0.0/0')] };
  t.deepEqual(rows(sources), [
    'Default Active 10.1.0.0/16 VnetLocal',
    'Default Invalid 0.0.0.0/0 Internet',
    'User Active 0.0.0.0/0 VirtualAppliance 10.2.2.4',
  ]);
  t.deepEqual(dropped(sources), []);
});

test('a user-defined host route leaves everything else as it is', (t) => {
  const sources = { user: [toAppliance('8.8.4.4/32')] };
  t.deepEqual(rows(sources), [
    'Default Active 10.1.0.0/16 VnetLocal',
    'Default Active 0.0.0.0/0 Internet',
    'User Active 8.8.4.4/32 VirtualAppliance 10.2.2.4',
  ]);
  t.deepEqual(dropped(sources), reservedPrefixes);
});

test('what a peer contains goes to the peer, however long the gateway’s prefix is', (t) => {
  t.deepEqual(
    rows({
      peers: [{ prefixes: ['10.2.0.0/16'], global: false }],
      gateway: [
        { prefix: '10.2.1.0/24', nextHops: ['20.61.0.9'] },
        { prefix: '10.1.0.0/16', nextHops: ['20.61.0.9'] },
        { prefix: '10.5.0.0/16', nextHops: ['20.61.0.9'] },
      ],
    }),
    [
      'Default Active 10.1.0.0/16 VnetLocal',
      'Default Active 10.2.0.0/16 VNetPeering',
      'VirtualNetworkGateway Active 10.5.0.0/16 VirtualNetworkGateway 20.61.0.9',
      'Default Active 0.0.0.0/0 Internet',
    ],
  );
});

test('a user-defined route beats a peering, which stays listed', (t) => {
  t.deepEqual(
    rows({
      peers: [{ prefixes: ['10.2.0.0/16'], global: true }],
      user: [{ name: 'drop', prefix: '10.2.0.0/16', type: 'None' }],
    }),
    [
      'Default Active 10.1.0.0/16 VnetLocal',
      'Default Invalid 10.2.0.0/16 VNetGlobalPeering',
      'Default Active 0.0.0.0/0 Internet',
      'User Active 10.2.0.0/16 None',
    ],
  );
});

test('a user-defined route beats the gateway’s for the same prefix, not a longer one', (t) => {
  t.deepEqual(
    rows({
      gateway: [
        { prefix: '10.5.0.0/16', nextHops: ['20.61.0.9'] },
        { prefix: '10.5.1.0/24', nextHops: ['20.61.0.9'] },
      ],
      user: [toAppliance('10.5.0.0/16')],
    }).filter((row) => !row.startsWith('Default')),
    [
      'VirtualNetworkGateway Invalid 10.5.0.0/16 VirtualNetworkGateway 20.61.0.9',
      'VirtualNetworkGateway Active 10.5.1.0/24 VirtualNetworkGateway 20.61.0.9',
      'User Active 10.5.0.0/16 VirtualAppliance 10.2.2.4',
    ],
  );
});

test('a route table without propagation keeps the gateway’s routes out', (t) => {
  const gateway = [{ prefix: '10.5.0.0/16', nextHops: ['20.61.0.9'] }];
  t.is(rows({ gateway }).length, 3);
  t.is(rows({ gateway, propagation: false }).length, 2);
});

test('a default route from the gateway leaves neither Internet nor dropped ranges', (t) => {
  const sources = { gateway: [{ prefix: '0.0.0.0/0', nextHops: ['20.61.0.9'] }] };
  t.deepEqual(rows(sources), [
    'Default Active 10.1.0.0/16 VnetLocal',
    'VirtualNetworkGateway Active 0.0.0.0/0 VirtualNetworkGateway 20.61.0.9',
  ]);
  t.deepEqual(dropped(sources), []);
});

test('the gateway’s route for a reserved range hides it', (t) => {
  t.false(
    dropped({ gateway: [{ prefix: '10.0.0.0/8', nextHops: ['20.61.0.9'] }] }).includes(
      '10.0.0.0/8',
    ),
  );
});

const prefixes = fc
  .tuple(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 0, max: 32 }))
  .map(([first, length]) => networkOf(`${addressFromNumber(first)}/${length}`));

test('every prefix has exactly one active row, and a user-defined one is never beaten', (t) => {
  fc.assert(
    fc.property(
      fc.uniqueArray(prefixes, { maxLength: 4 }),
      fc.uniqueArray(prefixes, { maxLength: 6 }),
      fc.uniqueArray(prefixes, { maxLength: 6 }),
      fc.boolean(),
      (peers, gateway, user, propagation) => {
        const all = effectiveRoutes({
          ...plain,
          peers: [{ prefixes: peers.filter((prefix) => prefix !== '10.1.0.0/16'), global: false }],
          gateway: gateway.map((prefix) => ({ prefix, nextHops: ['20.61.0.9'] })),
          user: user.map(toAppliance),
          propagation,
        });
        const active = all.filter(({ state }) => state === 'Active').map(({ prefix }) => prefix);
        // Azure's own rows may repeat a peer's prefix (0.0.0.0/0 of a peer does not exist in Azure).
        const real = active.filter((prefix) => !peers.includes(prefix));
        t.is(new Set(real).size, real.length);
        t.true(
          all.filter(({ source }) => source === 'User').every(({ state }) => state === 'Active'),
        );
        for (const { source, prefix } of all) {
          if (source !== 'VirtualNetworkGateway') continue;
          t.false(contains('10.1.0.0/16', prefix));
        }
      },
    ),
  );
});
