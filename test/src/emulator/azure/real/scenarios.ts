import { setTimeout as sleep } from 'node:timers/promises';
import { resource, subnet } from '../support/arm.ts';
import { behindNat, customer } from './customer.ts';
import { expressRouteScenarios } from './express-route-scenarios.ts';
import { routeServer } from './route-server.ts';
import { spokeVpn } from './spoke-vpn.ts';
import type { Shown, Stage } from './stage.ts';
import {
  connect,
  createStage,
  flows,
  networkWithMachine,
  nicRoutes,
  peers,
  ping,
  routes,
  site,
} from './stage.ts';
import { until } from '../../support/until.ts';

/** What is done inside an enclosure; tests look at what it returns. */
export const scenarios = {
  mesh,
  oneAddressKnown,
  networks,
  narrow,
  ...expressRouteScenarios,
  spokeVpn,
  routeServer,
};

/** Whether the sessions of a gateway that are up have received so many routes, the fewest first. */
const received =
  (...expected: readonly number[]) =>
  (rows: readonly string[]) => {
    const counts = rows
      .filter((row) => row.includes(' Connected '))
      .map((row) => Number(row.split(' ').at(-1)));
    return counts.toSorted((left, right) => left - right).join() === expected.join();
  };

/** `aws00_20.61.0.4 Connected` */
const tunnels = ({ properties }: Shown) =>
  (properties['tunnelConnectionStatus'] as { tunnel: string; connectionStatus: string }[]).map(
    ({ tunnel, connectionStatus }) => `${tunnel} ${connectionStatus}`,
  );

/** Two active-active gateways, each with both addresses of the other. */
async function mesh(folder: string) {
  const stage = await createStage(folder);
  const left = await site(stage, 'left', 1, { asn: 65001 });
  const right = await site(stage, 'right', 2, { asn: 65002 });
  for (const [near, far, addresses, asn, second] of [
    ['left', 'right', right, 65002, 2],
    ['right', 'left', left, 65001, 1],
  ] as const) {
    for (const [index, address] of addresses.entries()) {
      await connect(stage, `${near}-${far}${index}`, {
        gateway: `${near}-gw`,
        address,
        bgp: { asn, bgpPeeringAddress: `10.${second}.255.${4 + index}` },
      });
    }
  }
  const healthy = await until(() => peers(stage, 'left-gw'), received(1, 1, 1, 1, 3, 3));
  const nic = await until(
    () => nicRoutes(stage, 'left-nic'),
    (rows) => rows.length === 3 && rows.every((row) => row.includes(',')),
  );
  const pinged = await until(
    () => ping(stage, 'left-vm', '10.2.0.4'),
    (seen) => seen !== 'lost',
  );
  const learned = await routes(stage, 'left-gw');
  const advertised = await routes(stage, 'left-gw', 'getAdvertisedRoutes', '?peer=10.2.255.4');
  const inside = await routes(stage, 'left-gw', 'getAdvertisedRoutes', '?peer=10.1.255.5');
  const connection = await stage.get(resource('connections', 'left-right0'));
  return {
    healthy,
    nic,
    pinged,
    learned,
    advertised,
    inside,
    connectionStatus: connection.properties['connectionStatus'],
    tunnels: tunnels(connection),
    log: stage.log,
  };
}

const customerAddresses = ['198.51.100.1', '198.51.100.2'] as const;

/** A customer's two devices with automatic private addresses; each knows one of the gateway's two public addresses. */
async function oneAddressKnown(folder: string) {
  const stage = await createStage(folder);
  const addresses = await site(stage, 'az', 1, {
    asn: 65001,
    custom: [
      ['169.254.21.2', '169.254.21.6'],
      ['169.254.22.2', '169.254.22.6'],
    ],
  });
  for (const [index, address] of customerAddresses.entries()) {
    await connect(stage, `cn${index}`, {
      gateway: 'az-gw',
      address,
      bgp: { asn: 65002, bgpPeeringAddress: `169.254.2${index + 1}.5` },
      custom: ['169.254.21.6', '169.254.22.6'],
    });
  }
  await stage.join(
    customer(
      customerAddresses.map((local, index) => ({
        name: `tun${index}`,
        local,
        remote: addresses[index] ?? '',
        bgp: { own: `169.254.2${index + 1}.5`, peer: `169.254.2${index + 1}.6`, asn: 65001 },
      })),
    ),
  );
  const pingCustomer = (times = 1) => stage.run('az-vm', `ping -c ${times} -i 0.1 -W 1 172.16.0.1`);
  const healthy = await until(() => peers(stage, 'az-gw'), received(1, 1, 2, 2));
  const nic = await until(
    () => nicRoutes(stage, 'az-nic'),
    (rows) => rows.length === 3 && rows.every((row) => row.includes(',')),
  );
  const loopbacks = await stage.run('az-gw-0', 'ip -br addr show lo');
  const pinged = await until(
    () => ping(stage, 'az-vm', '172.16.0.1'),
    (seen) => seen !== 'lost',
  );
  const back = await stage.run('customer', 'ping -c 1 -W 1 -I 172.16.0.1 10.1.0.4');
  const states = await Promise.all(
    ['cn0', 'cn1'].map((name) => stage.get(resource('connections', name))),
  );
  const listed = await stage.list(resource('connections', '').replace(/\/$/, ''));

  // Each host route leads by the instance that has the tunnel, whatever the flow.
  const peerPings = await Promise.all(
    ['169.254.21.5', '169.254.22.5'].map((address) => ping(stage, 'az-vm', address)),
  );

  const before = await Promise.all([0, 1].map((index) => carried(stage, index)));
  const shared = await flows(stage, 'az-vm', '172.16.0.1');
  const after = await Promise.all([0, 1].map((index) => carried(stage, index)));

  const away = await takeAway(stage, addresses[0] ?? '');
  const again = await until(() => peers(stage, 'az-gw'), received(1, 1, 2, 2));
  const afterwards = await pingCustomer();

  // Instance 0 has no tunnel of its own any more, and goes by the other.
  await stage.remove(resource('connections', 'cn0'));
  const byTwin = await until(
    () => nicRoutes(stage, 'az-nic'),
    (rows) => rows.length === 2 && rows.every((row) => row.includes(',')),
  );
  const flowsByTwin = await flows(stage, 'az-vm', '172.16.0.1');
  return {
    addresses,
    healthy,
    nic,
    loopbacks,
    pinged,
    peerPings,
    shared,
    bothCarried: after.every((bytes, index) => bytes > (before[index] ?? 0) + 700),
    byTwin,
    flowsByTwin,
    back: /ttl=(\d+)/.exec(back)?.[1],
    connections: states.map((shown) => ({
      status: shown.properties['connectionStatus'],
      tunnels: tunnels(shown),
    })),
    listed: listed.map(({ name, properties }) => ({
      name,
      tunnels: properties['tunnelConnectionStatus'] ?? null,
      counted: Number(properties['ingressBytesTransferred']) > 0,
    })),
    away,
    again,
    afterwards: afterwards.includes(' 0% packet loss'),
    log: stage.log,
  };
}

/** Bytes that an instance has put into its tunnel. */
async function carried(stage: Stage, index: number): Promise<number> {
  const text = await stage.run(`az-gw-${index}`, `ip -s -j link show dev t-cn${index}`);
  const [link] = JSON.parse(text) as {
    readonly stats64: { readonly tx: { readonly bytes: number } };
  }[];
  return link?.stats64.tx.bytes ?? 0;
}

/** Resets one instance and looks while it is away, with a steady ping. */
async function takeAway(stage: Stage, vip: string) {
  const steady = stage.run('az-vm', 'ping -c 60 -i 0.1 -W 1 172.16.0.1');
  await sleep(300);
  const reset = stage.act<Shown>(
    resource('virtualNetworkGateways', 'az-gw'),
    'reset',
    `?gatewayVip=${vip}`,
  );
  const nic = await until(
    () => nicRoutes(stage, 'az-nic'),
    (rows) => rows.every((row) => !row.includes(',')),
  );
  const rows = await until(
    () => peers(stage, 'az-gw'),
    (seen) => seen.some((row) => row.includes('10.1.255.4 65001 Connecting')),
  );
  const connection = await stage.get(resource('connections', 'cn0'));
  const stillReachable = await until(
    async () => (await ping(stage, 'az-vm', '172.16.0.1')) !== 'lost',
    (seen) => seen,
  );
  const answers = Number(/(\d+) received/.exec(await steady)?.[1]);
  const { name } = await reset;
  return {
    nic,
    rows,
    status: connection.properties['connectionStatus'],
    received: answers,
    stillReachable,
    name,
  };
}

/** Virtual network to virtual network: one connection in each direction, first with BGP between active-active gateways. */
async function networks(folder: string) {
  const stage = await createStage(folder);
  await site(stage, 'left', 1, { asn: 65001 });
  await site(stage, 'right', 2, { asn: 65002 });
  const join = (near: string, far: string, enableBgp: boolean) =>
    stage.put(resource('connections', `${near}-${far}`), {
      connectionType: 'Vnet2Vnet',
      virtualNetworkGateway1: { id: resource('virtualNetworkGateways', `${near}-gw`) },
      virtualNetworkGateway2: { id: resource('virtualNetworkGateways', `${far}-gw`) },
      sharedKey: 'Secret123',
      enableBgp,
    });
  await join('left', 'right', true);
  await sleep(2000);
  const oneSided = await stage.get(resource('connections', 'left-right'));
  await join('right', 'left', true);
  const healthy = await until(() => peers(stage, 'left-gw'), received(1, 1, 1, 1, 3, 3));
  const pinged = await until(
    () => ping(stage, 'left-vm', '10.2.0.4'),
    (seen) => seen !== 'lost',
  );
  const both = await stage.get(resource('connections', 'left-right'));
  await join('left', 'right', false);
  await join('right', 'left', false);
  const statically = await until(
    () => nicRoutes(stage, 'left-nic'),
    (rows) => rows.length === 1 && rows[0]?.includes(',') === true,
  );
  const pingedAgain = await until(
    () => ping(stage, 'left-vm', '10.2.0.4'),
    (seen) => seen !== 'lost',
  );
  return {
    oneSided: oneSided.properties['connectionStatus'],
    healthy,
    pinged,
    both: tunnels(both),
    statically,
    pingedAgain,
    log: stage.log,
  };
}

/** strongSwan behind a NAT and a gateway in a /29 without BGP, with a dynamic address and a policy. */
async function narrow(folder: string) {
  const stage = await createStage(folder);
  await networkWithMachine(stage, 'az', 3, '10.3.200.0/29');
  const address = resource('publicIPAddresses', 'gw-ip');
  await stage.put(address, { publicIPAllocationMethod: 'Dynamic' }, { sku: { name: 'Basic' } });
  const before = (await stage.get(address)).properties['ipAddress'] ?? 'none';
  await stage.put(resource('virtualNetworkGateways', 'gw'), {
    sku: { name: 'VpnGw1' },
    enableBgp: false,
    ipConfigurations: [
      {
        name: 'ip',
        properties: {
          subnet: { id: subnet('az', 'GatewaySubnet') },
          publicIPAddress: { id: address },
        },
      },
    ],
  });
  const given = String((await stage.get(address)).properties['ipAddress']);
  await connect(stage, 'aws', {
    gateway: 'gw',
    address: '198.51.100.9',
    prefixes: ['10.0.0.0/24'],
  });
  await stage.join(behindNat(given, '198.51.100.9'));
  const out = await until(
    () => ping(stage, 'az-vm', '10.0.0.28'),
    (seen) => seen !== 'lost',
  );
  const back = await stage.run('swan', 'ping -c 1 -W 1 -I 10.0.0.28 10.3.0.4');
  const connection = await stage.get(resource('connections', 'aws'));
  const nic = await nicRoutes(stage, 'az-nic');
  return {
    before,
    given,
    out,
    back: /ttl=(\d+)/.exec(back)?.[1],
    status: connection.properties['connectionStatus'],
    nic,
    peers: await peers(stage, 'gw'),
    ...(await withPolicies(stage)),
    log: stage.log,
  };
}

/** A policy that the peer also offers, then one that it does not. */
async function withPolicies(stage: Stage) {
  const id = resource('connections', 'aws');
  const { properties } = await stage.get(id);
  const policy = {
    saLifeTimeSeconds: 27_000,
    saDataSizeKilobytes: 102_400_000,
    ikeEncryption: 'AES256',
    ikeIntegrity: 'SHA256',
    dhGroup: 'DHGroup14',
    ipsecEncryption: 'AES256',
    ipsecIntegrity: 'SHA256',
    pfsGroup: 'None',
  };
  await stage.put(id, { ...properties, ipsecPolicies: [policy] });
  const withPolicy = await until(
    () => ping(stage, 'az-vm', '10.0.0.28'),
    (seen) => seen !== 'lost',
  );
  await stage.put(id, { ...properties, ipsecPolicies: [{ ...policy, ikeIntegrity: 'SHA384' }] });
  const other = await until(
    () => stage.get(id),
    (seen) => seen.properties['connectionStatus'] !== 'Connected',
  );
  return { withPolicy, otherPolicy: other.properties['connectionStatus'] };
}
