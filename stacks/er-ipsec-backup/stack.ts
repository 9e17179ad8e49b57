import {
  azureScope,
  connection,
  gatewayPeering,
  localNetworkGateway,
  machine,
  sharedKey,
  subnet,
  virtualNetwork,
  vpnGateway,
  waitForAddress,
} from '../azure/index.ts';
import { defineStack } from '../define-stack.ts';

/** What the lab changes on its way. The defaults are the healthy state that it starts from. */
export interface ErIpsecBackupProps {
  /** Where VNG1 looks for the BGP speaker of VNG3. An unused address stands for a failed ExpressRoute. @default 10.4.0.254 */
  readonly lng1PeeringAddress?: string;
  /** `gateway-transit`: VNet1 uses the gateway of VNet2. `plain`: VNet1 and VNet2 only reach each other. @default gateway-transit */
  readonly hubPeering?: 'gateway-transit' | 'plain';
  /** Peers VNet1 with VNet3 and lets it use the gateway there: the backup path. @default false */
  readonly backupPeering?: boolean;
}

/**
 * Five virtual networks and three VPN gateways: production (VNet1), a hub whose gateway stands for
 * ExpressRoute and whose Linux machine is the NAT gateway (VNet2), a hub for the IPsec backup
 * (VNet3), the SD-WAN provider's hub (VNet4) and an office behind it (VNet5).
 *
 * Names and addresses follow the lab of Hans, https://github.com/hans-vvv/Azure/tree/main/Demo6.
 */
export default defineStack('er-ipsec-backup', (scope, props: ErIpsecBackupProps, environment) => {
  const {
    lng1PeeringAddress = '10.4.0.254',
    hubPeering = 'gateway-transit',
    backupPeering = false,
  } = props;
  const azure = azureScope(scope, {
    resourceGroup: 'rg-we',
    location: 'West Europe',
    environment,
  });
  const user = 'hans';

  const network = (number: number) =>
    virtualNetwork(azure, { name: `vnet${number}`, addressSpace: [`10.${number}.0.0/16`] });
  const [vnet1, vnet2, vnet3, vnet4, vnet5] = [1, 2, 3, 4, 5].map(network) as FiveNetworks;

  const vnet1Sub1 = subnet(azure, { name: 'vnet1-sub1', network: vnet1, prefix: '10.1.0.0/24' });
  const vnet2Sub1 = subnet(azure, { name: 'vnet2-sub1', network: vnet2, prefix: '10.2.1.0/24' });
  const vnet2Sub2 = subnet(azure, { name: 'vnet2-sub2', network: vnet2, prefix: '10.2.2.0/24' });
  const vnet5Sub1 = subnet(azure, { name: 'vnet5-sub1', network: vnet5, prefix: '10.5.0.0/24' });

  const gateway = (name: string, network: typeof vnet1, prefix: string, asn: number) =>
    vpnGateway(azure, {
      name,
      asn,
      subnet: subnet(azure, {
        name: `${name}-gwsubnet`,
        azureName: 'GatewaySubnet',
        network,
        prefix,
      }),
    });
  const vng1 = gateway('vng1', vnet2, '10.2.0.0/24', 65000);
  const vng2 = gateway('vng2', vnet3, '10.3.0.0/24', 65010);
  const vng3 = gateway('vng3', vnet4, '10.4.0.0/24', 65020);

  const vm1 = machine(azure, { name: 'vm1', user, cards: [{ subnet: vnet1Sub1 }] });
  const vm2 = machine(azure, { name: 'vm2', user, cards: [{ subnet: vnet5Sub1 }] });
  const vm3 = machine(azure, {
    name: 'vm3',
    user,
    cards: [
      { subnet: vnet2Sub1, ipForwarding: true },
      { subnet: vnet2Sub2, ipForwarding: true },
    ],
  });

  const vng1Address = waitForAddress(azure, vng1);
  const vng2Address = waitForAddress(azure, vng2);
  const vng3Address = waitForAddress(azure, vng3);
  const lng1 = localNetworkGateway(azure, {
    name: 'lng1',
    address: vng3Address,
    addressSpace: ['10.4.0.0/16'],
    bgp: { asn: 65020, peeringAddress: lng1PeeringAddress },
    dependsOn: [vng3],
  });
  const lng2 = localNetworkGateway(azure, {
    name: 'lng2',
    address: vng3Address,
    addressSpace: ['10.4.0.0/16'],
    bgp: { asn: 65020, peeringAddress: '10.4.0.254' },
    dependsOn: [vng3],
  });
  const lng3 = localNetworkGateway(azure, {
    name: 'lng3',
    address: vng1Address,
    addressSpace: ['10.2.0.0/16'],
    bgp: { asn: 65000, peeringAddress: '10.2.0.254' },
    dependsOn: [vng1],
  });
  const lng4 = localNetworkGateway(azure, {
    name: 'lng4',
    address: vng2Address,
    addressSpace: ['10.3.0.0/16'],
    bgp: { asn: 65010, peeringAddress: '10.3.0.254' },
    dependsOn: [vng2],
  });

  const key13 = sharedKey(azure, 'key-vng1-vng3');
  const key23 = sharedKey(azure, 'key-vng2-vng3');
  const vng1ToVng3 = connection(azure, {
    name: 'vng1-to-vng3',
    gateway: vng1,
    peer: lng1,
    key: key13,
  });
  const vng3ToVng1 = connection(azure, {
    name: 'vng3-to-vng1',
    gateway: vng3,
    peer: lng3,
    key: key13,
  });
  const vng2ToVng3 = connection(azure, {
    name: 'vng2-to-vng3',
    gateway: vng2,
    peer: lng2,
    key: key23,
  });
  const vng3ToVng2 = connection(azure, {
    name: 'vng3-to-vng2',
    gateway: vng3,
    peer: lng4,
    key: key23,
  });

  const production = gatewayPeering(azure, {
    hub: vnet2,
    spoke: vnet1,
    gateway: vng1,
    transit: hubPeering === 'gateway-transit',
  });
  if (backupPeering) {
    gatewayPeering(azure, {
      hub: vnet3,
      spoke: vnet1,
      gateway: vng2,
      transit: true,
      // A network uses the gateway of one other network at most: first the old one is let go.
      dependsOn: [production.spokeToHub],
    });
  }
  const office = gatewayPeering(azure, {
    hub: vnet4,
    spoke: vnet5,
    gateway: vng3,
    transit: true,
  });

  return {
    vnet1,
    vnet2,
    vnet3,
    vnet4,
    vnet5,
    vnet1Sub1,
    vm1,
    vm2,
    vm3,
    vng1,
    vng2,
    vng3,
    lng1,
    lng2,
    lng3,
    lng4,
    vng1ToVng3,
    vng3ToVng1,
    vng2ToVng3,
    vng3ToVng2,
    vnet1ToVnet2: production.spokeToHub,
    vnet2ToVnet1: production.hubToSpoke,
    vnet4ToVnet5: office.hubToSpoke,
    vnet5ToVnet4: office.spokeToHub,
  };
});

type Network = ReturnType<typeof virtualNetwork>;
type FiveNetworks = [Network, Network, Network, Network, Network];
