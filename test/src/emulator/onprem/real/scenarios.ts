import { setTimeout as sleep } from 'node:timers/promises';
import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { internetNode } from '../../../../../src/emulator/cloud.ts';
import type { BgpSpeaker } from '../../../../../src/emulator/fabric/fabric.ts';
import { circuitsOf } from '../../../../../src/emulator/daemon/circuits.ts';
import { harnessAddress } from '../../../../../src/emulator/daemon/internet.ts';
import { createWorld } from '../../../../../src/emulator/daemon/world.ts';
import { createLinux } from '../../../../../src/emulator/linux/create-linux.ts';
import type { Linux } from '../../../../../src/emulator/linux/world.ts';
import { neighbor, router } from '../../linux/fixtures/fabrics.ts';
import { freshKey, login } from '../../linux/fixtures/login.ts';
import type { LocalOnprem, Resources } from '../support/local-onprem.ts';
import {
  createLocalOnprem,
  exchange,
  hostOf,
  ocid,
  serviceKey,
  tokyo,
} from '../support/local-onprem.ts';
import { until } from '../../support/until.ts';

/** What is done inside an enclosure; tests look at what it returns. */
export const scenarios = { site, between };

interface Stage extends LocalOnprem {
  readonly linux: Linux;
  /** Other clouds. */
  readonly clouds: Cloud[];
  changed(): void;
  settled(): Promise<void>;
  /** Output of a shell line in a node. */
  run(node: string, line: string): Promise<string>;
}

async function createStage(folder: string): Promise<Stage> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const linux = await createLinux({ folder, log });
  const clouds: Cloud[] = [];
  const world = createWorld({ linux, clouds: () => clouds, log });
  const local = createLocalOnprem({
    changed: world.changed,
    settled: world.settled,
    observe: () => linux.observe(),
    circuits: circuitsOf(() => clouds),
  });
  clouds.push(local.cloud);
  return {
    ...local,
    linux,
    clouds,
    changed: world.changed,
    settled: world.settled,
    async run(node, line) {
      const { stdout, stderr } = await linux.exec(node, ['sh', '-c', line]);
      return (stdout + stderr).trim();
    },
  };
}

/** A site with two LANs behind a router, and a circuit to something that is no site. */
async function site(folder: string) {
  const stage = await createStage(folder);
  const { linux, run } = stage;
  const key = await freshKey(folder);
  const keyed = (resources: Resources): Resources =>
    JSON.parse(
      JSON.stringify(resources, (name, value: unknown) =>
        name === 'ssh_public_key' ? key.publicKey : value,
      ),
    ) as Resources;
  const resources = tokyo();
  const hosts = {
    ...resources['onprem_host'],
    pc3: hostOf('pc3', 'office', '10.100.10.13', '10.100.10.1'),
  };
  await stage.apply(keyed({ ...resources, onprem_host: hosts }));
  await stage.settled();

  const alone = await run('onprem-tky01', 'ip -br link');
  stage.clouds.push(far({ [`${serviceKey} primary`]: '172.16.0.2/30' }));
  stage.changed();
  await stage.settled();
  await run('far', 'ip route replace 10.100.0.0/16 via 172.16.0.1');

  const sniffed = run(
    'lan-tokyo.office',
    'timeout 5 tcpdump -nli any -c 4 icmp and host 10.100.10.13 2>/dev/null',
  );
  await sleep(700);
  const managed = await run('onprem-tky01', 'hostname -I | grep -o "198\\.18[.0-9]*"');
  const pings = {
    lan: await ping(stage, 'onprem-pc1', '10.100.10.13'),
    router: await ping(stage, 'onprem-pc1', '10.100.10.1'),
    throughRouter: await ping(stage, 'onprem-pc1', '10.100.11.12'),
    loopback: await ping(stage, 'onprem-pc1', '10.100.20.1'),
    circuit: await ping(stage, 'onprem-tky01', '172.16.0.2'),
    throughCircuit: await ping(stage, 'onprem-pc2', '172.16.0.2'),
    fromFar: await ping(stage, 'far', '10.100.10.11'),
    internet: await ping(stage, 'onprem-tky01', '8.8.8.8'),
    management:
      managed === '' ? 'no address' : await ping(stage, 'onprem-pc1', `-I mgmt0 ${managed}`),
  };
  const whoami = async (machine: string): Promise<string> => {
    const [type, name] = machine.split('.');
    const address = String((await stage.output(`onprem_${type}.${name}`))['public_address']);
    return login({
      socket: () => linux.connect(internetNode, address, 22, harnessAddress),
      user: 'ops',
      privateKey: key.privateKey,
      command: 'hostname; cat /proc/sys/net/ipv4/ip_forward; ip -br -4 addr show lan0',
    });
  };
  const logins = {
    router: (await whoami('router.tky01')).split(/\s+/),
    host: (await whoami('host.pc1')).split(/\s+/),
  };
  const seen = {
    circuitAlone: alone.includes('er0.714'),
    pings,
    logins,
    sniffed: (await sniffed).split('\n').filter((line) => line.includes('ICMP')).length,
    state: (await stage.output('onprem_circuit_link.er'))['state'],
    neighbour: await run(
      'onprem-pc1',
      'ip neigh show dev lan0 | grep -c "10.100.10.13.*lladdr 02:"',
    ),
  };
  // A host less, and an address elsewhere: what stays is not disturbed.
  const fewer = {
    ...resources,
    onprem_host: {
      pc1: hosts.pc3 && hostOf('pc1', 'office', '10.100.10.77', '10.100.10.1'),
      pc2: resources['onprem_host']?.['pc2'] ?? {},
    },
  };
  await stage.apply(keyed(fewer));
  await stage.settled();
  const moved = await ping(stage, 'onprem-pc2', '10.100.10.77');
  await linux.close();
  return { ...seen, moved };
}

/** An exchange between two speakers that stand for Azure and OCI. */
async function between(folder: string) {
  const stage = await createStage(folder);
  const speaker = (asn: number, own: string, peers: readonly string[], network: string) => ({
    asn,
    routerId: own,
    networks: [network],
    neighbors: peers.map((peer) => neighbor(peer, 64500, own)),
  });
  stage.clouds.push(
    far(
      { [`${serviceKey} primary`]: '172.30.0.2/30' },
      'azure',
      speaker(12076, '172.30.0.2', ['172.30.0.1'], '10.1.0.0/16'),
      ['10.1.0.4'],
    ),
    far(
      { [`${ocid} primary`]: '172.31.0.1/30' },
      'oci',
      speaker(31898, '172.31.0.1', ['172.31.0.2'], '10.2.0.0/16'),
      ['10.2.0.4'],
    ),
  );
  await stage.apply(exchange());
  await stage.settled();
  const path = async (node: string, prefix: string): Promise<string> => {
    const { bgp } = await stage.linux.observe();
    return bgp[node]?.routes.find((route) => route.prefix === prefix)?.asPath.join(' ') ?? 'none';
  };
  const paths = await until(
    async () => [await path('azure', '10.2.0.0/16'), await path('oci', '10.1.0.0/16')],
    (seen) => !seen.includes('none'),
  );
  const pinged = await until(
    () => stage.run('azure', 'ping -c 1 -W 1 -I 10.1.0.4 10.2.0.4').then(ttlOf),
    (seen) => seen !== 'lost',
  );
  await stage.apply(exchange({ prepend_towards_oci: 0 }));
  await stage.settled();
  const shorter = await until(
    () => path('oci', '10.1.0.0/16'),
    (seen) => seen === '64500 12076',
  );
  await stage.linux.close();
  return { paths, pinged, shorter };
}

/** Somebody at the other end of links: one node. */
function far(
  ends: Readonly<Record<string, string>>,
  node = 'far',
  bgp?: BgpSpeaker,
  loopbacks: readonly string[] = [],
): Cloud {
  const names = Object.keys(ends);
  return {
    name: 'azure',
    handle: () => Promise.resolve({ status: 501 }),
    terraform: { provider: 'none', resources: {} },
    circuits: () => ({
      offers: names.map((name) => ({ key: name.split(' ')[0] ?? '' })),
      orders: [],
    }),
    compile: () => ({
      nodes: [router(node, { loopbacks, ...(bgp && { bgp }) })],
      links: [],
      tunnels: [],
      announcements: [],
      openEnds: names.map((name, index) => ({
        name,
        end: { node, device: `c${index}`, addresses: [ends[name] ?? ''] },
      })),
    }),
  };
}

async function ping(stage: Stage, node: string, destination: string): Promise<string> {
  return ttlOf(await stage.run(node, `ping -c 1 -W 1 ${destination}`));
}

/** `ttl 64` or `lost` */
function ttlOf(text: string): string {
  const ttl = /ttl=(\d+)/.exec(text)?.[1];
  return ttl === undefined ? 'lost' : `ttl ${ttl}`;
}
