import test from 'ava';
import type { Attributes } from '../../../../../src/emulator/terraform/provider.ts';
import { createLocalAzure, typeNamed } from '../support/local-azure.ts';

const gatewayType = 'azurerm_virtual_network_gateway';

async function withSubnet() {
  const azure = createLocalAzure();
  await azure.create('azurerm_resource_group', { name: 'rg' });
  await azure.create('azurerm_virtual_network', { name: 'hub', address_space: ['192.168.0.0/16'] });
  const { id: subnetId = '' } = await azure.create('azurerm_subnet', {
    name: 'GatewaySubnet',
    virtual_network_name: 'hub',
    address_prefixes: ['192.168.1.0/24'],
  });
  const addresses: Attributes[] = [];
  for (const name of ['ip0', 'ip1']) {
    addresses.push(await azure.create('azurerm_public_ip', { name, allocation_method: 'Static' }));
  }
  return { azure, subnetId, addresses };
}

type Peering = { readonly ip_configuration_name?: string; readonly apipa_addresses: string[] };

async function withGateway(peering: readonly Peering[]) {
  const { azure, subnetId, addresses } = await withSubnet();
  const gateway = await azure.create(gatewayType, {
    name: 'gw',
    type: 'Vpn',
    sku: 'VpnGw1',
    active_active: true,
    enable_bgp: true,
    ip_configuration: addresses.map((address, index) => ({
      name: `conf${index}`,
      subnet_id: subnetId,
      public_ip_address_id: address['id'] ?? '',
    })),
    bgp_settings: [{ asn: 65001, peering_addresses: peering }],
  });
  return { azure, gateway, addresses };
}

// Given in the other order: a block belongs to the ip_configuration that it names.
const peering = [
  { ip_configuration_name: 'conf1', apipa_addresses: ['169.254.22.2', '169.254.22.6'] },
  { ip_configuration_name: 'conf0', apipa_addresses: ['169.254.21.2', '169.254.21.6'] },
];

test('an active-active gateway shows both instances', async (t) => {
  const { azure, gateway, addresses } = await withGateway(peering);
  t.true(gateway['active_active']);
  t.deepEqual(gateway['bgp_settings'], [
    {
      asn: 65001,
      peer_weight: 0,
      peering_addresses: [
        {
          ip_configuration_name: 'conf0',
          apipa_addresses: ['169.254.21.2', '169.254.21.6'],
          default_addresses: ['192.168.1.4'],
          tunnel_ip_addresses: [addresses[0]?.['ip_address'] ?? ''],
        },
        {
          ip_configuration_name: 'conf1',
          apipa_addresses: ['169.254.22.2', '169.254.22.6'],
          default_addresses: ['192.168.1.5'],
          tunnel_ip_addresses: [addresses[1]?.['ip_address'] ?? ''],
        },
      ],
    },
  ]);
  t.deepEqual(await typeNamed(azure.cloud, gatewayType).update(gateway, gateway), gateway);
});

test('peering_addresses name an ip_configuration that is there', async (t) => {
  const unnamed = { apipa_addresses: ['169.254.21.2'] };
  const elsewhere = { ip_configuration_name: 'conf9', apipa_addresses: ['169.254.21.2'] };
  await t.throwsAsync(withGateway([unnamed]), { message: /must be given when there are several/ });
  await t.throwsAsync(withGateway([elsewhere]), { message: /"conf9", which no/ });
});

test('custom_bgp_addresses go to the instances that have them, and are read back', async (t) => {
  const { azure, gateway } = await withGateway(peering);
  const local = await azure.create('azurerm_local_network_gateway', {
    name: 'aws10',
    gateway_address: '198.51.100.1',
    bgp_settings: [{ asn: 65002, bgp_peering_address: '169.254.21.5' }],
  });
  const type = 'azurerm_virtual_network_gateway_connection';
  const connection = await azure.create(type, {
    name: 'aws10',
    type: 'IPsec',
    virtual_network_gateway_id: gateway['id'] ?? '',
    local_network_gateway_id: local['id'] ?? '',
    enable_bgp: true,
    shared_key: 'Microsoft123',
    custom_bgp_addresses: [{ primary: '169.254.21.6', secondary: '169.254.22.6' }],
  });
  t.deepEqual(connection['custom_bgp_addresses'], [
    { primary: '169.254.21.6', secondary: '169.254.22.6' },
  ]);
  t.deepEqual(await typeNamed(azure.cloud, type).update(connection, connection), connection);

  const fabric = azure.cloud.compile({ bgp: {}, tunnels: {} });
  const speakers = fabric.nodes.flatMap((node) =>
    node.kind === 'router' && node.bgp ? [[node.name, node.bgp] as const] : [],
  );
  const sessions = speakers.flatMap(([name, { neighbors }]) =>
    neighbors.map(({ address, source, passive }) => `${name} ${source}-${address} ${passive}`),
  );
  t.deepEqual(sessions, [
    'gw-0 169.254.21.6-169.254.21.5 true',
    'gw-0 192.168.1.4-192.168.1.5 false',
    'gw-1 169.254.22.6-169.254.21.5 true',
    'gw-1 192.168.1.5-192.168.1.4 false',
  ]);
});
