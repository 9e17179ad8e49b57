import test from 'ava';
import { createEngine } from '../../../../../src/emulator/terraform/create-engine.ts';
import { brief } from '../../../../support/terraform-run.ts';
import { createLocalAzure } from '../support/local-azure.ts';

const resource_group_name = '${azurerm_resource_group.rg.name}';
const placed = { resource_group_name, location: 'westeurope' };

function setUp() {
  const { cloud } = createLocalAzure();
  const engine = createEngine({ providers: [cloud.terraform] });
  const plan = (resource: object) =>
    engine.plan(
      {
        provider: { azurerm: [{ features: [{}] }] },
        resource: {
          azurerm_resource_group: { rg: { name: 'rg', location: 'westeurope' } },
          ...resource,
        },
      },
      {},
      {},
    );
  return {
    apply: async (resource: object) =>
      engine.apply(await plan(resource), { onResource: () => undefined }),
    changes: async (resource: object) => (await plan(resource)).changes.map(brief),
  };
}

const circuit = (bandwidth_in_mbps: number, service_provider_name = 'Equinix') => ({
  azurerm_express_route_circuit: {
    er: {
      ...placed,
      name: 'er',
      service_provider_name,
      peering_location: 'Amsterdam',
      bandwidth_in_mbps,
      sku: { tier: 'Standard', family: 'MeteredData' },
    },
  },
});

test('a circuit gets faster in place, and slower as another circuit', async (t) => {
  const { apply, changes } = setUp();
  await apply(circuit(200));
  t.deepEqual(await changes(circuit(1000)), [
    'update azurerm_express_route_circuit.er: bandwidth_in_mbps 200 -> 1000',
  ]);
  t.deepEqual(await changes(circuit(50)), [
    'replace azurerm_express_route_circuit.er: bandwidth_in_mbps 200 -> 50 !',
  ]);
  t.deepEqual(await changes(circuit(200, 'EQUINIX')), []);
  await t.notThrowsAsync(apply(circuit(1000, 'EQUINIX')));
});

const subnet_id = '${azurerm_subnet.gateways.id}';
const addresses = ['ip0', 'ip1'];

const gateway = (count: number, more: object = {}) => ({
  azurerm_virtual_network: {
    hub: { ...placed, name: 'hub', address_space: ['192.168.0.0/16'] },
  },
  azurerm_subnet: {
    gateways: {
      resource_group_name,
      name: 'GatewaySubnet',
      virtual_network_name: '${azurerm_virtual_network.hub.name}',
      address_prefixes: ['192.168.1.0/24'],
    },
  },
  azurerm_public_ip: Object.fromEntries(
    addresses.map((name) => [
      name,
      { ...placed, name, allocation_method: 'Static', sku: 'Standard' },
    ]),
  ),
  azurerm_virtual_network_gateway: {
    gw: {
      ...placed,
      name: 'gw',
      type: 'Vpn',
      sku: 'VpnGw1',
      active_active: count === 2,
      ip_configuration: addresses.slice(0, count).map((name) => ({
        name,
        subnet_id,
        public_ip_address_id: `\${azurerm_public_ip.${name}.id}`,
      })),
      ...more,
    },
  },
});

test('another ip_configuration makes another gateway', async (t) => {
  const { apply, changes } = setUp();
  await apply(gateway(1));
  t.deepEqual(await changes(gateway(1)), []);
  const [grown = ''] = await changes(gateway(2));
  t.regex(grown, /^replace azurerm_virtual_network_gateway\.gw: active_active false -> true,/);
  t.deepEqual(await changes(gateway(1, { private_ip_address_enabled: true })), [
    'replace azurerm_virtual_network_gateway.gw: private_ip_address_enabled false -> true !',
  ]);
});

test('whether a gateway has BGP stays when nothing is configured', async (t) => {
  const { apply, changes } = setUp();
  await apply(gateway(1, { enable_bgp: true }));
  t.deepEqual(await changes(gateway(1)), []);
  t.deepEqual(await changes(gateway(1, { enable_bgp: false })), [
    'update azurerm_virtual_network_gateway.gw: enable_bgp true -> false',
  ]);
});
