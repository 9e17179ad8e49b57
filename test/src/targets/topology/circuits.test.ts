import test from 'ava';
import type { Topology } from '../../../../src/lab/events.ts';
import { topologyOf } from '../../../../src/targets/topology/topology.ts';

const of = (type: string, attributes: Readonly<Record<string, unknown>>) => ({ type, attributes });
const azure = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network';

const site = [
  of('onprem_site', { id: '/sites/tokyo', name: 'tokyo' }),
  of('onprem_lan', {
    id: '/sites/tokyo/lans/office',
    site_id: '/sites/tokyo',
    name: 'office',
    cidr: '10.100.10.0/24',
  }),
  of('onprem_router', {
    id: '/sites/tokyo/routers/tky01',
    site_id: '/sites/tokyo',
    name: 'tky01',
    asn: 65150,
    public_address: '131.107.0.4',
    private_addresses: ['10.100.10.1', '10.100.20.1'],
    lan: [{ lan_id: '/sites/tokyo/lans/office', address: '10.100.10.1' }],
  }),
  of('onprem_host', {
    id: '/sites/tokyo/hosts/pc1',
    site_id: '/sites/tokyo',
    name: 'pc1',
    lan_id: '/sites/tokyo/lans/office',
    address: '10.100.10.11',
    gateway: '10.100.10.1',
  }),
  ...['primary', 'secondary'].map((link) =>
    of('onprem_circuit_link', {
      router_id: '/sites/tokyo/routers/tky01',
      circuit_key: 'azure key',
      link,
    }),
  ),
];

const hub = [
  of('azurerm_virtual_network', {
    id: `${azure}/virtualNetworks/hub`,
    name: 'hub',
    address_space: ['10.0.0.0/16'],
  }),
  ...['er', 'vpn'].map((name) =>
    of('azurerm_virtual_network_gateway', {
      id: `${azure}/virtualNetworkGateways/${name}`,
      name,
      ip_configuration: [{ subnet_id: `${azure}/virtualNetworks/hub/subnets/GatewaySubnet` }],
    }),
  ),
  of('azurerm_express_route_circuit', {
    id: `${azure}/expressRouteCircuits/er1`,
    name: 'er1',
    service_provider_name: 'Wirebook Exchange',
    peering_location: 'Tokyo',
    service_key: 'azure key',
  }),
  of('azurerm_virtual_network_gateway_connection', {
    virtual_network_gateway_id: `${azure}/virtualNetworkGateways/er`,
    express_route_circuit_id: `${azure}/expressRouteCircuits/ER1`,
  }),
  of('azurerm_local_network_gateway', {
    id: `${azure}/localNetworkGateways/tky01`,
    gateway_address: '10.100.20.1',
  }),
  of('azurerm_virtual_network_gateway_connection', {
    virtual_network_gateway_id: `${azure}/virtualNetworkGateways/vpn`,
    local_network_gateway_id: `${azure}/localNetworkGateways/tky01`,
  }),
  of('azurerm_network_interface', {
    id: `${azure}/networkInterfaces/nva-nic`,
    ip_configuration: [
      {
        subnet_id: `${azure}/virtualNetworks/hub/subnets/a`,
        private_ip_address: '10.0.0.4',
      },
    ],
  }),
  of('azurerm_linux_virtual_machine', {
    id: `${azure}/virtualMachines/nva`,
    name: 'nva',
    network_interface_ids: [`${azure}/networkInterfaces/nva-nic`],
  }),
  of('azurerm_route_server', {
    id: `${azure}/virtualHubs/rs`,
    name: 'rs',
    virtual_router_asn: 65515,
    subnet_id: `${azure}/virtualNetworks/hub/subnets/RouteServerSubnet`,
  }),
  of('azurerm_route_server_bgp_connection', {
    route_server_id: `${azure}/virtualHubs/rs`,
    peer_asn: 65001,
    peer_ip: '10.0.0.4',
  }),
];

const oracle = [
  of('oci_core_vcn', { id: 'ocid1.vcn.A', display_name: 'vcn1', cidr_blocks: ['10.2.0.0/16'] }),
  of('oci_core_subnet', { id: 'ocid1.subnet.A', vcn_id: 'ocid1.vcn.A' }),
  of('oci_core_instance', {
    id: 'ocid1.instance.A',
    display_name: 'vm1',
    private_ip: '10.2.0.4',
    create_vnic_details: [{ subnet_id: 'ocid1.subnet.A' }],
  }),
  of('oci_core_drg', { id: 'ocid1.drg.A', display_name: 'drg1' }),
  of('oci_core_drg_attachment', {
    drg_id: 'ocid1.drg.A',
    network_details: [{ type: 'VCN', id: 'ocid1.vcn.A' }],
  }),
  of('oci_core_cpe', { id: 'ocid1.cpe.A', ip_address: '131.107.0.4' }),
  of('oci_core_ipsec', { id: 'ocid1.ipsec.A', drg_id: 'ocid1.drg.A', cpe_id: 'ocid1.cpe.A' }),
];

const circuit = (attributes: object) =>
  of('oci_core_virtual_circuit', {
    id: 'ocid1.virtualcircuit.A',
    display_name: 'vc1',
    gateway_id: 'ocid1.drg.A',
    ...attributes,
  });

/** `tky01 AS 65150 – er1: circuit primary, secondary`, by first lines of labels. */
function lines({ groups, nodes, edges }: Topology): readonly string[] {
  const labels = new Map([...groups, ...nodes].map(({ id, label }) => [id, label.split('\n')[0]]));
  return edges.map(({ from, to, kind, label = '' }) =>
    `${labels.get(from)} – ${labels.get(to)}: ${kind} ${label}`.trim(),
  );
}

test('a site, the circuit that its router is at, and what Azure joins to the circuit', (t) => {
  const topology = topologyOf([...site, ...hub]);
  t.deepEqual(
    topology.groups.map(({ label, cloud }) => [label, cloud]),
    [
      ['hub 10.0.0.0/16', 'azure'],
      ['tokyo 10.100.10.0/24', 'onprem'],
    ],
  );
  t.deepEqual(
    topology.nodes.map(({ label, kind, group }) => [label, kind, group?.split('/').at(-1)]),
    [
      ['er', 'gateway', 'hub'],
      ['vpn', 'gateway', 'hub'],
      ['er1\nWirebook Exchange, Tokyo', 'router', undefined],
      ['rs AS 65515', 'router', 'hub'],
      ['nva 10.0.0.4', 'machine', 'hub'],
      ['tky01 AS 65150', 'router', 'tokyo'],
      ['pc1 10.100.10.11', 'machine', 'tokyo'],
    ],
  );
  t.deepEqual(lines(topology).toSorted(), [
    'er – er1: circuit',
    'pc1 10.100.10.11 – tky01 AS 65150: link office',
    'rs AS 65515 – nva 10.0.0.4: link BGP AS 65001',
    'tky01 AS 65150 – er1: circuit primary, secondary',
    'tky01 AS 65150 – vpn: tunnel IPsec',
  ]);
});

test('the service key, which is a secret, joins ends and is not shown', (t) => {
  t.false(JSON.stringify(topologyOf([...site, ...hub])).includes('azure key'));
});

test('OCI: networks at a gateway, its tunnels, and its circuit to Azure', (t) => {
  const topology = topologyOf([
    ...oracle,
    ...site.slice(0, 3),
    ...hub,
    circuit({ provider_service_key_name: 'azure key' }),
  ]);
  t.deepEqual(
    topology.nodes.flatMap(({ id, label, kind, group }) =>
      id.startsWith('ocid1') ? [[label, kind, group]] : [],
    ),
    [
      ['drg1', 'gateway', undefined],
      ['vm1 10.2.0.4', 'machine', 'ocid1.vcn.a'],
    ],
  );
  t.deepEqual(
    lines(topology).filter((line) => line.includes('drg1')),
    [
      'vcn1 10.2.0.0/16 – drg1: link attachment',
      'drg1 – er1: circuit vc1',
      'tky01 AS 65150 – drg1: tunnel IPsec',
    ],
  );
});

test('an exchange’s router stands between two clouds’ circuits', (t) => {
  const exchange = of('onprem_exchange_router', {
    id: '/exchange-routers/mcr1',
    name: 'mcr1',
    asn: 64500,
    azure_circuit_key: 'azure key',
    azure_primary_address: '172.30.0.1/30',
    azure_secondary_address: '172.30.0.5/30',
    oci_circuit_key: 'ocid1.virtualcircuit.A',
    oci_primary_address: '172.31.0.2/30',
  });
  const topology = topologyOf([...oracle, ...hub, circuit({}), exchange]);
  t.deepEqual(
    lines(topology).filter((line) => line.startsWith('mcr1')),
    ['mcr1 AS 64500 – er1: circuit primary, secondary', 'mcr1 AS 64500 – drg1: circuit primary'],
  );
});

test('a circuit that nobody offers is not drawn', (t) => {
  t.deepEqual(lines(topologyOf(site)), ['pc1 10.100.10.11 – tky01 AS 65150: link office']);
});
