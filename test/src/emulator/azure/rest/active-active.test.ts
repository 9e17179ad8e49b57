import type { VirtualNetworkGatewayConnection } from '@azure/arm-network';
import test from 'ava';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { serve } from '../support/arm-server.ts';
import { erIpsecBackup } from '../support/er-ipsec-backup.ts';
import { createLocalAzure, groupId } from '../support/local-azure.ts';

const fast = { updateIntervalInMs: 1 };
const location = 'westeurope';

/** An active-active gateway with two connections, made by the official client. */
async function createGateway() {
  const azure = createLocalAzure({ instanceResetMs: 2000 });
  await azure.create('azurerm_resource_group', { name: 'rg' });
  const server = await serve(azure.cloud);
  const { network } = server;
  await network.virtualNetworks.beginCreateOrUpdateAndWait(
    'rg',
    'hub',
    {
      location,
      addressSpace: { addressPrefixes: ['192.168.0.0/16'] },
      subnets: [{ name: 'GatewaySubnet', addressPrefix: '192.168.1.0/24' }],
    },
    fast,
  );
  const { id: subnetId = '' } = await network.subnets.get('rg', 'hub', 'GatewaySubnet');
  const ipConfigurations = [];
  for (const name of ['ip0', 'ip1']) {
    const { id = '' } = await network.publicIPAddresses.beginCreateOrUpdateAndWait(
      'rg',
      name,
      { location, sku: { name: 'Standard' }, publicIPAllocationMethod: 'Static' },
      fast,
    );
    ipConfigurations.push({ name, subnet: { id: subnetId }, publicIPAddress: { id } });
  }
  const gateway = await network.virtualNetworkGateways.beginCreateOrUpdateAndWait(
    'rg',
    'gw',
    {
      location,
      gatewayType: 'Vpn',
      vpnType: 'RouteBased',
      sku: { name: 'VpnGw1', tier: 'VpnGw1' },
      active: true,
      enableBgp: true,
      bgpSettings: { asn: 65001 },
      ipConfigurations,
    },
    fast,
  );
  for (const [index, name] of ['first', 'second'].entries()) {
    const local = await network.localNetworkGateways.beginCreateOrUpdateAndWait(
      'rg',
      name,
      {
        location,
        gatewayIpAddress: `198.51.100.${index + 1}`,
        bgpSettings: { asn: 65002, bgpPeeringAddress: `10.9.0.${index + 1}` },
      },
      fast,
    );
    await network.virtualNetworkGatewayConnections.beginCreateOrUpdateAndWait(
      'rg',
      name,
      {
        location,
        connectionType: 'IPsec',
        virtualNetworkGateway1: gateway,
        localNetworkGateway2: local,
        enableBgp: true,
        sharedKey: 'Secret123',
      },
      fast,
    );
  }
  const { tunnels } = azure.cloud.compile(noObservations);
  const up = { state: 'up', establishedAt: 0, bytesIn: 7, bytesOut: 9 } as const;
  azure.observe({ bgp: {}, tunnels: Object.fromEntries(tunnels.map(({ name }) => [name, up])) });
  return { azure, server, network, gateway };
}

test('two connections on two instances: rows for each session, each instance and its twin', async (t) => {
  const { server, network } = await createGateway();
  await using _ = server;
  const { value = [] } = await network.virtualNetworkGateways.beginGetBgpPeerStatusAndWait(
    'rg',
    'gw',
    fast,
  );
  t.is(value.length, 2 * 2 + 4);
  t.deepEqual(
    value.filter(({ state }) => state === 'Unknown').map((row) => [row.localAddress, row.neighbor]),
    [
      ['192.168.1.4', '192.168.1.4'],
      ['192.168.1.5', '192.168.1.5'],
    ],
  );
});

test('a list knows the state of one connection; a GET that of any', async (t) => {
  const { server, network } = await createGateway();
  await using _ = server;
  const client = network.virtualNetworkGatewayConnections;
  const listed = [];
  for await (const it of client.list('rg')) {
    listed.push([it.name, it.tunnelConnectionStatus?.length ?? 0, it.ingressBytesTransferred]);
  }
  t.deepEqual(listed, [
    ['first', 0, 0],
    ['second', 2, 14],
  ]);
  const first = await client.get('rg', 'first');
  t.is(first.connectionStatus, 'Connected');
  t.deepEqual(
    first.tunnelConnectionStatus?.map(({ tunnel, connectionStatus }) => [tunnel, connectionStatus]),
    [
      ['first_20.61.0.4', 'Connected'],
      ['first_20.61.0.5', 'Connected'],
    ],
  );
});

test('a list shows the tunnel that is connected first; a GET those of the instances in order', async (t) => {
  const { azure, server, network } = await createGateway();
  await using _ = server;
  const { tunnels } = azure.cloud.compile(noObservations);
  const up = { state: 'up', establishedAt: 0, bytesIn: 7, bytesOut: 9 } as const;
  const down = { state: 'connecting', establishedAt: null, bytesIn: 0, bytesOut: 0 } as const;
  azure.observe({
    bgp: {},
    tunnels: Object.fromEntries(
      tunnels.map(({ name, inner }) => [name, inner === 'gw-1' ? up : down]),
    ),
  });
  const client = network.virtualNetworkGatewayConnections;
  const listed: VirtualNetworkGatewayConnection[] = [];
  for await (const it of client.list('rg')) listed.push(it);
  const rows = (of: VirtualNetworkGatewayConnection | undefined) =>
    of?.tunnelConnectionStatus?.map(({ tunnel, connectionStatus }) => [tunnel, connectionStatus]);
  const [first, second] = [
    ['second_20.61.0.4', 'Connecting'],
    ['second_20.61.0.5', 'Connected'],
  ];
  t.deepEqual(rows(listed[1]), [second, first]);
  t.deepEqual(rows(await client.get('rg', 'second')), [first, second]);
});

test('a reset takes one instance away, and gives it back', async (t) => {
  const { azure, server, network } = await createGateway();
  await using _ = server;
  const devices = () => azure.cloud.compile(noObservations).tunnels.map(({ inner }) => inner);
  t.deepEqual(devices(), ['gw-0', 'gw-0', 'gw-1', 'gw-1']);

  const poller = await network.virtualNetworkGateways.beginReset('rg', 'gw', {
    ...fast,
    gatewayVip: '20.61.0.5',
  });
  t.deepEqual(devices(), ['gw-0', 'gw-0']);
  const provisioning = async () =>
    (await network.virtualNetworkGateways.get('rg', 'gw')).provisioningState;
  t.is(await provisioning(), 'Updating');
  const speaking = azure.cloud
    .compile(noObservations)
    .nodes.filter((node) => node.kind === 'router' && node.bgp)
    .map(({ name }) => name);
  t.deepEqual(speaking, ['gw-0']);
  t.like(
    await t.throwsAsync(
      network.virtualNetworkGateways.beginResetAndWait('rg', 'gw', {
        ...fast,
        gatewayVip: '20.61.0.5',
      }),
    ),
    { code: 'AnotherOperationInProgress', statusCode: 409 },
  );
  const result = await poller.pollUntilDone();
  t.is(result.name, 'gw');
  t.is(await provisioning(), 'Succeeded');
  t.deepEqual(devices(), ['gw-0', 'gw-0', 'gw-1', 'gw-1']);
  t.like(
    await t.throwsAsync(
      network.virtualNetworkGateways.beginResetAndWait('rg', 'gw', {
        ...fast,
        gatewayVip: '20.61.0.99',
      }),
    ),
    { code: 'InvalidGatewayVip', statusCode: 400 },
  );
});

test('a body that was read and is put back changes nothing', async (t) => {
  const { server, network, gateway } = await createGateway();
  await using _ = server;
  const again = await network.virtualNetworkGateways.beginCreateOrUpdateAndWait(
    'rg',
    'gw',
    gateway,
    fast,
  );
  t.deepEqual(again.bgpSettings, gateway.bgpSettings);
  t.is(again.etag, gateway.etag);
});

test('machines are listed, stopped, deallocated, started and deleted', async (t) => {
  const { cloud } = await erIpsecBackup();
  const machines = `${groupId}/providers/Microsoft.Compute/virtualMachines`;
  const send = async (method: string, path: string) => {
    const url = new URL(path, 'https://localhost');
    url.searchParams.set('api-version', '2024-07-01');
    const answer = await cloud.handle({ method, url, headers: { host: 'localhost' }, body: '' });
    return { ...answer, json: JSON.parse(answer.body ?? '{}') as Record<string, never> };
  };
  const state = async () => {
    const { json } = await send('GET', `${machines}/vm1?$expand=instanceView`);
    const { instanceView } = json['properties'] as unknown as {
      readonly instanceView: { readonly statuses: readonly { readonly code: string }[] };
    };
    return instanceView.statuses.map(({ code }) => code).at(-1);
  };
  const names = async (path: string) => {
    const { json } = await send('GET', path);
    return (json['value'] as unknown as { readonly name: string }[]).map(({ name }) => name);
  };
  t.deepEqual(await names(machines), ['vm1', 'vm2', 'vm3']);
  const everywhere = machines.replace(/\/resourceGroups\/[^/]+/, '');
  t.deepEqual(await names(everywhere), ['vm1', 'vm2', 'vm3']);
  t.is(await state(), 'PowerState/running');
  for (const [action, expected] of [
    ['powerOff?skipShutdown=false', 'PowerState/stopped'],
    ['deallocate?hibernate=false', 'PowerState/deallocated'],
    ['start', 'PowerState/running'],
    ['restart', 'PowerState/running'],
  ] as const) {
    const { status, headers } = await send('POST', `${machines}/vm1/${action}`);
    t.is(status, 202, action);
    t.is((await send('GET', headers?.['location'] ?? '')).status, 204, action);
    t.is(await state(), expected);
  }
  t.is((await send('DELETE', `${machines}/vm1?forceDeletion=none`)).status, 202);
  t.deepEqual(await names(machines), ['vm2', 'vm3']);
  t.is((await send('POST', `${machines}/vm1/start`)).status, 404);
});
