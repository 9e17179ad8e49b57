import test from 'ava';
import type { CloudServices } from '../../../../../src/emulator/cloud.ts';
import type { Attributes } from '../../../../../src/emulator/terraform/provider.ts';
import { serve } from '../support/arm-server.ts';
import { learnedRoute } from '../support/learned-route.ts';
import { completed, createLocalAzure, typeNamed } from '../support/local-azure.ts';

const path = (prefix: string, peer: string, best: boolean, ...asPath: number[]) =>
  learnedRoute(prefix, peer, asPath, best);
const up = {
  state: 'Established',
  establishedForMs: 93_784_000,
  messagesSent: 10,
  messagesReceived: 12,
} as const;

type Inspect = NonNullable<CloudServices['inspect']>;

interface CircuitOptions {
  readonly ordered?: boolean;
  readonly inspect?: Inspect;
}

const noLinux: Inspect = async () => '';

/** A hub with an ExpressRoute gateway on a circuit, all made by Terraform types; a provider ordered the circuit. */
async function createCircuit({ ordered = true, inspect = noLinux }: CircuitOptions = {}) {
  const azure = createLocalAzure(
    {},
    {
      offer: () => undefined,
      order: (key) => (ordered ? { key, provider: 'Equinix' } : undefined),
    },
    inspect,
  );
  const make = (type: string, config: Attributes) => azure.create(type, config);
  await make('azurerm_resource_group', { name: 'rg' });
  await make('azurerm_virtual_network', { name: 'hub', address_space: ['10.1.0.0/16'] });
  const subnet = await make('azurerm_subnet', {
    name: 'GatewaySubnet',
    virtual_network_name: 'hub',
    address_prefixes: ['10.1.255.0/24'],
  });
  const circuit = await make('azurerm_express_route_circuit', {
    name: 'circuit',
    service_provider_name: 'Equinix',
    peering_location: 'Tokyo',
    bandwidth_in_mbps: 50,
    sku: [{ tier: 'Standard', family: 'MeteredData' }],
  });
  const peering = await make('azurerm_express_route_circuit_peering', {
    express_route_circuit_name: 'circuit',
    peering_type: 'AzurePrivatePeering',
    peer_asn: 65150,
    primary_peer_address_prefix: '172.16.0.0/30',
    secondary_peer_address_prefix: '172.16.0.4/30',
    vlan_id: 100,
  });
  const authorization = await make('azurerm_express_route_circuit_authorization', {
    name: 'one',
    express_route_circuit_name: 'circuit',
  });
  const gateway = await make('azurerm_virtual_network_gateway', {
    name: 'er',
    type: 'ExpressRoute',
    sku: 'ErGw1AZ',
    ip_configuration: [{ name: 'default', subnet_id: String(subnet['id']) }],
  });
  const connectionConfig = {
    name: 'to-circuit',
    type: 'ExpressRoute',
    virtual_network_gateway_id: String(gateway['id']),
    express_route_circuit_id: String(circuit['id']),
    authorization_key: String(authorization['authorization_key']),
    routing_weight: 5,
  };
  const type = 'azurerm_virtual_network_gateway_connection';
  const connection = await make(type, connectionConfig);
  azure.observe({
    tunnels: {},
    bgp: {
      'msee-circuit-primary': {
        peers: [
          { address: '172.16.0.1', asn: 65150, prefixesReceived: 1, ...up },
          {
            address: '10.1.255.13',
            asn: 65515,
            prefixesReceived: 0,
            ...up,
            state: 'Active',
            establishedForMs: null,
          },
        ],
        routes: [
          path('10.1.0.0/16', '10.1.255.12', true, 65515),
          path('10.1.0.0/16', '10.1.255.13', false, 65515),
          path('172.31.0.0/24', '172.16.0.1', true, 65150),
        ],
      },
      'er-0': {
        peers: [{ address: '10.1.255.4', asn: 12076, prefixesReceived: 1, ...up }],
        routes: [path('172.31.0.0/24', '10.1.255.4', true, 12076, 65150)],
      },
    },
  });
  return { azure, circuit, peering, authorization, gateway, connection, connectionConfig, type };
}

test('the official client reads a circuit, its peering and its tables', async (t) => {
  const { azure } = await createCircuit();
  await using server = await serve(azure.cloud);
  const { network } = server;
  const circuit = await network.expressRouteCircuits.get('rg', 'circuit');
  t.is(circuit.serviceProviderProvisioningState, 'Provisioned');
  t.is(circuit.circuitProvisioningState, 'Enabled');
  t.is(circuit.sku?.family, 'MeteredData');
  t.is(circuit.peerings?.[0]?.peerASN, 65150);
  t.is(circuit.authorizations?.[0]?.authorizationUseStatus, 'InUse');
  const peering = await network.expressRouteCircuitPeerings.get(
    'rg',
    'circuit',
    'AzurePrivatePeering',
  );
  t.like(peering, { azureASN: 12076, state: 'Enabled', vlanId: 100 });

  const table = await network.expressRouteCircuits.beginListRoutesTableAndWait(
    'rg',
    'circuit',
    'AzurePrivatePeering',
    'primary',
  );
  t.deepEqual(table.value, [
    { network: '10.1.0.0/16', nextHop: '10.1.255.12*', locPrf: '100', weight: 0, path: '65515 I' },
    { network: '10.1.0.0/16', nextHop: '10.1.255.13', locPrf: '100', weight: 0, path: '65515 I' },
    { network: '172.31.0.0/24', nextHop: '172.16.0.1*', locPrf: '100', weight: 0, path: '65150 I' },
  ]);
  const summary = await network.expressRouteCircuits.beginListRoutesTableSummaryAndWait(
    'rg',
    'circuit',
    'AzurePrivatePeering',
    'primary',
  );
  t.deepEqual(
    summary.value?.map(({ neighbor, as, upDown, statePfxRcd }) => [
      neighbor,
      as,
      upDown,
      statePfxRcd,
    ]),
    [
      ['172.16.0.1', 65150, '1d02h', '1'],
      ['10.1.255.13', 65515, 'never', 'Active'],
    ],
  );
  await t.throwsAsync(
    () =>
      network.expressRouteCircuits.beginListRoutesTableAndWait(
        'rg',
        'circuit',
        'AzurePrivatePeering',
        'third',
      ),
    { message: /primary or secondary/ },
  );
});

test('a circuit and its peering count what passed each link, into Azure and out', async (t) => {
  const counts: Readonly<Record<string, readonly [rx: number, tx: number]>> = {
    'msee-circuit-primary': [840, 420],
    'msee-circuit-secondary': [84, 0],
  };
  const inspect: Inspect = async (node, command) => {
    t.deepEqual(command, ['ip', '-j', '-s', 'link', 'show', 'dev', 'customer']);
    const [rx, tx] = counts[node] ?? [0, 0];
    return JSON.stringify([
      { ifname: 'customer', stats64: { rx: { bytes: rx, packets: 9 }, tx: { bytes: tx } } },
    ]);
  };
  const expected = {
    primarybytesIn: 840,
    primarybytesOut: 420,
    secondarybytesIn: 84,
    secondarybytesOut: 0,
  };
  const { azure } = await createCircuit({ inspect });
  await using server = await serve(azure.cloud);
  const { expressRouteCircuits } = server.network;
  t.like(await expressRouteCircuits.getStats('rg', 'circuit'), expected);
  t.like(
    await expressRouteCircuits.getPeeringStats('rg', 'circuit', 'AzurePrivatePeering'),
    expected,
  );
  await t.throwsAsync(() => expressRouteCircuits.getStats('rg', 'other'), {
    message: /was not found/,
  });

  const { azure: waiting } = await createCircuit({ ordered: false, inspect });
  await using other = await serve(waiting.cloud);
  t.like(await other.network.expressRouteCircuits.getStats('rg', 'circuit'), {
    primarybytesIn: 0,
    secondarybytesOut: 0,
  });
});

test('an ExpressRoute gateway lists its sessions with both edges, and weighs what they told', async (t) => {
  const { azure } = await createCircuit();
  await using server = await serve(azure.cloud);
  const { virtualNetworkGateways, virtualNetworkGatewayConnections } = server.network;
  const peers = await virtualNetworkGateways.beginGetBgpPeerStatusAndWait('rg', 'er');
  t.deepEqual(
    peers.value?.map(({ localAddress, neighbor, asn, state }) => [
      localAddress,
      neighbor,
      asn,
      state,
    ]),
    [
      ['10.1.255.12', '10.1.255.4', 12076, 'Connected'],
      ['10.1.255.12', '10.1.255.5', 12076, 'Connecting'],
      ['10.1.255.13', '10.1.255.4', 12076, 'Connecting'],
      ['10.1.255.13', '10.1.255.5', 12076, 'Connecting'],
    ],
  );
  const learned = await virtualNetworkGateways.beginGetLearnedRoutesAndWait('rg', 'er');
  t.like(learned.value?.[0], {
    network: '172.31.0.0/24',
    origin: 'EBgp',
    asPath: '12076-65150',
    weight: 32769,
  });
  const connection = await virtualNetworkGatewayConnections.get('rg', 'to-circuit');
  t.is(connection.connectionStatus, 'Connected');
  t.is(connection.routingWeight, 5);
});

test('Terraform reads back what it made, and changes a weight in place', async (t) => {
  const { azure, circuit, peering, connection, connectionConfig, type } = await createCircuit();
  t.is(circuit['service_provider_provisioning_state'], 'Provisioned');
  t.regex(String(circuit['service_key']), /^[\da-f-]{36}$/);
  t.like(peering, { azure_asn: 12076, peer_asn: 65150 });
  const resource = typeNamed(azure.cloud, type);
  const config = completed(azure.cloud, type, { ...connectionConfig, routing_weight: 9 });
  t.is((await resource.update(connection, config))['routing_weight'], 9);
  await resource.delete(connection);
  t.is(await resource.read(connection), undefined);
});
