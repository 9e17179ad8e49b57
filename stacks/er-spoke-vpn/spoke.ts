import {
  connection,
  localNetworkGateway,
  machine,
  peering,
  routeTable,
  sharedKey,
  subnet,
  virtualNetwork,
  vpnGateway,
  type AzureScope,
} from '../azure/index.ts';
import { applianceAddress, type Hub } from './hub.ts';

export interface SpokeParameters {
  /** 10: its network is 10.10.0.0/16. */
  readonly number: number;
  /** Its VPN gateway's AS number. */
  readonly asn: number;
  /** Where its tunnels end: the loopback of a router of the site, which speaks BGP from there, too. */
  readonly onprem: { readonly name: string; readonly loopback: string; readonly asn: number };
}

/**
 * A network that is peered with the hub without using its gateway, and has a VPN gateway with both instances active and
 * private tunnel addresses. Its GatewaySubnet knows the way to the site's router; the rest of it knows nothing of the site.
 */
export function spoke(azure: AzureScope, hub: Hub, parameters: SpokeParameters) {
  const { number, asn, onprem } = parameters;
  const name = `spoke${number}`;
  const network = virtualNetwork(azure, {
    name: `vnet-${name}`,
    addressSpace: [`10.${number}.0.0/16`],
  });
  const gatewaySubnet = subnet(azure, {
    name: `${name}-gateway`,
    azureName: 'GatewaySubnet',
    network,
    prefix: `10.${number}.200.0/24`,
  });
  const wayToSite = routeTable(azure, {
    name: `rt-${name}-GatewaySubnet`,
    subnet: gatewaySubnet,
    routes: {
      [`${onprem.loopback.replaceAll('.', '_')}_32`]: {
        prefix: `${onprem.loopback}/32`,
        appliance: applianceAddress,
      },
    },
  });

  // The hub offers its gateway, and the spoke does not take it.
  const fromHub = peering(azure, {
    name: `hub00-to-${name}`,
    from: hub.network,
    to: network,
    allowForwardedTraffic: true,
    allowGatewayTransit: true,
    dependsOn: [hub.gateway],
  });
  const toHub = peering(azure, {
    name: `${name}-to-hub00`,
    from: network,
    to: hub.network,
    allowForwardedTraffic: true,
    dependsOn: [fromHub],
  });

  const gateway = vpnGateway(azure, {
    name: `vpngw-${name}`,
    subnet: gatewaySubnet,
    asn,
    activeActive: [{}, {}],
    privateAddresses: true,
    sku: 'VpnGw1AZ',
  });
  const made = connection(azure, {
    name: `conn-${name}-${onprem.name}`,
    gateway,
    peer: localNetworkGateway(azure, {
      name: `lng-${onprem.name}`,
      address: onprem.loopback,
      bgp: { asn: onprem.asn, peeringAddress: onprem.loopback },
      dependsOn: [wayToSite],
    }),
    key: sharedKey(azure, `key-${name}`),
    privateAddresses: true,
  });
  const vm = machine(azure, {
    name: `vm-${name}`,
    user: 'skmkzyk',
    cards: [
      {
        subnet: subnet(azure, {
          name: `${name}-default`,
          azureName: 'default',
          network,
          prefix: `10.${number}.0.0/24`,
        }),
      },
    ],
  });
  return { gateway, connection: made, vm, toHub };
}
