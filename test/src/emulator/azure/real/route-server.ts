import type { CloudFabric } from '../../../../../src/emulator/cloud.ts';
import type { PeerTables } from '../../../../../src/emulator/azure/rest/route-server-tables.ts';
import { neighbor, router } from '../../linux/fixtures/fabrics.ts';
import { cardBody, machine, machineBody, network, resource, subnet } from '../support/arm.ts';
import { customer } from './customer.ts';
import type { Stage } from './stage.ts';
import {
  connect,
  createStage,
  nicRoutes,
  peers,
  ping,
  publicAddress,
  routes,
  site,
} from './stage.ts';
import { until } from '../../support/until.ts';

const hub = resource('virtualHubs', 'rs');
const connection = `${hub}/bgpConnections/nva`;

/** A Route Server beside a VPN gateway; a spoke uses both; a customer is behind the gateway, 192.168.50.0/24 behind an appliance. */
export async function routeServer(folder: string) {
  const stage = await createStage(folder, withAppliance);
  const [address = ''] = await site(stage, 'hub', 1, { asn: 65515 });
  await appliance(stage);
  await spoke(stage);
  await connect(stage, 'customer', {
    gateway: 'hub-gw',
    address: '198.51.100.1',
    bgp: { asn: 65002, bgpPeeringAddress: '172.31.0.1' },
  });
  await stage.join(
    customer([
      {
        name: 'tun',
        remote: address,
        local: '198.51.100.1',
        bgp: { own: '172.31.0.1', peer: '10.1.255.4', asn: 65515 },
      },
    ]),
  );
  const spokeRows = await until(
    () => nicRoutes(stage, 'spoke-nic'),
    (rows) => rows.filter((row) => row.includes(',')).length === 2,
  );
  const apart = {
    spokeRows,
    hubRows: await nicRoutes(stage, 'hub-nic'),
    fromHub: await ping(stage, 'hub-vm', '192.168.50.1'),
    fromSpoke: await ping(stage, 'spoke-vm', '192.168.50.1'),
    heardByCustomer: await until(
      () => heard(stage, 'customer'),
      (rows) => rows.length === 2,
    ),
    toldAppliance: (
      await until(
        async () => (await advertised(stage)).RouteServiceRole_IN_0,
        (rows) => rows.length > 0,
      )
    ).map((row) => row.network),
    peers: await until(
      () => peers(stage, 'hub-gw'),
      (rows) =>
        rows.filter((row) => row.includes('10.1.210.')).every((row) => row.includes('Connected')),
    ),
  };
  await stage.put(hub, { sku: 'Standard', allowBranchToBranchTraffic: true });
  const heardByCustomer = await until(
    () => heard(stage, 'customer'),
    (rows) => rows.length === 3,
  );
  const toldAppliance = await until(
    async () => (await advertised(stage)).RouteServiceRole_IN_0,
    (rows) => rows.length === 3,
  );
  const joined = {
    heardByCustomer,
    toldAppliance: toldAppliance.map((row) => `${row.network} ${row.nextHop} ${row.asPath}`),
    learned: (await routes(stage, 'hub-gw')).filter((row) => row.includes('192.168.50.0')),
    rows: await nicRoutes(stage, 'spoke-nic'),
    fromCustomer: await until(
      () => ping(stage, 'customer', '-I 172.16.0.1 192.168.50.1'),
      (seen) => seen !== 'lost',
    ),
  };
  await forbidAdvertising(stage);
  const kept = {
    heardByCustomer: await until(
      () => heard(stage, 'customer'),
      (rows) => rows.length === 2,
    ),
    rows: await nicRoutes(stage, 'spoke-nic'),
    fromSpoke: await ping(stage, 'spoke-vm', '192.168.50.1'),
  };
  return { apart, joined, kept, log: stage.log };
}

/** The appliance asks that its route be told to nobody (RFC 1997, NO_ADVERTISE). */
async function forbidAdvertising({ linux }: Stage): Promise<void> {
  const lines = [
    'configure terminal',
    'route-map SILENT permit 10',
    'set community no-advertise',
    'exit',
    'router bgp 65001',
    'address-family ipv4 unicast',
    // On the way out: a router tells nobody what is marked so in its own table.
    ...['10.1.210.4', '10.1.210.5'].map((server) => `neighbor ${server} route-map SILENT out`),
  ];
  await linux.exec('nva', ['vtysh', '-N', 'nva', ...lines.flatMap((line) => ['-c', line])]);
}

const advertised = (stage: Stage) => stage.act<PeerTables>(connection, 'advertisedRoutes');

async function appliance(stage: Stage) {
  const card = resource('networkInterfaces', 'nva-nic');
  const { properties } = cardBody(subnet('hub', 'sub'));
  await stage.put(card, { ...properties, enableIPForwarding: true });
  await stage.put(machine('nva'), machineBody([card]).properties);
  await stage.put(subnet('hub', 'RouteServerSubnet'), { addressPrefix: '10.1.210.0/27' });
  await publicAddress(stage, 'rs-ip');
  await stage.put(hub, { sku: 'Standard' });
  await stage.put(`${hub}/ipConfigurations/ipconfig`, {
    subnet: { id: subnet('hub', 'RouteServerSubnet') },
    publicIPAddress: { id: resource('publicIPAddresses', 'rs-ip') },
  });
  await stage.put(connection, { peerIp: '10.1.0.5', peerAsn: 65001 });
}

async function spoke(stage: Stage) {
  await stage.put(network('spoke'), { addressSpace: { addressPrefixes: ['10.2.0.0/16'] } });
  await stage.put(subnet('spoke', 'sub'), { addressPrefix: '10.2.0.0/24' });
  const card = resource('networkInterfaces', 'spoke-nic');
  await stage.put(card, cardBody(subnet('spoke', 'sub')).properties);
  await stage.put(machine('spoke-vm'), machineBody([card]).properties);
  await stage.put(`${network('hub')}/virtualNetworkPeerings/to-spoke`, {
    remoteVirtualNetwork: { id: network('spoke') },
    allowGatewayTransit: true,
    allowForwardedTraffic: true,
  });
  await stage.put(`${network('spoke')}/virtualNetworkPeerings/to-hub`, {
    remoteVirtualNetwork: { id: network('hub') },
    useRemoteGateways: true,
    allowForwardedTraffic: true,
  });
}

function withAppliance(fabric: CloudFabric): CloudFabric {
  const byRouter = [{ device: 'eth0', gateway: '10.1.0.1' }];
  const node = router('nva', {
    loopbacks: ['192.168.50.1'],
    routes: ['0.0.0.0/0', '10.1.210.0/27'].map((to) => ({ to, via: byRouter })),
    bgp: {
      asn: 65001,
      routerId: '10.1.0.5',
      networks: ['192.168.50.0/24'],
      neighbors: ['10.1.210.4', '10.1.210.5'].map((address) =>
        neighbor(address, 65515, '10.1.0.5'),
      ),
    },
  });
  return { ...fabric, nodes: fabric.nodes.map((one) => (one.name === 'nva' ? node : one)) };
}

/** `10.1.0.0/16 65515` of each route that a router learned. */
async function heard(stage: Stage, node: string): Promise<readonly string[]> {
  const { bgp } = await stage.linux.observe();
  return (bgp[node]?.routes ?? [])
    .filter(({ source }) => source !== 'network')
    .map(({ prefix, asPath }) => [prefix, ...asPath].join(' '))
    .toSorted();
}
