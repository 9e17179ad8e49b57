import test from 'ava';
import type { Attributes } from '../../../../../src/emulator/terraform/provider.ts';
import { erIpsecBackup } from '../support/er-ipsec-backup.ts';
import { completed, createLocalAzure, groupId, typeNamed } from '../support/local-azure.ts';

const names = {
  azurerm_resource_group: ['rg'],
  azurerm_virtual_network: ['vnet1', 'vnet2'],
  azurerm_subnet: ['vnet1-sub1', 'GatewaySubnet'],
  azurerm_public_ip: ['vm1-ip', 'vng1-ip'],
  azurerm_network_interface: ['vm1-nic1', 'vm3-nic2'],
  azurerm_network_security_group: ['vm1-nsg'],
  azurerm_linux_virtual_machine: ['vm1', 'vm3'],
  azurerm_virtual_network_gateway: ['vng1'],
  azurerm_local_network_gateway: ['lng1'],
  azurerm_virtual_network_gateway_connection: ['vng1-to-vng3'],
  azurerm_virtual_network_peering: ['vnet1-to-vnet2', 'vnet2-to-vnet1'],
};

for (const [type, list] of Object.entries(names)) {
  test(`${type}: what was created is what is read, and an update without a change changes nothing`, async (t) => {
    const azure = await erIpsecBackup();
    const definition = typeNamed(azure.cloud, type);
    for (const name of list) {
      const state = azure.ids(name);
      t.truthy(state['id'], name);
      t.deepEqual(await definition.read(state), state);
      t.deepEqual(await definition.update(state, state), state);
    }
  });
}

test('a gateway shows what Azure gave it', async (t) => {
  const azure = await erIpsecBackup();
  const [settings] = azure.ids('vng1')['bgp_settings'] as readonly Attributes[];
  t.like(settings, { asn: 65000, peer_weight: 0 });
  t.deepEqual(settings?.['peering_addresses'], [
    {
      ip_configuration_name: 'vng1-ipconf1',
      default_addresses: ['10.2.0.254'],
      tunnel_ip_addresses: [azure.ids('vng1-ip')['ip_address']],
    },
  ]);
});

test('a machine and its cards show their addresses', async (t) => {
  const azure = await erIpsecBackup();
  t.deepEqual(azure.ids('vm3')['private_ip_addresses'], ['10.2.1.4', '10.2.2.4']);
  t.is(azure.ids('vm3')['public_ip_address'], azure.ids('vm3-ip')['ip_address']);
  t.is(azure.ids('vm1-nic1')['private_ip_address'], '10.1.0.4');
  t.regex(String(azure.ids('vm1-nic1')['mac_address']), /^00-0D-3A(-[0-9A-F]{2}){3}$/);
});

test('what was deleted behind Terraform’s back reads as gone', async (t) => {
  const azure = await erIpsecBackup();
  const type = typeNamed(azure.cloud, 'azurerm_virtual_network_gateway_connection');
  const state = azure.ids('vng1-to-vng3');
  await type.delete(state);
  t.is(await type.read(state), undefined);
  await t.notThrowsAsync(type.delete(state));
});

test('what was changed behind Terraform’s back reads as it is', async (t) => {
  const azure = await erIpsecBackup();
  const before = azure.ids('lng1');
  const id = String(before['id']);
  const shown = await azure.cloud.handle(request('GET', id));
  const body = JSON.parse(shown.body ?? '');
  body.properties.bgpSettings.bgpPeeringAddress = '10.4.0.253';
  t.is((await azure.cloud.handle(request('PUT', id, body))).status, 200);
  const after = await typeNamed(azure.cloud, 'azurerm_local_network_gateway').read(before);
  t.like(after, { bgp_settings: [{ bgp_peering_address: '10.4.0.253' }] });
});

function request(method: string, id: string, body?: unknown) {
  return {
    method,
    url: new URL(`https://localhost${id}?api-version=2025-05-01`),
    headers: { host: 'localhost' },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

test('a refusal has Azure’s code and words', async (t) => {
  const azure = createLocalAzure();
  await azure.create('azurerm_resource_group', { name: 'rg' });
  const error = await t.throwsAsync(
    azure.create('azurerm_virtual_network', { name: 'v', address_space: ['10.0.0.1/8'] }),
  );
  t.like(error, { name: 'ProviderError', code: 'InvalidCIDRNotation' });
  await azure.create('azurerm_virtual_network', { name: 'v', address_space: ['10.0.0.0/8'] });
  const again = await t.throwsAsync(
    azure.create('azurerm_virtual_network', { name: 'v', address_space: ['10.0.0.0/8'] }),
  );
  t.regex(again?.message ?? '', /already exists/);
});

test('a subnet that changes keeps what is associated with it', async (t) => {
  const azure = await erIpsecBackup();
  const table = await azure.create('azurerm_route_table', { name: 'rt' });
  const association = typeNamed(azure.cloud, 'azurerm_subnet_route_table_association');
  const attached = await azure.create('azurerm_subnet_route_table_association', {
    subnet_id: azure.ids('vnet1-sub1')['id'] ?? '',
    route_table_id: table['id'] ?? '',
  });
  const subnet = typeNamed(azure.cloud, 'azurerm_subnet');
  const state = azure.ids('vnet1-sub1');
  await subnet.update(state, { ...state, default_outbound_access_enabled: false });
  t.deepEqual(await association.read(attached), attached);
  const network = typeNamed(azure.cloud, 'azurerm_virtual_network');
  const vnet1 = azure.ids('vnet1');
  await network.update(vnet1, { ...vnet1, address_space: ['10.1.0.0/16', '10.11.0.0/16'] });
  t.deepEqual(await association.read(attached), attached);
  await association.delete(attached);
  t.is(await association.read(attached), undefined);
});

test('routes and rules of their own do not show in their parents, which leave them alone', async (t) => {
  const azure = createLocalAzure();
  await azure.create('azurerm_resource_group', { name: 'rg' });
  const table = await azure.create('azurerm_route_table', { name: 'rt' });
  await azure.create('azurerm_route', {
    name: 'one',
    route_table_name: 'rt',
    address_prefix: '10.0.0.0/8',
    next_hop_type: 'None',
  });
  const type = typeNamed(azure.cloud, 'azurerm_route_table');
  t.deepEqual(await type.read(table), table);
  const changed = await type.update(table, { ...table, bgp_route_propagation_enabled: false });
  t.is(changed['bgp_route_propagation_enabled'], false);
  const shown = await azure.cloud.handle(
    request('GET', `${groupId}/providers/Microsoft.Network/routeTables/rt/routes/one`),
  );
  t.is(shown.status, 200);
});

test('the older machine type makes the same machine', async (t) => {
  const azure = await erIpsecBackup();
  const type = 'azurerm_virtual_machine';
  const card = await azure.create('azurerm_network_interface', {
    name: 'old-nic',
    ip_configuration: [
      {
        name: 'ipconfig1',
        subnet_id: azure.ids('vnet1-sub1')['id'] ?? '',
        private_ip_address_allocation: 'Dynamic',
      },
    ],
  });
  const state = await azure.create(type, {
    name: 'old',
    vm_size: 'Standard_B1s',
    network_interface_ids: [card['id'] ?? ''],
    os_profile: [{ computer_name: 'old', admin_username: 'hans', admin_password: 'Secret123' }],
    os_profile_linux_config: [{ disable_password_authentication: false, ssh_keys: [] }],
    storage_os_disk: [{ name: 'disk', create_option: 'FromImage', caching: 'ReadWrite' }],
  });
  t.deepEqual(await typeNamed(azure.cloud, type).read(state), state);
  const node = azure.cloud
    .compile({ bgp: {}, tunnels: {} })
    .nodes.find(({ name }) => name === 'old');
  t.like(node, { kind: 'machine', hostname: 'old', user: 'hans', password: 'Secret123' });
});

test('data sources show what is there', async (t) => {
  const azure = await erIpsecBackup();
  const read = async (type: string, name: string) =>
    azure.cloud.terraform.dataSources?.[type]?.read({ name, resource_group_name: 'rg' });
  t.like(await read('azurerm_public_ip', 'vng1-ip'), {
    ip_address: String(azure.ids('vng1-ip')['ip_address']),
    allocation_method: 'Static',
  });
  t.like(await read('azurerm_virtual_network_gateway', 'vng1'), { enable_bgp: true });
  const error = await t.throwsAsync(read('azurerm_public_ip', 'none'));
  t.like(error, { code: 'ResourceNotFound' });
});

test('everything can be deleted in the reverse order, and all public addresses come back', async (t) => {
  const azure = await erIpsecBackup();
  t.true(azure.held.size > 0);
  await typeNamed(azure.cloud, 'azurerm_resource_group').delete(azure.ids('rg'));
  t.is(azure.held.size, 0);
  t.deepEqual(azure.cloud.compile({ bgp: {}, tunnels: {} }), {
    nodes: [],
    links: [],
    openEnds: [],
    taps: [],
    tunnels: [],
    announcements: [],
  });
});

test('defaults are the engine’s: a bare configuration is completed by the schema', (t) => {
  const azure = createLocalAzure();
  t.like(completed(azure.cloud, 'azurerm_public_ip', {}), {
    sku: 'Standard',
    idle_timeout_in_minutes: 4,
    timeouts: [],
  });
});
