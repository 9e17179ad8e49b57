import {
  expressRouteCircuit,
  expressRouteGateway,
  machine,
  routeServer,
  routeServerPeer,
  subnet,
  virtualNetwork,
  type AzureScope,
} from '../azure/index.ts';

/** Of the Linux machine that routes in the hub: spokes send to it what is for the site. */
export const applianceAddress = '10.0.0.4';

export type Hub = ReturnType<typeof hub00>;

/** The network that the circuit ends in: ExpressRoute gateway, Route Server, and the Linux machine that peers with it. */
export function hub00(azure: AzureScope, { provider }: { readonly provider: string }) {
  const network = virtualNetwork(azure, { name: 'vnet-hub00', addressSpace: ['10.0.0.0/16'] });
  const circuit = expressRouteCircuit(azure, {
    name: 'er-tokyo',
    serviceProvider: provider,
    peeringLocation: 'Tokyo',
  });
  const gateway = expressRouteGateway(azure, {
    name: 'ergw-hub00',
    subnet: subnet(azure, {
      name: 'hub00-gateway',
      azureName: 'GatewaySubnet',
      network,
      prefix: '10.0.200.0/24',
    }),
  });
  const vm = machine(azure, {
    name: 'vm-hub00',
    user: 'skmkzyk',
    cards: [
      {
        subnet: subnet(azure, {
          name: 'hub00-default',
          azureName: 'default',
          network,
          prefix: '10.0.0.0/24',
        }),
        address: applianceAddress,
        ipForwarding: true,
      },
    ],
  });
  const server = routeServer(azure, {
    name: 'rs-hub00',
    branchToBranch: true,
    subnet: subnet(azure, {
      name: 'hub00-route-server',
      azureName: 'RouteServerSubnet',
      network,
      prefix: '10.0.210.0/24',
    }),
    // Azure changes one gateway of a network at a time, and a Route Server counts as one.
    dependsOn: [gateway],
  });
  routeServerPeer(azure, {
    name: 'vm-hub00-peering',
    azureName: 'vm-hub00',
    server,
    address: applianceAddress,
    asn: 65001,
    dependsOn: [vm],
  });
  return { network, circuit, gateway, vm, routeServer: server };
}
