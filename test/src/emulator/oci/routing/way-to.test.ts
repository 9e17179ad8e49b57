import test from 'ava';
import type { RouteRule } from '../../../../../src/emulator/oci/resources/route-table.ts';
import { wayTo } from '../../../../../src/emulator/oci/routing/way-to.ts';

const rule = (destination: string, id: string): RouteRule => ({
  destination,
  target: { kind: id.startsWith('ip') ? 'privateIps' : 'drgs', id },
});

const rules = [
  rule('0.0.0.0/0', 'igw'),
  rule('10.0.0.0/8', 'drg'),
  rule('10.1.0.0/16', 'drg2'),
  rule('172.16.2.0/24', 'ip1'),
];

const rows: readonly [string, readonly RouteRule[], string][] = [
  ['172.16.1.4', rules, 'local'],
  // A rule inside the VCN is more specific than the VCN itself.
  ['172.16.2.4', rules, 'ip1'],
  ['172.16.2.4', [], 'local'],
  // A rule around the VCN is not.
  ['172.16.1.4', [rule('172.16.0.0/12', 'drg')], 'local'],
  ['172.17.1.4', [rule('172.16.0.0/12', 'drg')], 'drg'],
  ['10.1.2.3', rules, 'drg2'],
  ['10.2.2.3', rules, 'drg'],
  ['8.8.8.8', rules, 'igw'],
  ['8.8.8.8', [], 'nowhere'],
];

for (const [address, table, expected] of rows) {
  test(`${address} by ${table.length} rules: ${expected}`, (t) => {
    const way = wayTo(address, table, ['172.16.0.0/16']);
    t.is(way.kind === 'target' ? way.target.id : way.kind, expected);
  });
}
