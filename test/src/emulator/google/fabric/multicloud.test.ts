import test from 'ava';
import type { RouterNode } from '../../../../../src/emulator/fabric/fabric.ts';
import type { BgpRoute, Observations } from '../../../../../src/emulator/fabric/observations.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { azureAddresses, multicloud } from '../support/multicloud.ts';

function learned(peer: string, prefix: string, asPath: readonly number[], med?: number): BgpRoute {
  return {
    prefix,
    source: 'ebgp',
    best: true,
    nextHop: peer,
    peer,
    asPath,
    weight: 0,
    med: med ?? null,
    origin: 'IGP',
  };
}

const fabricOf = async (observe?: (node: string) => Observations) => {
  const google = await multicloud();
  const first = google.cloud.compile(noObservations);
  const node = first.nodes.find(({ label }) => label === 'Cloud Router router')?.name ?? '';
  return { google, node, fabric: observe ? google.cloud.compile(observe(node)) : first };
};

function nodeNamed(
  fabric: { readonly nodes: readonly { readonly label: string }[] },
  label: string,
) {
  const found = fabric.nodes.find((node) => node.label === label);
  if (!found) throw new Error(`no node ${label}`);
  return found as RouterNode;
}

const peers = ['169.254.21.130', '169.254.22.130'] as const;

const up = (node: string): Observations => ({
  tunnels: {},
  bgp: {
    [node]: {
      peers: [],
      routes: peers.flatMap((peer) => [
        learned(peer, '172.16.0.0/16', [65001, 65002]),
        learned(peer, '192.168.0.0/16', [65001]),
        learned(peer, '10.0.1.0/25', [65001]),
      ]),
    },
  },
});

test('every link joins nodes that exist, and names fit', async (t) => {
  const { fabric } = await fabricOf();
  const nodes = new Set([...fabric.nodes.map(({ name }) => name), 'internet']);
  const ends = fabric.links.flatMap((link) => link.ends);
  t.deepEqual(
    ends.filter(({ node }) => !nodes.has(node)),
    [],
  );
  t.deepEqual(
    ends.filter(({ device }) => device.length > 15),
    [],
  );
  const devices = ends.map(({ node, device }) => `${node} ${device}`);
  t.is(new Set(devices).size, devices.length);
  t.is(new Set(fabric.nodes.map(({ name }) => name)).size, fabric.nodes.length);
  t.true(fabric.nodes.every(({ name }) => /^[A-Za-z0-9.-]{1,60}$/.test(name)));
});

test('a tunnel for each VPN tunnel, from the gateway’s own addresses into the router', async (t) => {
  const { fabric, node } = await fabricOf();
  const gateway = fabric.nodes.find(({ label }) => label === 'HA VPN gateway vpngw');
  t.is(fabric.tunnels.length, 2);
  for (const [index, tunnel] of fabric.tunnels.entries()) {
    t.like(tunnel, {
      outer: gateway?.name,
      inner: node,
      localAddress: gateway?.loopbacks[index],
      remoteAddress: azureAddresses[index],
      presharedKey: 'Microsoft123',
    });
  }
  const announced = fabric.announcements.map(({ address }) => address);
  t.true(gateway?.loopbacks.every((address) => announced.includes(address)));
});

test('the router announces its subnet, takes nothing inside it and decrements the TTL', async (t) => {
  const { fabric } = await fabricOf();
  const router = nodeNamed(fabric, 'Cloud Router router');
  t.is(router.transparentTtl, false);
  t.deepEqual(router.loopbacks, ['169.254.21.129', '169.254.22.129']);
  t.like(router.bgp, { asn: 65003, routerId: '169.254.21.129', networks: ['10.0.1.0/24'] });
  t.deepEqual(
    router.bgp?.neighbors.map(({ address, source, asn, inbound, outbound }) => ({
      address,
      source,
      asn,
      inbound,
      outbound,
    })),
    [1, 2].map((index) => ({
      address: `169.254.2${index}.130`,
      source: `169.254.2${index}.129`,
      asn: 65001,
      inbound: {
        rules: [{ action: 'deny', prefix: '10.0.1.0/24', upTo: 32 }],
        otherwise: 'permit',
      },
      outbound: { rules: [{ action: 'permit', prefix: '10.0.1.0/24' }], otherwise: 'deny' },
    })),
  );
  const transparent = fabric.nodes.filter(
    (node) => node.kind === 'router' && node.transparentTtl !== false,
  );
  t.is(transparent.length, fabric.nodes.length - 2);
});

test('learned prefixes lead from the machine to the router, and from it by both tunnels', async (t) => {
  const { fabric, node } = await fabricOf(up);
  const network = nodeNamed(fabric, 'VPC network multicloud');
  const card = network.tables.find(({ name }) => name === 'card testvm nic0');
  const to = (prefix: string) => card?.routes.find((route) => route.to === prefix);
  const link = fabric.links.find(
    ({ ends }) => ends[0].node === network.name && ends[1].node === node,
  );
  const gateway = link?.ends[1].addresses[0]?.split('/')[0];
  const via = [{ device: link?.ends[0].device, gateway }];
  t.deepEqual<unknown, unknown>(to('172.16.0.0/16'), { to: '172.16.0.0/16', via });
  t.deepEqual<unknown, unknown>(to('192.168.0.0/16'), { to: '192.168.0.0/16', via });
  t.is(to('10.0.1.0/25'), undefined);
  t.like(to('10.0.1.0/24'), { reject: 'blackhole' });
  const router = nodeNamed(fabric, 'Cloud Router router');
  const table = router.tables.find(({ name }) => name === 'from the network');
  t.deepEqual(
    table?.routes.find((route) => route.to === '192.168.0.0/16'),
    { to: '192.168.0.0/16', via: [{ device: 't-azvpngw0' }, { device: 't-azvpngw1' }] },
  );
});

test('the machine has a /32, its gateway on the link, and its user’s key', async (t) => {
  const { fabric } = await fabricOf();
  const machine = fabric.nodes.find(({ kind }) => kind === 'machine');
  t.like(machine, { user: 'jose', hostname: 'testvm', running: true });
  t.deepEqual(machine?.routes, [
    { to: '10.0.1.1/32', via: [{ device: 'ens4' }] },
    { to: '0.0.0.0/0', via: [{ device: 'ens4', gateway: '10.0.1.1' }] },
  ]);
  const cable = fabric.links.flatMap(({ ends }) => ends).find(({ node }) => node === machine?.name);
  t.like(cable, { device: 'ens4', addresses: ['10.0.1.2/32'], mtu: 1500 });
});

test('only what a firewall rule allows comes in', async (t) => {
  const { fabric } = await fabricOf();
  const port = nodeNamed(fabric, 'port of testvm nic0');
  const lists = (direction: 'in' | 'out') =>
    port.filters?.find((filter) => filter.direction === direction)?.lists;
  t.deepEqual(lists('in'), [
    [
      { action: 'accept', protocol: 6, destinationPorts: [{ from: 22, to: 22 }] },
      { action: 'drop' },
    ],
  ]);
  t.deepEqual(lists('out'), [
    [{ action: 'accept', sources: ['10.0.1.2/32'] }],
    [{ action: 'accept' }],
  ]);
});
