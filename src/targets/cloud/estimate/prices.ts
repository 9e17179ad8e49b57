/**
 * What resources cost an hour and how long they take, by Terraform type: a small table kept by hand. US dollars, list prices of
 * the vendors' own pages for their cheapest common regions, without traffic, taxes and discounts. A price that depends on a size
 * is looked up by the attribute that names it.
 */
export interface Price {
  /** US dollars an hour; by the value of `sizeAttribute` where there is one. */
  readonly hourly: number | Readonly<Record<string, number>>;
  readonly sizeAttribute?: string;
  /** Where the price stands. */
  readonly source: string;
}

/** When this table was last gone through. */
export const pricesOf = '2026-11-21';

const azure = (page: string) => `https://azure.microsoft.com/pricing/details/${page}/`;
const aws = (page: string) => `https://aws.amazon.com/${page}/pricing/`;
const google = (page: string) => `https://cloud.google.com/${page}/pricing`;
const oracle = 'https://www.oracle.com/cloud/price-list/';

export const prices: Readonly<Record<string, Price>> = {
  azurerm_virtual_network_gateway: {
    sizeAttribute: 'sku',
    hourly: {
      Basic: 0.04,
      VpnGw1: 0.19,
      VpnGw2: 0.49,
      VpnGw3: 1.25,
      VpnGw1AZ: 0.361,
      VpnGw2AZ: 0.564,
      Standard: 0.19,
      HighPerformance: 0.49,
      UltraPerformance: 1.87,
      ErGw1AZ: 0.361,
      ErGw2AZ: 0.931,
    },
    source: azure('vpn-gateway'),
  },
  // 50 Mbit/s, metered, Standard: 55 dollars a month; the provider's own bill comes on top.
  azurerm_express_route_circuit: { hourly: 0.0753, source: azure('expressroute') },
  azurerm_route_server: { hourly: 0.45, source: azure('route-server') },
  azurerm_public_ip: { hourly: 0.005, source: azure('ip-addresses') },
  azurerm_linux_virtual_machine: {
    sizeAttribute: 'size',
    hourly: {
      Standard_B1s: 0.0104,
      Standard_B1ms: 0.0207,
      Standard_B2s: 0.0416,
      Standard_B2ts_v2: 0.0104,
    },
    source: azure('virtual-machines/linux'),
  },
  aws_instance: {
    sizeAttribute: 'instance_type',
    hourly: { 't3.micro': 0.0104, 't3.small': 0.0208, 't2.micro': 0.0116, 't3.nano': 0.0052 },
    source: aws('ec2'),
  },
  aws_eip: { hourly: 0.005, source: aws('vpc') },
  aws_vpn_connection: { hourly: 0.05, source: aws('vpn') },
  google_compute_instance: {
    sizeAttribute: 'machine_type',
    hourly: { 'e2-micro': 0.0084, 'e2-small': 0.0168, 'e2-medium': 0.0335 },
    source: google('compute'),
  },
  google_compute_address: { hourly: 0.005, source: google('vpc') },
  google_compute_vpn_tunnel: { hourly: 0.05, source: google('network-connectivity/docs/vpn') },
  // 1 Gbit/s; no charge for traffic.
  oci_core_virtual_circuit: { hourly: 0.2125, source: oracle },
  // Two cores and 8 GB of VM.Standard.E4.Flex at the most, as our labs ask for.
  oci_core_instance: { hourly: 0.062, source: oracle },
};

/** Nothing is charged for these by the hour. A type that stands neither here nor above costs nobody knows what. */
export const free: ReadonlySet<string> = new Set([
  'azurerm_express_route_circuit_authorization',
  'azurerm_express_route_circuit_peering',
  'azurerm_local_network_gateway',
  'azurerm_network_interface',
  'azurerm_network_interface_security_group_association',
  'azurerm_network_security_group',
  'azurerm_resource_group',
  'azurerm_route',
  'azurerm_route_server_bgp_connection',
  'azurerm_route_table',
  'azurerm_subnet',
  'azurerm_subnet_route_table_association',
  'azurerm_virtual_network',
  'azurerm_virtual_network_gateway_connection',
  'azurerm_virtual_network_peering',
  'aws_customer_gateway',
  'aws_internet_gateway',
  'aws_key_pair',
  'aws_route',
  'aws_route_table',
  'aws_route_table_association',
  'aws_security_group',
  'aws_subnet',
  'aws_vpc',
  'aws_vpc_security_group_egress_rule',
  'aws_vpc_security_group_ingress_rule',
  'aws_vpn_gateway',
  'aws_vpn_gateway_route_propagation',
  'google_compute_external_vpn_gateway',
  'google_compute_firewall',
  'google_compute_ha_vpn_gateway',
  'google_compute_network',
  'google_compute_route',
  'google_compute_router',
  'google_compute_router_interface',
  'google_compute_router_peer',
  'google_compute_subnetwork',
  'oci_core_cpe',
  'oci_core_drg',
  'oci_core_drg_attachment',
  'oci_core_internet_gateway',
  'oci_core_ipsec',
  'oci_core_ipsec_connection_tunnel_management',
  'oci_core_route_table',
  'oci_core_security_list',
  'oci_core_subnet',
  'oci_core_vcn',
]);

/** Minutes that a resource usually takes to be made; anything not named takes less than one. */
export const minutes: Readonly<Record<string, number>> = {
  azurerm_virtual_network_gateway: 35,
  azurerm_route_server: 15,
  azurerm_express_route_circuit: 2,
  azurerm_virtual_network_gateway_connection: 2,
  azurerm_linux_virtual_machine: 2,
  aws_vpn_connection: 5,
  aws_vpn_gateway: 1,
  aws_instance: 1,
  google_compute_instance: 1,
  google_compute_vpn_tunnel: 1,
  oci_core_instance: 2,
  oci_core_drg: 1,
  oci_core_ipsec: 2,
  oci_core_virtual_circuit: 5,
};

/** What deleting takes, compared with making. */
export const deletionShare = 0.5;
