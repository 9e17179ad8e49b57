import test from 'ava';
import { udr } from '../../steps/index.ts';
import { group, recordingArm } from '../support/arm.ts';
import { vnet1Sub1 } from '../support/handles.ts';
import { recordingContext } from '../support/step-context.ts';

const network = { [`${group}/virtualNetworks/vnet1`]: { location: 'westeurope' } };
const subnet = (properties: object) => ({
  [vnet1Sub1.id]: { id: vnet1Sub1.id, name: 'vnet1-sub1', properties },
});
const properties = {
  addressPrefix: '10.1.0.0/24',
  networkSecurityGroup: { id: `${group}/networkSecurityGroups/nsg` },
  serviceEndpoints: [{ service: 'Microsoft.Storage' }],
};
const route = { subnet: { ref: 'vnet1Sub1' }, prefix: '8.8.4.4/32', nextHop: '10.2.2.4' } as const;

test('a subnet without a route table gets one, and keeps what it had', async (t) => {
  const azure = recordingArm({ resources: { ...network, ...subnet(properties) } });
  const context = recordingContext({ handles: { vnet1Sub1 }, azure });
  const result = await context.step(udr(route));

  t.deepEqual(result, { routeTable: 'vnet1-sub1-rt', route: 'to-8.8.4.4' });
  const put = azure.requests.find(({ method, path }) => method === 'PUT' && path === vnet1Sub1.id);
  const sent = (put?.body as { properties: Record<string, unknown> } | undefined)?.properties ?? {};
  t.is(sent['addressPrefix'], '10.1.0.0/24');
  t.like(sent['networkSecurityGroup'], { id: `${group}/networkSecurityGroups/nsg` });
  t.like(sent['serviceEndpoints'], [{ service: 'Microsoft.Storage' }]);
  t.like(sent['routeTable'], { id: `${group}/routeTables/vnet1-sub1-rt` });
  t.like(azure.resources.get(`${group}/routeTables/vnet1-sub1-rt/routes/to-8.8.4.4`), {
    properties: {
      addressPrefix: '8.8.4.4/32',
      nextHopType: 'VirtualAppliance',
      nextHopIpAddress: '10.2.2.4',
    },
  });
  t.deepEqual(
    context.recording.checks.map(({ passed }) => passed),
    [true, true],
  );
});

test('a reader can repeat it with az', async (t) => {
  const azure = recordingArm({ resources: { ...network, ...subnet(properties) } });
  const context = recordingContext({ handles: { vnet1Sub1 }, azure });
  await context.step(udr(route));
  t.deepEqual(
    context.recording.equivalents.map(({ command }) => command),
    [
      'az network route-table create -g rg-we -n vnet1-sub1-rt -l westeurope -o none',
      'az network route-table route create -g rg-we --route-table-name vnet1-sub1-rt -n to-8.8.4.4 --address-prefix 8.8.4.4/32 --next-hop-type VirtualAppliance --next-hop-ip-address 10.2.2.4 -o none',
      'az network vnet subnet update -g rg-we --vnet-name vnet1 -n vnet1-sub1 --route-table vnet1-sub1-rt -o none',
      'az network route-table route list -g rg-we --route-table-name vnet1-sub1-rt -o table',
    ],
  );
});

test('a subnet that has a route table gets one more route in it', async (t) => {
  const table = `${group}/routeTables/shared`;
  const azure = recordingArm({
    resources: {
      ...network,
      ...subnet({ ...properties, routeTable: { id: table } }),
      [table]: { location: 'westeurope', properties: { routes: [] } },
    },
  });
  const context = recordingContext({ handles: { vnet1Sub1 }, azure });
  const result = await context.step(udr({ ...route, nextHop: 'None', name: 'drop' }));
  t.deepEqual(result, { routeTable: 'shared', route: 'drop' });
  t.deepEqual(
    azure.requests.filter(({ method }) => method === 'PUT').map(({ path }) => path),
    [`${table}/routes/drop`],
  );
  t.true(context.recording.checks.every(({ passed }) => passed));
});
