import test from 'ava';
import type { ExecutionContext } from 'ava';
import type { CloudFabric } from '../../../../../src/emulator/cloud.ts';
import { admits } from '../../../../../src/emulator/fabric/prefix-filter.ts';
import type { RouterNode } from '../../../../../src/emulator/fabric/fabric.ts';
import type { Observations } from '../../../../../src/emulator/fabric/observations.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { longestMatch } from '../../../../../src/emulator/net/prefix.ts';
import { erIpsecBackup } from '../support/er-ipsec-backup.ts';
import type { LocalAzure } from '../support/local-azure.ts';
import { completed, typeNamed } from '../support/local-azure.ts';
import { learnedRoute as learned } from '../support/learned-route.ts';

function router(fabric: CloudFabric, name: string): RouterNode {
  const node = fabric.nodes.find((candidate) => candidate.name === name);
  if (node?.kind !== 'router') throw new Error(`no router ${name}`);
  return node;
}

/** Where a router sends a packet that came in by a device: the device it leaves by, or what becomes of it. */
function forward(fabric: CloudFabric, name: string, device: string, destination: string): string {
  const node = router(fabric, name);
  const routes = node.tables.find(({ devices }) => devices.includes(device))?.routes ?? node.routes;
  const match = longestMatch(
    routes.map((route) => ({ prefix: route.to, route })),
    destination,
  )?.route;
  if (match === undefined) return 'unreachable';
  return 'via' in match ? (match.via[0]?.device ?? '') : match.reject;
}

/** Follows a packet from a machine's card through all routers to where it ends. */
function trace(fabric: CloudFabric, card: string, destination: string): readonly string[] {
  const path = [`port-${card}`];
  let device = 'vm';
  for (let hop = 0; hop < 20; hop++) {
    const node = path.at(-1) ?? '';
    const out = forward(fabric, node, device, destination);
    const link = fabric.links.find(({ ends }) =>
      ends.some((end) => end.node === node && end.device === out),
    );
    const far = link?.ends.find((end) => end.node !== node);
    if (!far) return [...path, out];
    path.push(far.node);
    device = far.device;
    if (fabric.nodes.find(({ name }) => name === far.node)?.kind !== 'router') return path;
  }
  return path;
}

const tunnelUp = { state: 'up', establishedAt: 0, bytesIn: 0, bytesOut: 0 } as const;

/** All tunnels up, and the routes that the gateways then tell each other. */
function healthy(azure: LocalAzure): Observations {
  const { tunnels } = azure.cloud.compile(noObservations);
  return {
    tunnels: Object.fromEntries(tunnels.map(({ name }) => [name, tunnelUp])),
    bgp: {
      vng1: {
        peers: [],
        routes: [
          learned('10.3.0.0/16', '10.4.0.254', [65020]),
          learned('10.4.0.0/16', '10.4.0.254', [65020], false),
          learned('10.5.0.0/16', '10.4.0.254', [65020]),
        ],
      },
      vng3: { peers: [], routes: [learned('10.1.0.0/16', '10.2.0.254', [65000])] },
    },
  };
}

/** Makes the peering of the production network plain, as the walk-through does. */
async function withoutTransit(azure: Awaited<ReturnType<typeof erIpsecBackup>>): Promise<void> {
  for (const [name, network, remote] of [
    ['vnet1-to-vnet2', 'vnet1', 'vnet2'],
    ['vnet2-to-vnet1', 'vnet2', 'vnet1'],
  ] as const) {
    const type = 'azurerm_virtual_network_peering';
    const config = completed(azure.cloud, type, {
      name,
      virtual_network_name: network,
      remote_virtual_network_id: azure.ids(remote)['id'] ?? '',
    });
    await typeNamed(azure.cloud, type).update(azure.ids(name), config);
  }
}

async function routeToAppliance(azure: Awaited<ReturnType<typeof erIpsecBackup>>): Promise<void> {
  const table = await azure.create('azurerm_route_table', {
    name: 'udr',
    route: [
      {
        name: 'to-nat',
        address_prefix: '8.8.4.4/32',
        next_hop_type: 'VirtualAppliance',
        next_hop_in_ip_address: '10.2.2.4',
      },
    ],
  });
  await azure.create('azurerm_subnet_route_table_association', {
    subnet_id: azure.ids('vnet1-sub1')['id'] ?? '',
    route_table_id: table['id'] ?? '',
  });
}

function namesAreSound(t: ExecutionContext, fabric: CloudFabric): void {
  const nodes = fabric.nodes.map(({ name }) => name);
  t.is(new Set(nodes).size, nodes.length);
  t.true(nodes.every((name) => name.length <= 60));
  const ends = fabric.links.flatMap((link) => link.ends);
  const devices = ends.map(({ node, device }) => `${node} ${device}`);
  t.is(new Set(devices).size, devices.length);
  t.true(ends.every(({ device }) => device.length <= 15));
  t.true(ends.every(({ node }) => node === 'internet' || nodes.includes(node)));
  for (const node of fabric.nodes) {
    if (node.kind !== 'router') continue;
    const used = [node.routes, ...node.tables.map(({ routes }) => routes)]
      .flat()
      .flatMap((route) => ('via' in route ? route.via : []))
      .map(({ device }) => device);
    const own = ends.filter((end) => end.node === node.name).map(({ device }) => device);
    const inTunnels = fabric.tunnels.flatMap((tunnel) =>
      tunnel.inner === node.name ? [tunnel.innerDevice] : [],
    );
    for (const device of used)
      t.true([...own, ...inTunnels].includes(device), `${node.name} ${device}`);
  }
}

test('every link has two known ends, and every route leaves by a device that is there', async (t) => {
  const azure = await erIpsecBackup();
  await routeToAppliance(azure);
  namesAreSound(t, azure.cloud.compile(noObservations));
  namesAreSound(t, azure.cloud.compile(healthy(azure)));
});

test('machines reach each other through both gateways once BGP has told them', async (t) => {
  const azure = await erIpsecBackup();
  const before = azure.cloud.compile(noObservations);
  t.deepEqual(trace(before, 'vm1-nic1', '10.5.0.4'), ['port-vm1-nic1', 'vnet-vnet1', 'blackhole']);

  const fabric = azure.cloud.compile(healthy(azure));
  t.deepEqual(trace(fabric, 'vm1-nic1', '10.5.0.4').slice(0, 3), [
    'port-vm1-nic1',
    'vnet-vnet1',
    'vng1',
  ]);
  t.is(forward(fabric, 'vnet-vnet5', 'g-vng3', '10.5.0.4'), 'c-vm2-nic1');
  t.is(forward(fabric, 'vng3', 't-vng3-to-vng1', '10.5.0.4'), 's-vnet5');
  t.deepEqual(trace(fabric, 'vm2-nic1', '10.1.0.4').slice(0, 3), [
    'port-vm2-nic1',
    'vnet-vnet5',
    'vng3',
  ]);
});

test('a gateway originates its networks always, and what its connections reach while they are up', async (t) => {
  const azure = await erIpsecBackup();
  const networks = (observations: Observations) =>
    router(azure.cloud.compile(observations), 'vng1').bgp?.networks;
  t.deepEqual(networks(noObservations), ['10.2.0.0/16', '10.1.0.0/16']);
  t.deepEqual(networks(healthy(azure)), [
    '10.2.0.0/16',
    '10.1.0.0/16',
    '10.4.0.0/16',
    '10.4.0.254/32',
  ]);
  const routes = router(azure.cloud.compile(noObservations), 'vng1').routes;
  t.true(routes.some(({ to }) => to === '10.4.0.254/32'));
  t.false(routes.some(({ to }) => to === '10.4.0.0/16'));
});

test('what gateways tell and take is what the walk-through’s tables need', async (t) => {
  const azure = await erIpsecBackup();
  const fabric = azure.cloud.compile(healthy(azure));
  const speaker = (name: string) => router(fabric, name).bgp;
  const toVng1 = speaker('vng3')?.neighbors.find(({ address }) => address === '10.2.0.254');
  const fromVng3 = speaker('vng1')?.neighbors[0];
  if (!toVng1 || !fromVng3) throw new Error('no session');
  const told = [...(speaker('vng3')?.networks ?? []), '10.1.0.0/16', '0.0.0.0/0'].filter((prefix) =>
    admits(toVng1.outbound, prefix),
  );
  t.deepEqual(told.filter((prefix) => admits(fromVng3.inbound, prefix)).toSorted(), [
    '10.3.0.0/16',
    '10.4.0.0/16',
    '10.5.0.0/16',
  ]);
  t.is(fromVng3.source, '10.2.0.254');
  t.is(fromVng3.asn, 65020);
  t.deepEqual(router(fabric, 'vng1').loopbacks, ['10.2.0.254']);
  t.deepEqual(router(fabric, 'vng1').transparentTtl, { decrementBetween: ['t-vng1-to-vng3'] });
});

test('tunnels join the public addresses of the gateways, from behind their networks’ edges', async (t) => {
  const azure = await erIpsecBackup();
  const { tunnels, ...fabric } = azure.cloud.compile(noObservations);
  t.is(tunnels.length, 4);
  const tunnel = tunnels.find(
    ({ inner, innerDevice }) => inner === 'vng1' && innerDevice === 't-vng1-to-vng3',
  );
  const own = String(azure.ids('vng1-ip')['ip_address']);
  t.like(tunnel, {
    outer: 'vng1-u',
    localAddress: '10.2.0.4',
    localId: own,
    remoteAddress: azure.ids('vng3-ip')['ip_address'],
    presharedKey: 'Secret123',
    role: 'both',
    remoteSelectors: ['0.0.0.0/0'],
  });
  t.is(tunnel?.remoteId, undefined);
  const edge = router({ ...fabric, tunnels }, 'edge-vnet2');
  t.true(edge.nat?.destination.some((rule) => rule.to === own && rule.translated === '10.2.0.4'));
  t.true(edge.nat?.source.some((rule) => rule.from === '10.2.0.4/32' && rule.translated === own));
  t.deepEqual(
    fabric.announcements.filter(({ address }) => address === own),
    [{ address: own, device: 'az-vnet2' }],
  );
});

test('a user-defined route reaches an appliance in a peered network by a way of its own', async (t) => {
  const azure = await erIpsecBackup();
  await routeToAppliance(azure);
  const fabric = azure.cloud.compile(healthy(azure));
  t.deepEqual(trace(fabric, 'vm1-nic1', '8.8.4.4'), [
    'port-vm1-nic1',
    'vnet-vnet1',
    'peering-vnet1-vnet2',
    'vnet-vnet2',
    'port-vm3-nic2',
    'vm3',
  ]);
  t.deepEqual(trace(fabric, 'vm3-nic1', '8.8.4.4').slice(0, 4), [
    'port-vm3-nic1',
    'vnet-vnet2',
    'edge-vnet2',
    'internet',
  ]);
  t.deepEqual(trace(fabric, 'vm3-nic2', '10.1.0.4'), [
    'port-vm3-nic2',
    'vnet-vnet2',
    'peering-vnet1-vnet2',
    'vnet-vnet1',
    'port-vm1-nic1',
    'vm1',
  ]);
  // Other traffic between the two networks keeps to the plain way.
  t.is(forward(fabric, 'vnet-vnet1', 'c-vm1-nic1', '10.2.2.4'), 'p-vnet2');
});

test('without forwarded traffic, question and answer pass the same watched device', async (t) => {
  const azure = await erIpsecBackup();
  await routeToAppliance(azure);
  t.deepEqual(router(azure.cloud.compile(noObservations), 'peering-vnet1-vnet2').filters, []);

  await withoutTransit(azure);
  const fabric = azure.cloud.compile(healthy(azure));
  const filters = router(fabric, 'peering-vnet1-vnet2').filters ?? [];
  t.deepEqual(
    filters.map(({ device, direction, stateful }) => `${device} ${direction} ${stateful}`),
    ['a out true', 'b out true', 'a-a020204 out true', 'b-a020204 out true'],
  );
  t.deepEqual(filters[2]?.lists, [[{ action: 'accept', sources: ['10.2.0.0/16'] }]]);
  // The question comes in by the watched device, and the answer leaves by it.
  const way = forward(fabric, 'vnet-vnet1', 'c-vm1-nic1', '8.8.4.4');
  const back = forward(fabric, 'vnet-vnet2', 'c-vm3-nic2', '10.1.0.4');
  const nodeEnd = (node: string, device: string) =>
    fabric.links
      .find(({ ends }) => ends.some((end) => end.node === node && end.device === device))
      ?.ends.find((end) => end.node === 'peering-vnet1-vnet2')?.device;
  t.is(nodeEnd('vnet-vnet1', way), 'a-a020204');
  t.is(nodeEnd('vnet-vnet2', back), 'b-a020204');
});

test('a peering without gateway transit takes the gateway, its routes and its announcement away', async (t) => {
  const azure = await erIpsecBackup();
  await withoutTransit(azure);
  const fabric = azure.cloud.compile(healthy(azure));
  t.false(fabric.links.some(({ name }) => name.includes('g-vng1--vng1.s-vnet1')));
  t.deepEqual(trace(fabric, 'vm1-nic1', '10.5.0.4'), ['port-vm1-nic1', 'vnet-vnet1', 'blackhole']);
  t.false(router(fabric, 'vng1').bgp?.networks.includes('10.1.0.0/16'));
  t.true(trace(fabric, 'vm1-nic1', '10.2.2.4').includes('vm3'));
});

test('peerings are not transitive', async (t) => {
  const azure = await erIpsecBackup();
  const fabric = azure.cloud.compile(noObservations);
  t.is(trace(fabric, 'vm1-nic1', '10.4.0.4').at(-1), 'blackhole');
});

test('a card that does not forward has a port that checks addresses both ways', async (t) => {
  const azure = await erIpsecBackup();
  const fabric = azure.cloud.compile(noObservations);
  t.is(forward(fabric, 'port-vm1-nic1', 'vnet', '8.8.4.4'), 'blackhole');
  t.is(forward(fabric, 'port-vm3-nic2', 'vnet', '8.8.4.4'), 'vm');
  const outward = (router(fabric, 'port-vm1-nic1').filters ?? []).find(
    ({ direction }) => direction === 'out',
  );
  t.deepEqual(outward?.lists[0], [{ action: 'accept', sources: ['10.1.0.4/32'] }]);
  t.deepEqual(router(fabric, 'port-vm3-nic2').filters, []);
});

test('VirtualNetwork grows by what the gateway learned, so that its default rules let it in', async (t) => {
  const azure = await erIpsecBackup();
  const sources = (observations: Observations) =>
    (router(azure.cloud.compile(observations), 'port-vm1-nic1').filters ?? [])
      .find(({ direction }) => direction === 'in')
      ?.lists[0]?.flatMap((rule) => rule.sources ?? []) ?? [];
  t.false(sources(noObservations).includes('10.5.0.0/16'));
  t.true(sources(healthy(azure)).includes('10.5.0.0/16'));
});

test('a machine has its prefix on each card and a default route on the first only', async (t) => {
  const azure = await erIpsecBackup();
  const fabric = azure.cloud.compile(noObservations);
  const vm3 = fabric.nodes.find(({ name }) => name === 'vm3');
  t.like(vm3, {
    kind: 'machine',
    hostname: 'vm3',
    user: 'hans',
    running: true,
    authorizedKeys: ['ssh-ed25519 AAAA test'],
    routes: [{ to: '0.0.0.0/0', via: [{ device: 'eth0', gateway: '10.2.1.1' }] }],
  });
  const cards = fabric.links.flatMap(({ ends }) => ends.filter(({ node }) => node === 'vm3'));
  t.deepEqual(
    cards.map(({ device, addresses }) => [device, ...addresses]),
    [
      ['eth0', '10.2.1.4/24'],
      ['eth1', '10.2.2.4/24'],
    ],
  );
});

test('compiling the same twice gives the same', async (t) => {
  const azure = await erIpsecBackup();
  t.deepEqual(azure.cloud.compile(healthy(azure)), azure.cloud.compile(healthy(azure)));
});
