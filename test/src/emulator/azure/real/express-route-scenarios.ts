import type { CircuitArpRow } from '../../../../../src/emulator/azure/rest/circuit-arp.ts';
import type { CircuitRouteRow } from '../../../../../src/emulator/azure/rest/circuit-tables.ts';
import { network, resource, subnet } from '../support/arm.ts';
import type { SiteState } from './express-route-site.ts';
import { site } from './express-route-site.ts';
import type { Stage } from './stage.ts';
import {
  connect,
  createStage,
  networkWithMachine,
  nicRoutes,
  peers,
  ping,
  publicAddress,
  routes,
} from './stage.ts';
import { until } from '../../support/until.ts';

const circuit = resource('expressRouteCircuits', 'circuit');
const peering = `${circuit}/peerings/AzurePrivatePeering`;

/** A network with a machine and an ExpressRoute gateway that is connected to the circuit. */
async function connectedNetwork(stage: Stage, name: string, second: number): Promise<void> {
  await networkWithMachine(stage, name, second, `10.${second}.255.0/24`);
  const gateway = resource('virtualNetworkGateways', `${name}-er`);
  await stage.put(gateway, {
    gatewayType: 'ExpressRoute',
    sku: { name: 'ErGw1AZ' },
    ipConfigurations: [
      { name: 'default', properties: { subnet: { id: subnet(name, 'GatewaySubnet') } } },
    ],
  });
  await stage.put(resource('connections', `${name}-circuit`), {
    connectionType: 'ExpressRoute',
    virtualNetworkGateway1: { id: gateway },
    peer: { id: circuit },
  });
}

async function vpnGateway(stage: Stage, name: string): Promise<string> {
  const address = await publicAddress(stage, `${name}-vpn-ip`);
  await stage.put(resource('virtualNetworkGateways', `${name}-vpn`), {
    sku: { name: 'VpnGw1' },
    enableBgp: true,
    ipConfigurations: [
      {
        name: 'default',
        properties: {
          subnet: { id: subnet(name, 'GatewaySubnet') },
          publicIPAddress: { id: resource('publicIPAddresses', `${name}-vpn-ip`) },
        },
      },
    ],
  });
  return address;
}

/** A network with a machine whose gateways are its neighbour's. */
async function spoke(stage: Stage, name: string, second: number, hub: string): Promise<void> {
  await networkWithMachine(stage, name, second, `10.${second}.255.0/24`);
  const peer = (near: string, far: string, flags: object) =>
    stage.put(`${network(near)}/virtualNetworkPeerings/to-${far}`, {
      remoteVirtualNetwork: { id: network(far) },
      allowForwardedTraffic: true,
      ...flags,
    });
  await peer(hub, name, { allowGatewayTransit: true });
  await peer(name, hub, { useRemoteGateways: true });
}

/** `10.1.0.0/16 10.1.255.12* 65515 I` */
async function circuitRoutes(stage: Stage, link: string): Promise<readonly string[]> {
  const { value } = await stage.act<{ readonly value: readonly CircuitRouteRow[] }>(
    peering,
    `routeTables/${link}`,
  );
  return value.map((row) => [row.network, row.nextHop, row.path].join(' ')).toSorted();
}

/** What the site's router has learned, with the paths: `10.1.0.0/16 12076` */
async function siteRoutes(stage: Stage): Promise<readonly string[]> {
  const { bgp } = await stage.linux.observe();
  const learned = (bgp['site']?.routes ?? []).filter(({ source }) => source !== 'network');
  return learned
    .map(({ prefix, asPath, peer }) => `${prefix} ${asPath.join('-')} ${peer}`)
    .toSorted();
}

const statusOf = async (stage: Stage, connection: string) =>
  (await stage.get(resource('connections', connection))).properties['connectionStatus'];

/** A circuit with two networks, a spoke and a VPN gateway beside, which carries on when the circuit fails. */
async function circuitAndBackup(folder: string) {
  const stage = await createStage(folder);
  await stage.put(
    circuit,
    {
      serviceProviderProperties: {
        serviceProviderName: 'Test provider',
        peeringLocation: 'Tokyo',
        bandwidthInMbps: 50,
      },
    },
    { sku: { name: 'Standard_MeteredData', tier: 'Standard', family: 'MeteredData' } },
  );
  await stage.put(peering, {
    peeringType: 'AzurePrivatePeering',
    peerASN: 65150,
    primaryPeerAddressPrefix: '172.16.0.0/30',
    secondaryPeerAddressPrefix: '172.16.0.4/30',
    vlanId: 100,
  });
  const { properties } = await stage.get(circuit);
  await connectedNetwork(stage, 'hub', 1);
  await connectedNetwork(stage, 'other', 2);
  await spoke(stage, 'spoke', 3, 'hub');
  const before = {
    provider: properties['serviceProviderProvisioningState'],
    status: await statusOf(stage, 'hub-circuit'),
  };

  const state: SiteState = {
    serviceKey: String(properties['serviceKey']),
    ordered: true,
    speaking: ['primary', 'secondary'],
  };
  await stage.join(site(state));
  const nic = await until(
    () => nicRoutes(stage, 'hub-nic'),
    (rows) => rows.length === 3 && rows.every((row) => row.includes(',')),
  );
  const seen = {
    provider: (await stage.get(circuit)).properties['serviceProviderProvisioningState'],
    status: await statusOf(stage, 'hub-circuit'),
    site: await until(
      () => siteRoutes(stage),
      (rows) => rows.length === 6,
    ),
    primary: await until(
      () => circuitRoutes(stage, 'primary'),
      (rows) => rows.length === 8,
    ),
    arp: await stage.act<{ readonly value: readonly CircuitArpRow[] }>(
      peering,
      'arpTables/primary',
    ),
    peers: await peers(stage, 'hub-er'),
    learned: await routes(stage, 'hub-er'),
    advertised: await routes(stage, 'hub-er', 'getAdvertisedRoutes', '?peer=10.1.255.4'),
    spoke: await until(
      () => nicRoutes(stage, 'spoke-nic'),
      (rows) => rows.length === 3 && rows.every((row) => row.includes(',')),
    ),
    pings: await pings(stage),
    stats: await Promise.all([circuit, peering].map((id) => stats(stage, id))),
  };

  const vpn = await vpnGateway(stage, 'hub');
  await connect(stage, 'hub-site', {
    gateway: 'hub-vpn',
    address: '198.51.100.1',
    bgp: { asn: 65150, bgpPeeringAddress: '172.31.0.1' },
  });
  state.vpn = vpn;
  const change = (speaking: SiteState['speaking']) => {
    state.speaking = speaking;
    return stage.changed();
  };
  await change(['primary', 'secondary']);
  const both = await until(
    () => nicRoutes(stage, 'hub-nic'),
    (rows) => rows.includes(`172.31.9.0/24 ${vpn}`) && rows.length === 6,
  );
  const secondVpn = {
    both,
    vpnPeers: await peers(stage, 'hub-vpn'),
    siteByCircuit: (await siteRoutes(stage)).filter((row) => row.endsWith('172.16.0.2')),
    pings: await pings(stage),
    byVpn: await ping(stage, 'hub-vm', '172.31.9.1'),
    // Both are in the circuit's /24, the first in the VPN's /25, too.
    ways: [await way(stage, '172.31.8.1'), await way(stage, '172.31.8.129')],
  };

  await change(['secondary']);
  const oneLink = {
    nic: await until(
      () => nicRoutes(stage, 'hub-nic'),
      (rows) => rows.filter((row) => row.includes(',')).length === 1,
    ),
    pings: await pings(stage),
  };
  await change([]);
  const failed = {
    nic: await until(
      () => nicRoutes(stage, 'hub-nic'),
      (rows) => rows.filter((row) => row.endsWith(vpn)).length === 5,
    ),
    pinged: await until(
      () => ping(stage, 'hub-vm', '172.31.0.1'),
      (text) => text !== 'lost',
    ),
    status: await statusOf(stage, 'hub-circuit'),
  };
  await change(['primary', 'secondary']);
  const again = await until(
    () => nicRoutes(stage, 'hub-nic'),
    (rows) => rows.join() === both.join(),
  );
  return { vpn, before, nic, seen, secondVpn, oneLink, failed, again, log: stage.log };
}

/** The gateway that the hub's machine sends by: `g-hub-vpn` */
async function way({ linux }: Stage, destination: string): Promise<string> {
  const { stdout } = await linux.exec('vnet-hub', [
    'ip',
    ...`route get ${destination} from 10.1.0.4 iif c-hub-nic`.split(' '),
  ]);
  return / dev (g-\S+)/.exec(stdout)?.[1] ?? stdout;
}

/** Whether something passed each link, each way. */
async function stats(stage: Stage, id: string): Promise<Readonly<Record<string, boolean>>> {
  const counters: object = await stage.get(`${id}/stats`);
  return Object.fromEntries(Object.entries(counters).map(([name, bytes]) => [name, bytes > 0]));
}

/** From the site to the hub's and the spoke's machines, back, and from network to network. */
async function pings(stage: Stage): Promise<readonly string[]> {
  const ways = [
    ['hub-vm', '172.31.0.1'],
    ['spoke-vm', '172.31.0.1'],
    ['site', '-I 172.31.0.1 10.1.0.4'],
    ['site', '-I 172.31.0.1 10.3.0.4'],
    ['hub-vm', '10.2.0.4'],
  ] as const;
  return Promise.all(
    ways.map(([from, to]) =>
      until(
        () => ping(stage, from, to),
        (text) => text !== 'lost',
      ),
    ),
  );
}

export const expressRouteScenarios = { circuitAndBackup };
