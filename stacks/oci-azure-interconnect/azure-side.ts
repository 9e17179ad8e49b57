import {
  expressRouteGateway,
  machine,
  subnet,
  virtualNetwork,
  vpnGateway,
  type AzureScope,
} from '../azure/index.ts';

export const vnetPrefix = '10.50.0.0/16';
/** What a VPN gateway beside an ExpressRoute gateway must have. */
export const azureAsn = 65515;

/** The pair of addresses in the tunnel, when it has BGP; Azure takes them from 169.254.21.0 to 169.254.22.255. */
export const insideTunnel = { oracle: '169.254.21.1', azure: '169.254.21.2' } as const;

export type AzureSide = ReturnType<typeof azureSide>;

/** A network with both kinds of gateways in one GatewaySubnet, and a machine. */
export function azureSide(azure: AzureScope) {
  const network = virtualNetwork(azure, { name: 'azure-vnet', addressSpace: [vnetPrefix] });
  const gatewaySubnet = subnet(azure, {
    name: 'azure-gateways',
    azureName: 'GatewaySubnet',
    network,
    prefix: '10.50.255.0/26',
  });
  const vpn = vpnGateway(azure, {
    name: 'azure-vpn-gateway',
    subnet: gatewaySubnet,
    asn: azureAsn,
    bgpAddresses: [insideTunnel.azure],
  });
  const expressRoute = expressRouteGateway(azure, {
    name: 'azure-er-gateway',
    subnet: gatewaySubnet,
    // Azure makes one gateway of a network after the other.
    dependsOn: [vpn],
  });
  const vm = machine(azure, {
    name: 'azure-vm',
    user: 'radu',
    cards: [{ subnet: subnet(azure, { name: 'azure-machines', network, prefix: '10.50.1.0/24' }) }],
  });
  return { vpn, expressRoute, vm };
}
