import test from 'ava';
import type { BgpRoute } from '../../../../../src/emulator/fabric/observations.ts';
import { typeNamed, createLocalAzure } from '../support/local-azure.ts';
import { serve } from '../support/arm-server.ts';

const fast = { updateIntervalInMs: 1 };

/** A Route Server made by Terraform, with one peer. */
async function withServer() {
  const azure = createLocalAzure();
  await azure.create('azurerm_resource_group', { name: 'rg' });
  await azure.create('azurerm_virtual_network', { name: 'net', address_space: ['10.0.0.0/16'] });
  const place = await azure.create('azurerm_subnet', {
    name: 'RouteServerSubnet',
    virtual_network_name: 'net',
    address_prefixes: ['10.0.210.0/24'],
  });
  const address = await azure.create('azurerm_public_ip', {
    name: 'ip',
    allocation_method: 'Static',
    sku: 'Standard',
  });
  const server = await azure.create('azurerm_route_server', {
    name: 'rs',
    sku: 'Standard',
    subnet_id: place['id'] ?? '',
    public_ip_address_id: address['id'] ?? '',
    branch_to_branch_traffic_enabled: true,
  });
  const peer = await azure.create('azurerm_route_server_bgp_connection', {
    name: 'nva',
    route_server_id: server['id'] ?? '',
    peer_asn: 65001,
    peer_ip: '10.0.0.4',
  });
  return { azure, server, peer };
}

test('Terraform makes a Route Server with its configuration, reads, changes and deletes it', async (t) => {
  const { azure, server, peer } = await withServer();
  t.like(server, {
    virtual_router_asn: 65515,
    virtual_router_ips: ['10.0.210.4', '10.0.210.5'],
    hub_routing_preference: 'ExpressRoute',
    branch_to_branch_traffic_enabled: true,
  });
  const type = typeNamed(azure.cloud, 'azurerm_route_server');
  const peers = typeNamed(azure.cloud, 'azurerm_route_server_bgp_connection');
  t.deepEqual(await type.read(server), server);
  t.deepEqual(await type.update(server, server), server);
  t.deepEqual(await peers.read(peer), peer);
  const changed = await type.update(server, { ...server, branch_to_branch_traffic_enabled: false });
  t.is(changed['branch_to_branch_traffic_enabled'], false);
  t.deepEqual(changed['virtual_router_ips'], server['virtual_router_ips']);
  await peers.delete(peer);
  await type.delete(server);
  t.is(await type.read(server), undefined);
});

test('a Route Server that cannot be placed is not there afterwards', async (t) => {
  const { azure, server } = await withServer();
  const type = typeNamed(azure.cloud, 'azurerm_route_server');
  await t.throwsAsync(
    type.create({ ...server, name: 'other', resource_group_name: 'rg', location: 'westeurope' }),
    { message: /already allocated|can have only one/ },
  );
  t.is(await type.read({ id: String(server['id']).replace(/rs$/, 'other') }), undefined);
});

const path = (prefix: string, more: Partial<BgpRoute>): BgpRoute => ({
  prefix,
  source: 'network',
  best: true,
  nextHop: null,
  peer: null,
  asPath: [],
  weight: 32768,
  med: null,
  origin: 'IGP',
  ...more,
});

test('the client reads what a peer told each instance, and what it was told', async (t) => {
  const { azure } = await withServer();
  const session = {
    address: '10.0.0.4',
    asn: 65001,
    state: 'Established',
    establishedForMs: 1,
    prefixesReceived: 1,
    messagesSent: 1,
    messagesReceived: 1,
  } as const;
  const nva = { source: 'ebgp', peer: '10.0.0.4', nextHop: '10.0.0.4', asPath: [65001] } as const;
  azure.observe({
    tunnels: {},
    bgp: {
      'rs-0': {
        peers: [session],
        routes: [path('10.0.0.0/16', {}), path('10.10.200.0/24', nva)],
      },
      'rs-1': { peers: [{ ...session, state: 'Active' }], routes: [path('10.0.0.0/16', {})] },
    },
  });
  await using server = await serve(azure.cloud);
  const { virtualHubs, virtualHubBgpConnection, virtualHubBgpConnections } = server.network;
  const hub = await virtualHubs.get('rg', 'rs');
  t.is(hub.kind, 'RouteServer');
  t.deepEqual(hub.virtualRouterIps, ['10.0.210.4', '10.0.210.5']);
  t.is((await virtualHubBgpConnection.get('rg', 'rs', 'nva')).connectionState, 'Connected');
  const names: (string | undefined)[] = [];
  for await (const { name } of virtualHubBgpConnections.list('rg', 'rs')) names.push(name);
  t.deepEqual(names, ['nva']);

  const learned = await virtualHubBgpConnections.beginListLearnedRoutesAndWait(
    'rg',
    'rs',
    'nva',
    fast,
  );
  t.like(learned['RouteServiceRole_IN_0']?.[0], {
    localAddress: '10.0.210.4',
    network: '10.10.200.0/24',
    nextHop: '10.0.0.4',
    sourcePeer: '10.0.0.4',
    origin: 'EBgp',
    asPath: '65001',
    weight: 32768,
  });
  t.deepEqual(learned['RouteServiceRole_IN_1'], []);
  const told = await virtualHubBgpConnections.beginListAdvertisedRoutesAndWait(
    'rg',
    'rs',
    'nva',
    fast,
  );
  t.deepEqual(
    told['RouteServiceRole_IN_0']?.map(({ network, nextHop, asPath, origin }) => [
      network,
      nextHop,
      asPath,
      origin,
    ]),
    [['10.0.0.0/16', '10.0.210.4', '65515', 'Igp']],
  );
  t.deepEqual(told['RouteServiceRole_IN_1'], [], 'its session is not up');
});
