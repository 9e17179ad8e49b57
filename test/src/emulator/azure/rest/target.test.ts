import test from 'ava';
import { merge } from '../../../../../src/emulator/azure/rest/merge.ts';
import { readTarget } from '../../../../../src/emulator/azure/rest/target.ts';
import { timeSpan } from '../../../../../src/emulator/azure/rest/time-span.ts';

const group = '/subscriptions/s/resourceGroups/rg';
const network = `${group}/providers/Microsoft.Network`;

const cases = [
  ['GET', '/subscriptions', { kind: 'subscriptions' }],
  ['GET', '/subscriptions/s', { kind: 'subscription', subscription: 's' }],
  [
    'GET',
    '/subscriptions/s/resourcegroups',
    { kind: 'list', subscription: 's', type: 'Microsoft.Resources/resourceGroups' },
  ],
  ['PUT', group, { kind: 'resource', id: group }],
  [
    'GET',
    `${network}/virtualNetworks`,
    { kind: 'list', subscription: 's', type: 'Microsoft.Network/virtualNetworks', parent: group },
  ],
  [
    'GET',
    '/subscriptions/s/providers/Microsoft.Network/virtualNetworks',
    { kind: 'list', subscription: 's', type: 'Microsoft.Network/virtualNetworks' },
  ],
  ['PUT', `${network}/virtualNetworks/v`, { kind: 'resource', id: `${network}/virtualNetworks/v` }],
  [
    'GET',
    `${network}/virtualNetworks/v/subnets`,
    {
      kind: 'list',
      subscription: 's',
      type: 'Microsoft.Network/virtualNetworks/subnets',
      parent: `${network}/virtualNetworks/v`,
    },
  ],
  [
    'DELETE',
    `${network}/virtualNetworks/v/subnets/a`,
    { kind: 'resource', id: `${network}/virtualNetworks/v/subnets/a` },
  ],
  [
    'POST',
    `${network}/networkInterfaces/n/effectiveRouteTable`,
    { kind: 'action', id: `${network}/networkInterfaces/n`, action: 'effectiveRouteTable' },
  ],
  [
    'GET',
    '/subscriptions/s/providers/Microsoft.Network/locations/local/operations/1',
    { kind: 'operation', id: '1' },
  ],
  [
    'GET',
    '/subscriptions/s/providers/Microsoft.Network/locations/local/operationResults/1',
    { kind: 'operationResult', id: '1' },
  ],
  ['GET', '/metadata/endpoints', { kind: 'unknown' }],
  ['GET', `${group}/somethingElse/x`, { kind: 'unknown' }],
] as const;

for (const [method, path, expected] of cases) {
  test(`${method} ${path}`, (t) => {
    t.deepEqual(readTarget(path, method), expected);
  });
}

test('segment names compare without regard to case', (t) => {
  t.is(readTarget(group.replace('resourceGroups', 'RESOURCEGROUPS'), 'GET').kind, 'resource');
});

test('a patch merges properties, replaces tags, and removes what is null', (t) => {
  t.deepEqual(
    merge(
      { tags: { a: '1' }, properties: { x: 1, y: { z: 2, w: 3 } } },
      { tags: { b: '2' }, properties: { y: { z: 5 }, x: null } },
    ),
    { tags: { b: '2' }, properties: { y: { z: 5, w: 3 } } },
  );
});

test("durations read as .NET's TimeSpan", (t) => {
  t.is(timeSpan(0), '00:00:00');
  t.is(timeSpan(33_826_115), '09:23:46.1150000');
  t.is(timeSpan(299_920_341), '3.11:18:40.3410000');
  t.is(timeSpan(-5), '00:00:00');
});
