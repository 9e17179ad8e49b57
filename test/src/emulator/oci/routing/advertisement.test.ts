import test from 'ava';
import fc from 'fast-check';
import { advertised } from '../../../../../src/emulator/oci/routing/advertisement.ts';
import type { DrgRule } from '../../../../../src/emulator/oci/routing/drg-routes.ts';
import type { AttachmentType } from '../../../../../src/emulator/oci/routing/route-distribution.ts';
import { generated } from '../../../../../src/emulator/oci/routing/route-distribution.ts';
import { vcnDestinations } from '../../../../../src/emulator/oci/routing/vcn-destinations.ts';

const types: Readonly<Record<string, AttachmentType>> = {
  vcn: 'VCN',
  vc: 'VIRTUAL_CIRCUIT',
  tunnel: 'IPSEC_TUNNEL',
};
const rule = (destination: string, nextHop: string, more: Partial<DrgRule> = {}): DrgRule => ({
  staticId: undefined,
  destination,
  nextHop,
  routeType: 'DYNAMIC',
  provenance: types[nextHop] as DrgRule['provenance'],
  asPath: [],
  isConflict: false,
  isBlackhole: false,
  ...more,
});
const exports = [{ id: 's', priority: 1, criteria: generated.exportAll }];
const told = (rules: readonly DrgRule[], statements: typeof exports | undefined = exports) =>
  advertised({ rules, exports: statements, typeOf: (id) => types[id] });

test('a peer is told of VCNs and static rules, in order', (t) => {
  const statically = { routeType: 'STATIC', provenance: 'STATIC', staticId: 'r' } as const;
  t.deepEqual(told([rule('10.9.0.0/16', 'vcn', statically), rule('10.2.1.0/24', 'vcn')]), [
    '10.2.1.0/24',
    '10.9.0.0/16',
  ]);
});

test('a peer is not told of what is in conflict, nor anything without an export distribution', (t) => {
  t.deepEqual(told([rule('10.2.1.0/24', 'vcn', { isConflict: true })]), []);
  t.deepEqual(
    advertised({
      rules: [rule('10.2.1.0/24', 'vcn')],
      exports: undefined,
      typeOf: (id) => types[id],
    }),
    [],
  );
});

test('what came by a circuit or a tunnel is told to none, whatever the export distribution says', (t) => {
  const anyRules = fc.array(
    fc.record({
      octet: fc.integer({ min: 0, max: 5 }),
      from: fc.constantFrom('vc', 'tunnel', 'vcn'),
    }),
  );
  const property = fc.property(anyRules, (given) => {
    const rules = given.map(({ octet, from }) => rule(`10.${octet}.0.0/16`, from));
    const ofVcns = rules.filter(({ nextHop }) => nextHop === 'vcn');
    t.deepEqual(told(rules), [...new Set(ofVcns.map(({ destination }) => destination))].toSorted());
  });
  t.notThrows(() => fc.assert(property));
});

test('a VCN attachment brings subnets or ranges, and its ingress route table always', (t) => {
  const vcn = {
    vcnCidrs: ['10.2.0.0/16'],
    subnetCidrs: ['10.2.2.0/24', '10.2.1.0/24'],
    ingressDestinations: ['192.168.0.0/24'],
  };
  t.deepEqual(vcnDestinations({ ...vcn, vcnRouteType: 'SUBNET_CIDRS' }), [
    '10.2.1.0/24',
    '10.2.2.0/24',
    '192.168.0.0/24',
  ]);
  t.deepEqual(vcnDestinations({ ...vcn, vcnRouteType: 'VCN_CIDRS' }), [
    '10.2.0.0/16',
    '192.168.0.0/24',
  ]);
});
