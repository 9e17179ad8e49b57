import type { Cloud, CloudFabric } from '../../../../../src/emulator/cloud.ts';
import type {
  BgpNeighbor,
  PrefixFilter,
  RouterNode,
} from '../../../../../src/emulator/fabric/fabric.ts';
import type { PeerTables } from '../../../../../src/emulator/azure/rest/route-server-tables.ts';
import { neighbor, router } from '../../linux/fixtures/fabrics.ts';
import { cardBody, machine, machineBody, network, resource, subnet } from '../support/arm.ts';
import type { Stage } from './stage.ts';
import { createStage, nicRoutes, peers, ping, publicAddress, routes } from './stage.ts';
import { until } from '../../support/until.ts';

/**
 * A hub with an ExpressRoute gateway, a Route Server and an appliance that announces where a spoke's VPN gateway is; the
 * spoke has no use of the hub's gateways, only a VPN gateway with private addresses, and tells its GatewaySubnet alone
 * how to reach the site.
 */
export async function spokeVpn(folder: string) {
  const stage = await createStage(folder, withAppliance);
  await networks(stage);
  await gateways(stage);
  const key = await circuit(stage);
  await stage.join(site(key));
  const connection = resource('bgpConnections', 'appliance').replace(
    '/bgpConnections/',
    '/virtualHubs/rs/bgpConnections/',
  );
  const toldAppliance = await until(
    async () => tableOf(await stage.act<PeerTables>(connection, 'advertisedRoutes')),
    (rows) => rows.length === 6,
  );
  const heardByAppliance = await until(
    () => received(stage, 'hub-vm'),
    (rows) => rows.length === 6,
  );
  const heardBySite = await until(
    () => received(stage, 'site'),
    (rows) => rows.length === 4,
  );
  const spokeCard = await until(
    () => nicRoutes(stage, 'spoke-nic'),
    // Both prefixes, each by both of the gateway's instances.
    (rows) => rows.length === 2 && rows.every((row) => row.includes(',')),
  );
  const fromSite = await until(
    () => pingFrom(stage, 'site', '10.100.10.1', '10.10.0.4'),
    (seen) => seen !== 'lost',
  );
  const joined = {
    toldAppliance,
    learned: tableOf(await stage.act<PeerTables>(connection, 'learnedRoutes')),
    peerState: (await stage.get(connection)).properties['connectionState'],
    heardByAppliance,
    heardBySite,
    hubCard: await nicRoutes(stage, 'hub-nic'),
    spokeCard,
    spokePeers: await peers(stage, 'spoke-gw'),
    toldSite: await routes(stage, 'spoke-gw', 'getAdvertisedRoutes', '?peer=10.100.20.1'),
    hubPeers: await peers(stage, 'er-gw'),
    fromSite,
    fromSpoke: await ping(stage, 'spoke-vm', '10.100.10.1'),
    hubFromSite: await pingFrom(stage, 'site', '10.100.20.1', '10.0.0.4'),
    toGateway: await pingFrom(stage, 'site', '10.100.20.1', '10.10.200.4'),
    tunnels: (await stage.get(resource('connections', 'spoke-site'))).properties[
      'tunnelConnectionStatus'
    ] as readonly { readonly tunnel: string; readonly connectionStatus: string }[],
    addresses: (
      (await stage.get(resource('virtualNetworkGateways', 'spoke-gw'))).properties[
        'bgpSettings'
      ] as {
        bgpPeeringAddresses: {
          defaultBgpIpAddresses: string[];
          tunnelIpAddresses: string[];
        }[];
      }
    ).bgpPeeringAddresses.map((entry) => [
      ...entry.defaultBgpIpAddresses,
      ...entry.tunnelIpAddresses.filter((address) => address.startsWith('10.')),
    ]),
  };
  const apart = await branchToBranch(stage, false);
  return { ...joined, apart, again: await branchToBranch(stage, true), log: stage.log };
}

/** What the appliance and the site hear by the Route Server and the circuit, with branch-to-branch traffic on or off. */
async function branchToBranch(stage: Stage, allowBranchToBranchTraffic: boolean) {
  const hub = resource('virtualHubs', 'rs');
  await stage.put(hub, { sku: 'Standard', allowBranchToBranchTraffic });
  return {
    appliance: await until(
      () => received(stage, 'hub-vm'),
      (rows) => rows.length === (allowBranchToBranchTraffic ? 6 : 2),
    ),
    site: await until(
      async () => (await received(stage, 'site')).filter((row) => row.startsWith('172.16.')),
      (rows) => rows.length === (allowBranchToBranchTraffic ? 2 : 1),
    ),
  };
}

async function networks(stage: Stage) {
  for (const [name, second] of [
    ['hub', 0],
    ['spoke', 10],
  ] as const) {
    await stage.put(network(name), { addressSpace: { addressPrefixes: [`10.${second}.0.0/16`] } });
    await stage.put(subnet(name, 'default'), { addressPrefix: `10.${second}.0.0/24` });
    const card = resource('networkInterfaces', `${name}-nic`);
    const { properties } = cardBody(subnet(name, 'default'));
    await stage.put(card, { ...properties, enableIPForwarding: name === 'hub' });
    await stage.put(machine(`${name}-vm`), machineBody([card]).properties);
  }
  await stage.put(resource('routeTables', 'to-site'), {
    routes: [
      {
        name: 'site',
        properties: {
          addressPrefix: '10.100.20.1/32',
          nextHopType: 'VirtualAppliance',
          nextHopIpAddress: '10.0.0.4',
        },
      },
    ],
  });
  await stage.put(subnet('hub', 'GatewaySubnet'), { addressPrefix: '10.0.200.0/24' });
  await stage.put(subnet('hub', 'RouteServerSubnet'), { addressPrefix: '10.0.210.0/24' });
  await stage.put(subnet('spoke', 'GatewaySubnet'), {
    addressPrefix: '10.10.200.0/24',
    routeTable: { id: resource('routeTables', 'to-site') },
  });
  for (const [from, to] of [
    ['hub', 'spoke'],
    ['spoke', 'hub'],
  ] as const) {
    await stage.put(`${network(from)}/virtualNetworkPeerings/to-${to}`, {
      remoteVirtualNetwork: { id: network(to) },
      allowForwardedTraffic: true,
    });
  }
}

async function gateways(stage: Stage) {
  await publicAddress(stage, 'rs-ip');
  const hub = resource('virtualHubs', 'rs');
  await stage.put(hub, { sku: 'Standard', allowBranchToBranchTraffic: true });
  await stage.put(`${hub}/ipConfigurations/ipconfig`, {
    subnet: { id: subnet('hub', 'RouteServerSubnet') },
    publicIPAddress: { id: resource('publicIPAddresses', 'rs-ip') },
  });
  await stage.put(`${hub}/bgpConnections/appliance`, { peerIp: '10.0.0.4', peerAsn: '65001' });

  const addresses = ['spoke-ip0', 'spoke-ip1'];
  for (const name of addresses) await publicAddress(stage, name);
  const gateway = resource('virtualNetworkGateways', 'spoke-gw');
  await stage.put(gateway, {
    sku: { name: 'VpnGw1AZ' },
    enableBgp: true,
    activeActive: true,
    enablePrivateIpAddress: true,
    bgpSettings: { asn: 65155 },
    ipConfigurations: addresses.map((name) => ({
      name,
      properties: {
        subnet: { id: subnet('spoke', 'GatewaySubnet') },
        publicIPAddress: { id: resource('publicIPAddresses', name) },
      },
    })),
  });
  const local = resource('localNetworkGateways', 'site');
  await stage.put(local, {
    gatewayIpAddress: '10.100.20.1',
    bgpSettings: { asn: 65150, bgpPeeringAddress: '10.100.20.1' },
  });
  await stage.put(resource('connections', 'spoke-site'), {
    connectionType: 'IPsec',
    virtualNetworkGateway1: { id: gateway },
    localNetworkGateway2: { id: local },
    sharedKey: 'Secret123',
    enableBgp: true,
    useLocalAzureIpAddress: true,
  });
}

/** Its service key. */
async function circuit(stage: Stage): Promise<string> {
  const id = resource('expressRouteCircuits', 'circuit');
  await stage.put(
    id,
    {
      serviceProviderProperties: {
        serviceProviderName: 'Exchange',
        peeringLocation: 'Tokyo',
        bandwidthInMbps: 50,
      },
    },
    { sku: { name: 'Standard_MeteredData', tier: 'Standard', family: 'MeteredData' } },
  );
  await stage.put(`${id}/peerings/AzurePrivatePeering`, {
    peeringType: 'AzurePrivatePeering',
    peerASN: 65150,
    primaryPeerAddressPrefix: '172.16.0.0/30',
    secondaryPeerAddressPrefix: '172.16.0.4/30',
    vlanId: 714,
  });
  await publicAddress(stage, 'er-ip');
  const gateway = resource('virtualNetworkGateways', 'er-gw');
  await stage.put(gateway, {
    gatewayType: 'ExpressRoute',
    sku: { name: 'Standard' },
    ipConfigurations: [
      {
        name: 'default',
        properties: {
          subnet: { id: subnet('hub', 'GatewaySubnet') },
          publicIPAddress: { id: resource('publicIPAddresses', 'er-ip') },
        },
      },
    ],
  });
  await stage.put(resource('connections', 'hub-circuit'), {
    connectionType: 'ExpressRoute',
    virtualNetworkGateway1: { id: gateway },
    peer: { id },
  });
  return String((await stage.get(id)).properties['serviceKey']);
}

const only = (...prefixes: readonly string[]): PrefixFilter => ({
  rules: prefixes.map((prefix) => ({ action: 'permit', prefix })),
  otherwise: 'deny',
});

/** In the place of the hub's machine, a router that speaks BGP with both of the Route Server's addresses. */
function withAppliance(fabric: CloudFabric): CloudFabric {
  const byRouter = [{ device: 'eth0', gateway: '10.0.0.1' }];
  const toServer = (address: string): BgpNeighbor =>
    neighbor(address, 65515, '10.0.0.4', { outbound: only('10.10.200.0/24') });
  const appliance: RouterNode = router('hub-vm', {
    routes: ['0.0.0.0/0', '10.0.210.0/24', '10.10.200.0/24'].map((to) => ({ to, via: byRouter })),
    bgp: {
      asn: 65001,
      routerId: '10.0.0.4',
      networks: ['10.10.200.0/24'],
      neighbors: [toServer('10.0.210.4'), toServer('10.0.210.5')],
    },
  });
  return {
    ...fabric,
    nodes: fabric.nodes.map((node) => (node.name === 'hub-vm' ? appliance : node)),
  };
}

/** A router of AS 65150: its tunnels and its BGP with the spoke's gateway start at one loopback. */
function site(key: string): Cloud {
  const toGateway = (address: string): BgpNeighbor =>
    neighbor(address, 65155, '10.100.20.1', { outbound: only('10.100.10.0/24') });
  const node = router('site', {
    loopbacks: ['10.100.20.1', '10.100.10.1'],
    routes: [0, 1].map((index) => ({
      to: `10.10.200.${6 + index}/32`,
      via: [{ device: `tun${index}` }],
    })),
    bgp: {
      asn: 65150,
      routerId: '172.16.0.1',
      networks: ['10.100.10.0/24', '10.100.20.1/32'],
      neighbors: [
        neighbor('172.16.0.2', 12076, '172.16.0.1', {
          multihop: false,
          outbound: only('10.100.10.0/24', '10.100.20.1/32'),
        }),
        toGateway('10.10.200.6'),
        toGateway('10.10.200.7'),
      ],
    },
  });
  return {
    name: 'onprem',
    handle: () => Promise.resolve({ status: 501 }),
    terraform: { provider: 'none', resources: {} },
    circuits: () => ({ offers: [], orders: [{ key, provider: 'Exchange' }] }),
    compile: () => ({
      nodes: [node],
      links: [],
      announcements: [],
      openEnds: [
        {
          name: `${key} primary`,
          end: { node: 'site', device: 'circuit', addresses: ['172.16.0.1/30'] },
        },
      ],
      tunnels: [0, 1].map((index) => ({
        name: `site-${index}`,
        outer: 'site',
        outerDevice: `ike${index}`,
        inner: 'site',
        innerDevice: `tun${index}`,
        localAddress: '10.100.20.1',
        remoteAddress: `10.10.200.${4 + index}`,
        presharedKey: 'Secret123',
        role: 'both',
        ikeProposals: ['aes256-sha1-modp1024'],
        espProposals: ['aes256gcm16'],
        localSelectors: ['0.0.0.0/0'],
        remoteSelectors: ['0.0.0.0/0'],
        timers: { dpdDelay: 2, retransmitTimeout: 0.5, retransmitTries: 4, retryDelay: 1 },
      })),
    }),
  };
}

/** `10.0.210.4 10.0.0.0/16 65515`: peer, prefix and path of each route that a router learned. */
async function received(stage: Stage, node: string): Promise<readonly string[]> {
  const { bgp } = await stage.linux.observe();
  return (bgp[node]?.routes ?? [])
    .filter(({ source }) => source !== 'network')
    .map(({ peer, prefix, asPath }) => [peer, prefix, ...asPath].join(' '))
    .toSorted();
}

/** `0 10.0.0.0/16 10.0.210.4 65515` */
function tableOf(tables: PeerTables): readonly string[] {
  return [tables.RouteServiceRole_IN_0, tables.RouteServiceRole_IN_1].flatMap((rows, index) =>
    rows.map((row) => [index, row.network, row.nextHop, row.asPath].join(' ')),
  );
}

async function pingFrom(stage: Stage, node: string, source: string, destination: string) {
  const text = await stage.run(node, `ping -c 1 -W 1 -I ${source} ${destination}`);
  return /ttl=(\d+)/.exec(text)?.[1] === undefined ? 'lost' : 'answered';
}
