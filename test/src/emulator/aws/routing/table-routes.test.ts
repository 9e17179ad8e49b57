import test from 'ava';
import fc from 'fast-check';
import { contains } from '../../../../../src/emulator/net/prefix.ts';
import type { TableRoute } from '../../../../../src/emulator/aws/routing/table-routes.ts';
import { effectiveRoutes } from '../../../../../src/emulator/aws/routing/table-routes.ts';

const local: TableRoute = {
  destination: '172.16.0.0/16',
  target: { kind: 'local' },
  origin: 'CreateRouteTable',
  state: 'active',
};
const fixed = (destination: string): TableRoute => ({
  destination,
  target: { kind: 'networkInterface', id: 'eni-1' },
  origin: 'CreateRoute',
  state: 'active',
});
const propagated = (destination: string): TableRoute => ({
  destination,
  target: { kind: 'vpnGateway', id: 'vgw-1' },
  origin: 'EnableVgwRoutePropagation',
  state: 'active',
});

test('a local route wins over a more specific propagated one', (t) => {
  t.deepEqual(effectiveRoutes([local, propagated('172.16.5.0/24')]), [local]);
});

test('a static route wins over a propagated one to the same prefix, which takes over after it', (t) => {
  const rows = [local, fixed('10.9.0.0/16'), propagated('10.9.0.0/16')];
  t.deepEqual(effectiveRoutes(rows), rows.slice(0, 2));
  t.deepEqual(effectiveRoutes([local, propagated('10.9.0.0/16')]).length, 2);
});

test("a static route to a whole subnet stays beside the VPC's own", (t) => {
  const rows = [local, fixed('172.16.1.0/24')];
  t.deepEqual(effectiveRoutes(rows), rows);
});

test('every prefix has one row, and no propagated one is inside the VPC', (t) => {
  const row = fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(16, 20, 24), fc.boolean())
    .map(([third, length, isFixed]) => {
      const destination = length === 16 ? `10.${third}.0.0/16` : `172.16.${third * 16}.0/${length}`;
      return isFixed ? fixed(destination) : propagated(destination);
    });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const chosen = effectiveRoutes([local, ...rows]);
      const prefixes = chosen.map(({ destination }) => destination);
      t.is(new Set(prefixes).size, prefixes.length);
      for (const { destination, origin } of chosen) {
        if (origin !== 'EnableVgwRoutePropagation') continue;
        t.false(contains(local.destination, destination));
      }
    }),
    { numRuns: 50 },
  );
  t.pass();
});
