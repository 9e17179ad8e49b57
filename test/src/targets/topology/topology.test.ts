import test from 'ava';
import { topologyOf } from '../../../../src/targets/topology/topology.ts';

const group = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network';
const vnet = (name: string, space: string) => ({
  type: 'azurerm_virtual_network',
  attributes: { id: `${group}/virtualNetworks/${name}`, name, address_space: [space] },
});
const gateway = (name: string, network: string, asn: number) => [
  {
    type: 'azurerm_public_ip',
    attributes: { id: `${group}/publicIPAddresses/${name}`, ip_address: `20.0.0.${asn}` },
  },
  {
    type: 'azurerm_virtual_network_gateway',
    attributes: {
      id: `${group}/virtualNetworkGateways/${name}`,
      name,
      bgp_settings: [{ asn }],
      ip_configuration: [
        {
          subnet_id: `${group}/virtualNetworks/${network}/subnets/GatewaySubnet`,
          public_ip_address_id: `${group}/publicIPAddresses/${name}`,
        },
      ],
    },
  },
];
const connection = (from: string, to: string, asn: number) => [
  {
    type: 'azurerm_local_network_gateway',
    attributes: {
      id: `${group}/localNetworkGateways/${from}-${to}`,
      gateway_address: `20.0.0.${asn}`,
    },
  },
  {
    type: 'azurerm_virtual_network_gateway_connection',
    attributes: {
      virtual_network_gateway_id: `${group}/virtualNetworkGateways/${from}`,
      // ARM ids compare without regard to case.
      local_network_gateway_id: `${group}/LocalNetworkGateways/${from}-${to}`.toUpperCase(),
    },
  },
];

test('networks with what is in them, and one line for the two sides of a peering or a tunnel', (t) => {
  const topology = topologyOf([
    vnet('vnet1', '10.1.0.0/16'),
    vnet('vnet2', '10.2.0.0/16'),
    ...gateway('vng1', 'vnet1', 1),
    ...gateway('vng2', 'vnet2', 2),
    ...connection('vng1', 'vng2', 2),
    ...connection('vng2', 'vng1', 1),
    ...(['vnet1', 'vnet2'] as const).map((name, index) => ({
      type: 'azurerm_virtual_network_peering',
      attributes: {
        virtual_network_name: name,
        remote_virtual_network_id: `${group}/virtualNetworks/${index === 0 ? 'vnet2' : 'vnet1'}`,
        use_remote_gateways: index === 0,
      },
    })),
    {
      type: 'azurerm_network_interface',
      attributes: {
        id: `${group}/networkInterfaces/vm1-nic`,
        ip_configuration: [
          { subnet_id: `${group}/virtualNetworks/vnet1/subnets/a`, private_ip_address: '10.1.0.4' },
        ],
      },
    },
    {
      type: 'azurerm_linux_virtual_machine',
      attributes: {
        id: '/vm1',
        name: 'vm1',
        network_interface_ids: [`${group}/networkInterfaces/vm1-nic`],
      },
    },
  ]);
  t.deepEqual(
    topology.groups.map(({ label }) => label),
    ['vnet1 10.1.0.0/16', 'vnet2 10.2.0.0/16'],
  );
  t.deepEqual(
    topology.nodes.map(({ label, kind, group }) => [label, kind, group?.split('/').at(-1)]),
    [
      ['vng1 AS 1', 'gateway', 'vnet1'],
      ['vng2 AS 2', 'gateway', 'vnet2'],
      ['vm1 10.1.0.4', 'machine', 'vnet1'],
    ],
  );
  t.deepEqual(
    topology.edges.map(({ kind, label }) => [kind, label]),
    [
      ['peering', 'gateway transit'],
      ['tunnel', 'IPsec'],
    ],
  );
});

test('a tunnel to an address that no gateway of the state has is not drawn', (t) => {
  const { edges } = topologyOf([
    vnet('vnet1', '10.1.0.0/16'),
    ...gateway('vng1', 'vnet1', 1),
    ...connection('vng1', 'x', 9),
  ]);
  t.deepEqual(edges, []);
});

test('nothing deployed is an empty picture', (t) => {
  t.deepEqual(topologyOf([]), { groups: [], nodes: [], edges: [] });
});
