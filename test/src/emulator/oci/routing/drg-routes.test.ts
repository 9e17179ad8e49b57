import test from 'ava';
import fc from 'fast-check';
import type {
  AttachmentRoute,
  DrgTable,
  StaticRoute,
} from '../../../../../src/emulator/oci/routing/drg-routes.ts';
import {
  activeRules,
  drgRules,
  fastConnectPath,
  ipsecBgpPath,
  ipsecStaticPath,
} from '../../../../../src/emulator/oci/routing/drg-routes.ts';
import type { MatchCriterion } from '../../../../../src/emulator/oci/routing/route-distribution.ts';
import { generated } from '../../../../../src/emulator/oci/routing/route-distribution.ts';

const azure = '10.1.0.0/16';
const statement = (criteria: readonly MatchCriterion[]) => [{ id: 's', priority: 1, criteria }];
const table = (more: Partial<DrgTable> = {}): DrgTable => ({
  statics: [],
  imports: statement(generated.importAll),
  isEcmpEnabled: false,
  ...more,
});
const circuit = (received: readonly number[], destination = azure): AttachmentRoute => ({
  destination,
  provenance: 'VIRTUAL_CIRCUIT',
  attachment: { id: 'vc', type: 'VIRTUAL_CIRCUIT' },
  asPath: fastConnectPath(received),
});
const tunnel = (
  asPath: readonly number[],
  id = 'tunnel',
  destination = azure,
): AttachmentRoute => ({
  destination,
  provenance: 'IPSEC_TUNNEL',
  attachment: { id, type: 'IPSEC_TUNNEL' },
  asPath,
});
const vcn = (destination: string, id = 'vcn'): AttachmentRoute => ({
  destination,
  provenance: 'VCN',
  attachment: { id, type: 'VCN' },
  asPath: [],
});
const fixed = (destination: string, nextHop: string | undefined): StaticRoute => ({
  id: `static ${destination}`,
  destination,
  attachment: nextHop === undefined ? undefined : { id: nextHop, type: 'VCN' },
  nextHop: nextHop ?? 'gone',
});
const rows = (given: DrgTable, routes: readonly AttachmentRoute[]) =>
  drgRules(given, routes).map(
    ({ destination, nextHop, isConflict }) =>
      `${destination} ${nextHop} ${isConflict ? 'conflict' : 'active'}`,
  );

const preferences: readonly (readonly [
  title: string,
  routes: AttachmentRoute[],
  rows: string[],
])[] = [
  [
    'FastConnect before a tunnel with static routing',
    [tunnel(ipsecStaticPath), circuit([12076])],
    [`${azure} vc active`, `${azure} tunnel conflict`],
  ],
  [
    'FastConnect before a tunnel with BGP',
    [tunnel(ipsecBgpPath([65515])), circuit([12076])],
    [`${azure} vc active`, `${azure} tunnel conflict`],
  ],
  [
    'a tunnel with BGP before one with static routing',
    [tunnel(ipsecStaticPath, 'a'), tunnel(ipsecBgpPath([65515]), 'b')],
    [`${azure} b active`, `${azure} a conflict`],
  ],
  [
    'a tunnel with BGP before a circuit whose path is longer',
    [tunnel(ipsecBgpPath([65515])), circuit([64496, 64496, 12076])],
    [`${azure} tunnel active`, `${azure} vc conflict`],
  ],
  [
    'the circuit when paths are equally long',
    [tunnel(ipsecBgpPath([65515])), circuit([64496, 12076])],
    [`${azure} vc active`, `${azure} tunnel conflict`],
  ],
  [
    'a circuit even of three hops before a tunnel with static routing',
    [tunnel(ipsecStaticPath), circuit([64496, 64496, 12076])],
    [`${azure} vc active`, `${azure} tunnel conflict`],
  ],
  [
    'the tunnel alone once the circuit is gone',
    [tunnel(ipsecStaticPath)],
    [`${azure} tunnel active`],
  ],
  [
    'a VCN before everything',
    [circuit([12076]), vcn(azure)],
    [`${azure} vcn active`, `${azure} vc conflict`],
  ],
  [
    'no conflict between prefixes of different length',
    [circuit([12076]), tunnel(ipsecStaticPath, 'tunnel', '10.1.0.0/24')],
    [`${azure} vc active`, '10.1.0.0/24 tunnel active'],
  ],
  [
    'one row for a circuit with two sessions, by its better path',
    [circuit([64496, 12076]), circuit([12076])],
    [`${azure} vc active`],
  ],
];

for (const [title, routes, expected] of preferences) {
  test(`a DRG route table prefers ${title}`, (t) => {
    t.deepEqual(rows(table(), routes), expected);
  });
}

test('a static rule is preferred, and shows when its next hop is gone', (t) => {
  const rules = drgRules(table({ statics: [fixed(azure, undefined)] }), [circuit([12076])]);
  t.deepEqual(
    rules.map(({ routeType, provenance, isConflict, isBlackhole, nextHop }) => [
      routeType,
      provenance,
      isConflict,
      isBlackhole,
      nextHop,
    ]),
    [
      ['STATIC', 'STATIC', false, true, 'gone'],
      ['DYNAMIC', 'VIRTUAL_CIRCUIT', true, false, 'vc'],
    ],
  );
});

test('with ECMP equal tunnels share the load; without it one of them is used, always the same', (t) => {
  const two = [tunnel(ipsecBgpPath([65515]), 'b'), tunnel(ipsecBgpPath([65515]), 'a')];
  t.deepEqual(rows(table({ isEcmpEnabled: true }), two), [
    `${azure} a active`,
    `${azure} b active`,
  ]);
  t.deepEqual(rows(table(), two), [`${azure} a active`, `${azure} b conflict`]);
});

test('with ECMP equal circuits share the load, but no circuit with a tunnel, nor VCNs of one range', (t) => {
  const ecmp = table({ isEcmpEnabled: true });
  const second = {
    ...circuit([12076]),
    attachment: { id: 'vc2', type: 'VIRTUAL_CIRCUIT' },
  } as const;
  t.deepEqual(rows(ecmp, [circuit([12076]), second]), [
    `${azure} vc active`,
    `${azure} vc2 active`,
  ]);
  t.deepEqual(rows(ecmp, [circuit([12076]), { ...second, asPath: [64496, 12076] }]), [
    `${azure} vc active`,
    `${azure} vc2 conflict`,
  ]);
  t.deepEqual(rows(ecmp, [circuit([64496, 12076]), tunnel(ipsecBgpPath([65515]))]), [
    `${azure} vc active`,
    `${azure} tunnel conflict`,
  ]);
  t.deepEqual(rows(ecmp, [vcn(azure, 'vcn2'), vcn(azure, 'vcn1')]), [
    `${azure} vcn1 active`,
    `${azure} vcn2 conflict`,
  ]);
});

test('the generated import distribution of circuits and tunnels lets VCNs in only', (t) => {
  const routes = [circuit([12076]), tunnel(ipsecStaticPath), vcn('10.2.1.0/24')];
  t.deepEqual(rows(table({ imports: statement(generated.importVcns) }), routes), [
    '10.2.1.0/24 vcn active',
  ]);
  t.deepEqual(rows(table({ imports: undefined }), routes), []);
});

const anyRoute: fc.Arbitrary<AttachmentRoute> = fc
  .record({
    destination: fc.constantFrom('10.1.0.0/16', '10.1.0.0/24', '10.9.0.0/16'),
    path: fc.array(fc.constantFrom(64496, 65515), { maxLength: 3 }),
    source: fc.constantFrom('vcn', 'vc1', 'vc2', 't1', 't2', 't3'),
  })
  .map(({ destination, path, source }) => {
    if (source === 'vcn') return vcn(destination);
    if (source.startsWith('t')) return tunnel(ipsecBgpPath(path), source, destination);
    return {
      ...circuit([12076, ...path], destination),
      attachment: { id: source, type: 'VIRTUAL_CIRCUIT' },
    };
  });

test('each destination has an active rule, none of its others is preferred to it, and order does not matter', (t) => {
  const property = fc.property(
    fc.array(anyRoute, { maxLength: 20 }),
    fc.boolean(),
    fc.func(fc.nat()),
    (routes, isEcmpEnabled, shuffle) => {
      const rules = drgRules(table({ isEcmpEnabled }), routes);
      for (const destination of new Set(routes.map((route) => route.destination))) {
        const same = rules.filter((rule) => rule.destination === destination);
        const active = activeRules(same);
        t.true(active.length >= 1);
        if (!isEcmpEnabled) t.is(active.length, 1);
        const shortest = Math.min(...same.map(({ asPath }) => asPath.length));
        t.true(active.every(({ asPath }) => asPath.length === shortest));
      }
      const shuffled = routes.toSorted((one, other) => shuffle(one) - shuffle(other));
      t.deepEqual(drgRules(table({ isEcmpEnabled }), shuffled), rules);
    },
  );
  t.notThrows(() => fc.assert(property));
});

test('at most eight equal routes are used at once', (t) => {
  const many = Array.from({ length: 11 }, (_, n) => tunnel(ipsecBgpPath([65515]), `t${n}`));
  t.is(activeRules(drgRules(table({ isEcmpEnabled: true }), many)).length, 8);
});
