import test from 'ava';
import type { BgpObservation, BgpRoute } from '../../../../../src/emulator/fabric/observations.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { serve } from '../support/arm-server.ts';
import { erIpsecBackup } from '../support/er-ipsec-backup.ts';
import { createLocalAzure, groupId } from '../support/local-azure.ts';

const fast = { updateIntervalInMs: 1 };
const location = 'westeurope';

function route(source: BgpRoute['source'], prefix: string, best = true): BgpRoute {
  const learned = source !== 'network';
  return {
    prefix,
    source,
    best,
    nextHop: learned ? '10.4.0.254' : null,
    peer: learned ? '10.4.0.254' : null,
    asPath: learned ? [65020] : [],
    weight: learned ? 0 : 32768,
    med: null,
    origin: 'IGP',
  };
}

/** What FRR says in VNG1 while all is well. */
const vng1: BgpObservation = {
  peers: [
    {
      address: '10.4.0.254',
      asn: 65020,
      state: 'Established',
      establishedForMs: 93_784_005,
      prefixesReceived: 3,
      messagesSent: 40,
      messagesReceived: 38,
    },
  ],
  routes: [
    route('network', '10.1.0.0/16'),
    route('network', '10.2.0.0/16'),
    route('ebgp', '10.3.0.0/16'),
    route('network', '10.4.0.0/16'),
    route('ebgp', '10.4.0.0/16', false),
    route('network', '10.4.0.254/32'),
    route('ebgp', '10.5.0.0/16'),
  ],
};

async function group() {
  const azure = createLocalAzure();
  await azure.create('azurerm_resource_group', { name: 'rg' });
  return azure;
}

/** The lab with all tunnels up and VNG1’s table as FRR would give it. */
async function healthy() {
  const azure = await erIpsecBackup();
  const { tunnels } = azure.cloud.compile(noObservations);
  const up = { state: 'up', establishedAt: 0, bytesIn: 7, bytesOut: 9 } as const;
  azure.observe({
    bgp: { vng1 },
    tunnels: Object.fromEntries(tunnels.map(({ name }) => [name, up])),
  });
  return azure;
}

test('a network is put, read, listed, tagged and deleted', async (t) => {
  const azure = await group();
  await using server = await serve(azure.cloud);
  const { virtualNetworks, subnets } = server.network;
  const made = await virtualNetworks.beginCreateOrUpdateAndWait(
    'rg',
    'vnet',
    {
      location,
      addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
      subnets: [{ name: 'one', addressPrefix: '10.0.0.0/24' }],
    },
    fast,
  );
  t.is(made.provisioningState, 'Succeeded');
  t.is(made.subnets?.[0]?.addressPrefix, '10.0.0.0/24');
  t.true(server.requests.some((line) => line.includes('/operations/')));

  await subnets.beginCreateOrUpdateAndWait(
    'rg',
    'vnet',
    'two',
    { addressPrefix: '10.0.1.0/24' },
    fast,
  );
  const names: (string | undefined)[] = [];
  for await (const { name } of subnets.list('rg', 'vnet')) names.push(name);
  t.deepEqual(names, ['one', 'two']);

  const tagged = await virtualNetworks.updateTags('rg', 'vnet', { tags: { lab: 'x' } });
  t.deepEqual(tagged.tags, { lab: 'x' });
  t.not(tagged.etag, made.etag);
  t.is(tagged.subnets?.length, 2);

  await subnets.beginDeleteAndWait('rg', 'vnet', 'one', fast);
  await virtualNetworks.beginDeleteAndWait('rg', 'vnet', fast);
  await t.throwsAsync(virtualNetworks.get('rg', 'vnet'), { message: /was not found/ });
  const everywhere: unknown[] = [];
  for await (const found of virtualNetworks.listAll()) everywhere.push(found);
  t.deepEqual(everywhere, []);
});

test('a refusal reaches the client as code and status', async (t) => {
  const azure = await group();
  await using server = await serve(azure.cloud);
  const { virtualNetworks } = server.network;
  const refused = await t.throwsAsync(
    virtualNetworks.beginCreateOrUpdateAndWait(
      'rg',
      'vnet',
      { location, addressSpace: { addressPrefixes: ['169.254.0.0/24'] } },
      fast,
    ),
  );
  t.like(refused, { code: 'AddressPrefixNotAllowed', statusCode: 400 });
  t.like(await t.throwsAsync(virtualNetworks.get('none', 'vnet')), {
    code: 'ResourceGroupNotFound',
    statusCode: 404,
  });
  t.like(await t.throwsAsync(server.network.azureFirewalls.get('rg', 'fw')), { statusCode: 501 });
});

test('a route is made and attached as the portal does it', async (t) => {
  const azure = await erIpsecBackup();
  await using server = await serve(azure.cloud);
  const { routeTables, routes, subnets } = server.network;
  const table = await routeTables.beginCreateOrUpdateAndWait('rg', 'udr', { location }, fast);
  await routes.beginCreateOrUpdateAndWait(
    'rg',
    'udr',
    'to-nat',
    {
      addressPrefix: '8.8.4.4/32',
      nextHopType: 'VirtualAppliance',
      nextHopIpAddress: '10.2.2.4',
    },
    fast,
  );
  const subnet = await subnets.get('rg', 'vnet1', 'vnet1-sub1');
  await subnets.beginCreateOrUpdateAndWait(
    'rg',
    'vnet1',
    'vnet1-sub1',
    { ...subnet, routeTable: { id: table.id ?? '' } },
    fast,
  );
  const result = await server.network.networkInterfaces.beginGetEffectiveRouteTableAndWait(
    'rg',
    'vm1-nic1',
    fast,
  );
  t.like(
    result.value?.find(({ name }) => name === 'to-nat'),
    {
      source: 'User',
      state: 'Active',
      addressPrefix: ['8.8.4.4/32'],
      nextHopType: 'VirtualAppliance',
      nextHopIpAddress: ['10.2.2.4'],
    },
  );
  const shown = await routeTables.get('rg', 'udr');
  t.is(shown.subnets?.[0]?.id, subnet.id);
});

test('a gateway’s peers are one row each, with a .NET duration', async (t) => {
  const azure = await healthy();
  await using server = await serve(azure.cloud);
  const { virtualNetworkGateways } = server.network;
  const { value } = await virtualNetworkGateways.beginGetBgpPeerStatusAndWait('rg', 'vng1', fast);
  t.deepEqual(value, [
    {
      localAddress: '10.2.0.254',
      neighbor: '10.4.0.254',
      asn: 65020,
      state: 'Connected',
      connectedDuration: '1.02:03:04.0050000',
      routesReceived: 3,
      messagesSent: 40,
      messagesReceived: 38,
    },
  ]);
  const other = await virtualNetworkGateways.beginGetBgpPeerStatusAndWait('rg', 'vng1', {
    ...fast,
    peer: '10.9.9.9',
  });
  t.deepEqual(other.value, []);
});

test('a session that is not up is connecting, with nothing counted', async (t) => {
  const azure = await healthy();
  await using server = await serve(azure.cloud);
  const { localNetworkGateways, virtualNetworkGateways } = server.network;
  const local = await localNetworkGateways.get('rg', 'lng1');
  await localNetworkGateways.beginCreateOrUpdateAndWait(
    'rg',
    'lng1',
    { ...local, bgpSettings: { asn: 65020, bgpPeeringAddress: '10.4.0.253' } },
    fast,
  );
  const { value } = await virtualNetworkGateways.beginGetBgpPeerStatusAndWait('rg', 'vng1', fast);
  t.deepEqual(
    value?.map(({ neighbor, state, routesReceived, messagesSent, connectedDuration }) => [
      neighbor,
      state,
      routesReceived,
      messagesSent,
      connectedDuration ?? null,
    ]),
    [['10.4.0.253', 'Connecting', 0, 0, null]],
  );
});

test('learned routes are the published table’s, paths in use first', async (t) => {
  const azure = await healthy();
  await using server = await serve(azure.cloud);
  const { value = [] } = await server.network.virtualNetworkGateways.beginGetLearnedRoutesAndWait(
    'rg',
    'vng1',
    fast,
  );
  const rows = value.map(({ network, origin, nextHop, sourcePeer, asPath, weight, localAddress }) =>
    [network, origin, nextHop ?? '-', sourcePeer, asPath || '-', weight, localAddress].join(' '),
  );
  const own = (prefix: string) => `${prefix} Network - 10.2.0.254 - 32768 10.2.0.254`;
  const told = (prefix: string) => `${prefix} EBgp 10.4.0.254 10.4.0.254 65020 32768 10.2.0.254`;
  t.deepEqual(rows, [
    own('10.1.0.0/16'),
    own('10.2.0.0/16'),
    told('10.3.0.0/16'),
    own('10.4.0.0/16'),
    own('10.4.0.254/32'),
    told('10.5.0.0/16'),
    told('10.4.0.0/16'),
  ]);
});

test('advertised routes are what the gateway knows and may tell, its own number first', async (t) => {
  const azure = await healthy();
  await using server = await serve(azure.cloud);
  const { value = [] } =
    await server.network.virtualNetworkGateways.beginGetAdvertisedRoutesAndWait(
      'rg',
      'vng1',
      '10.4.0.254',
      fast,
    );
  t.deepEqual(
    value.map(({ network, asPath, origin, nextHop }) => [network, asPath, origin, nextHop]),
    [
      ['10.1.0.0/16', '65000', 'Igp', '10.2.0.254'],
      ['10.2.0.0/16', '65000', 'Igp', '10.2.0.254'],
    ],
  );
});

test('a card shows the gateway’s routes by its public address while its machine runs', async (t) => {
  const azure = await healthy();
  await using server = await serve(azure.cloud);
  const { networkInterfaces } = server.network;
  const { value = [] } = await networkInterfaces.beginGetEffectiveRouteTableAndWait(
    'rg',
    'vm1-nic1',
    fast,
  );
  const publicAddress = String(azure.ids('vng1-ip')['ip_address']);
  const rows = value.filter(({ source }) => source === 'VirtualNetworkGateway');
  t.deepEqual(
    rows.map(({ addressPrefix, nextHopIpAddress }) => [addressPrefix, nextHopIpAddress]),
    ['10.4.0.0/16', '10.4.0.254/32', '10.3.0.0/16', '10.5.0.0/16'].map((prefix) => [
      [prefix],
      [publicAddress],
    ]),
  );

  const stopped = await azure.cloud.handle({
    method: 'POST',
    url: new URL(
      `https://localhost${groupId}/providers/Microsoft.Compute/virtualMachines/vm1/deallocate?api-version=2024-07-01`,
    ),
    headers: { host: 'localhost' },
    body: '',
  });
  t.is(stopped.status, 202);
  t.like(
    await t.throwsAsync(
      networkInterfaces.beginGetEffectiveRouteTableAndWait('rg', 'vm1-nic1', fast),
    ),
    {
      code: 'NicMustBeAttachedToRunningVmToGetEffectiveRoutes',
      statusCode: 400,
    },
  );
});

test('effective security groups list the rules of card and subnet, tags expanded', async (t) => {
  const azure = await healthy();
  await using server = await serve(azure.cloud);
  const { value = [] } =
    await server.network.networkInterfaces.beginListEffectiveNetworkSecurityGroupsAndWait(
      'rg',
      'vm1-nic1',
      fast,
    );
  t.is(value.length, 1);
  const rules = value[0]?.effectiveSecurityRules ?? [];
  t.deepEqual(
    rules.filter(({ direction }) => direction === 'Inbound').map(({ priority }) => priority),
    [100, 65000, 65001, 65500],
  );
  const internal = rules.find(({ name }) => name?.endsWith('AllowVnetInBound'));
  t.true(internal?.expandedSourceAddressPrefix?.includes('10.5.0.0/16'));
});

test('a connection shows its tunnel’s state, and its key only where it is asked for', async (t) => {
  const azure = await healthy();
  await using server = await serve(azure.cloud);
  const { virtualNetworkGatewayConnections: connections } = server.network;
  const shown = await connections.get('rg', 'vng1-to-vng3');
  t.like(shown, { connectionStatus: 'Connected', ingressBytesTransferred: 7 });
  t.is(shown.sharedKey, undefined);
  t.is((await connections.getSharedKey('rg', 'vng1-to-vng3')).value, 'Secret123');
  await connections.beginSetSharedKeyAndWait('rg', 'vng1-to-vng3', { value: 'Another1' }, fast);
  t.is((await connections.getSharedKey('rg', 'vng1-to-vng3')).value, 'Another1');
});

test('a gateway lists its connections, a machine its power', async (t) => {
  const azure = await healthy();
  await using server = await serve(azure.cloud);
  const names: (string | undefined)[] = [];
  for await (const { name } of server.network.virtualNetworkGateways.listConnections(
    'rg',
    'vng3',
  )) {
    names.push(name);
  }
  t.deepEqual(names, ['vng3-to-vng1', 'vng3-to-vng2']);
  const { body = '' } = await azure.cloud.handle(
    request('GET', `${groupId}/providers/Microsoft.Compute/virtualMachines/vm1/instanceView`),
  );
  t.is(JSON.parse(body).statuses[1].code, 'PowerState/running');
});

function request(method: string, path: string, headers: Record<string, string> = {}, body = '') {
  return {
    method,
    url: new URL(`https://localhost${path}?api-version=2022-01-01`),
    headers: { host: 'localhost', ...headers },
    body,
  };
}

test('an ETag guards against what others changed meanwhile', async (t) => {
  const azure = await healthy();
  const id = `${groupId}/providers/Microsoft.Network/localNetworkGateways/lng1`;
  const first = await azure.cloud.handle(request('GET', id));
  const etag = first.headers?.['etag'] ?? '';
  const body = JSON.parse(first.body ?? '{}');
  t.is(body.etag, etag);
  body.properties.bgpSettings.bgpPeeringAddress = '10.4.0.253';
  const put = (headers: Record<string, string>) =>
    azure.cloud.handle(request('PUT', id, headers, JSON.stringify(body)));
  t.is((await put({ 'if-match': etag })).status, 200);
  t.is((await put({ 'if-match': etag })).status, 412);
  t.is((await put({ 'if-none-match': '*' })).status, 412);
});

const malformed = {
  'no api-version': [
    { ...request('GET', groupId), url: new URL(`https://localhost${groupId}`) },
    400,
    'MissingApiVersionParameter',
  ],
  'another subscription': [
    request('GET', '/subscriptions/1/resourceGroups'),
    404,
    'SubscriptionNotFound',
  ],
  'no JSON': [
    request('PUT', `${groupId}/providers/Microsoft.Network/virtualNetworks/v`, {}, '{'),
    400,
    'InvalidRequestContent',
  ],
  'a list for a body': [
    request('PUT', `${groupId}/providers/Microsoft.Network/virtualNetworks/v`, {}, '[]'),
    400,
    'InvalidRequestContent',
  ],
  'a broken encoding': [request('GET', '/subscriptions/%E0%A4%A'), 400, 'InvalidRequestUri'],
  'an action that is lacking': [
    request(
      'POST',
      `${groupId}/providers/Microsoft.Network/virtualNetworkGateways/vng1/startPacketCapture`,
    ),
    501,
    'NotImplemented',
  ],
  'an operation that never was': [
    request(
      'GET',
      '/subscriptions/00000000-0000-4000-8000-000000000001/providers/Microsoft.Network/locations/x/operations/1',
    ),
    404,
    'OperationNotFound',
  ],
} as const;

for (const [what, [sent, status, code]] of Object.entries(malformed)) {
  test(`${what}: ${status} ${code}`, async (t) => {
    const azure = await healthy();
    const answer = await azure.cloud.handle(sent);
    t.is(answer.status, status);
    t.is(JSON.parse(answer.body ?? '{}').error.code, code);
    t.regex(answer.headers?.['content-type'] ?? '', /json/);
  });
}
