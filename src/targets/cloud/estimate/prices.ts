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
