import test from 'ava';
import { internetNode } from '../../../../../src/emulator/cloud.ts';
import type { CloudFabric } from '../../../../../src/emulator/cloud.ts';
import type { FabricNode, LinkEnd } from '../../../../../src/emulator/fabric/fabric.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import type { Resources } from '../support/local-onprem.ts';
import {
  createLocalOnprem,
  exchange,
  hostOf,
  ocid,
  serviceKey,
  tokyo,
} from '../support/local-onprem.ts';

async function compiled(...resources: readonly Resources[]): Promise<CloudFabric> {
  const { apply, cloud } = createLocalOnprem();
  for (const each of resources) await apply(each);
  return cloud.compile(noObservations);
}

function nodeOf<Kind extends FabricNode['kind']>(
  fabric: CloudFabric,
  name: string,
  kind: Kind,
): Extract<FabricNode, { readonly kind: Kind }> {
  const found = fabric.nodes.find((node) => node.name === name && node.kind === kind);
  if (!found) throw new Error(`no ${kind} ${name} in ${fabric.nodes.map((it) => it.name).join()}`);
  return found as Extract<FabricNode, { readonly kind: Kind }>;
}

/** `lan0 10.1.0.1/24` */
const cards = (fabric: CloudFabric, node: string): readonly string[] =>
  [...fabric.links.flatMap(({ ends }) => ends), ...(fabric.openEnds ?? []).map(({ end }) => end)]
    .filter((end) => end.node === node)
    .map(({ device, addresses }) => [device, ...addresses].join(' '))
    .toSorted();

test('a router forwards; it has its LANs, its circuit, its loopbacks and no way but the management’s', async (t) => {
  const fabric = await compiled(tokyo());
  const router = nodeOf(fabric, 'onprem-tky01', 'machine');
  t.true(router.forwarding);
  t.deepEqual([router.hostname, router.user, router.loopbacks], ['tky01', 'ops', ['10.100.20.1']]);
  const [management, ...others] = cards(fabric, router.name).toReversed();
  t.regex(management ?? '', /^mgmt0 198\.18\.0\.\d+\/32$/);
  t.deepEqual(others.toReversed(), [
    'er0.714 172.16.0.1/30',
    'lan0 10.100.10.1/24',
    'lan1 10.100.11.1/24',
  ]);
  t.deepEqual(router.routes, [
    { to: '203.0.113.0/24', via: [{ device: 'mgmt0', gateway: '198.18.0.1' }] },
  ]);
  t.deepEqual(
    fabric.openEnds?.map(({ name }) => name),
    [`${serviceKey} primary`],
  );
});

test('a host sends by its gateway, and does not forward', async (t) => {
  const fabric = await compiled(tokyo());
  const host = nodeOf(fabric, 'onprem-pc1', 'machine');
  t.not(host.forwarding, true);
  t.deepEqual(host.routes, [
    { to: '203.0.113.0/24', via: [{ device: 'mgmt0', gateway: '198.18.0.1' }] },
    { to: '0.0.0.0/0', via: [{ device: 'lan0', gateway: '10.100.10.1' }] },
  ]);
});

test('a LAN is one switch', async (t) => {
  const fabric = await compiled(tokyo());
  const ports = fabric.links
    .flatMap(({ ends }) => ends)
    .filter(({ node }: LinkEnd) => node === 'lan-tokyo.office');
  t.deepEqual(
    ports.map(({ device, bridge }) => [device, bridge]),
    [
      ['p-tky01', 'switch'],
      ['p-pc1', 'switch'],
    ],
  );
});

test('each machine has a public address of its own, which only administrators use', async (t) => {
  const fabric = await compiled(tokyo());
  const management = nodeOf(fabric, 'mgmt-tokyo', 'router');
  t.is(new Set(fabric.announcements.map(({ address }) => address)).size, 3);
  t.deepEqual(
    management.nat?.destination.map(({ to, translated }) => [to, translated]),
    management.nat?.source.map(({ from, translated }) => [translated, from.replace('/32', '')]),
  );
  t.deepEqual(
    management.filters?.map(({ lists }) => lists[0]?.map(({ sources }) => sources)),
    [[['203.0.113.0/24']]],
  );
  const device = fabric.announcements[0]?.device;
  t.true(
    fabric.links.some(({ ends }) =>
      ends.some((end) => end.node === internetNode && end.device === device),
    ),
  );
});

test('names of nodes and devices are unique and fit, however long those of people are', async (t) => {
  const long = (end: string) => `${'x'.repeat(23)}${end}`;
  const site = tokyo();
  const fabric = await compiled({
    ...site,
    onprem_host: {
      ...site['onprem_host'],
      pc3: hostOf(long('3'), 'office', '10.100.10.13', '10.100.10.1'),
      pc4: hostOf(long('4'), 'office', '10.100.10.14', '10.100.10.1'),
    },
  });
  const names = fabric.nodes.map(({ name }) => name);
  t.deepEqual(names, [...new Set(names)]);
  t.true(names.every((name) => /^[A-Za-z0-9.-]{1,60}$/.test(name)));
  const ends = fabric.links.flatMap(({ ends }) => ends);
  t.true(ends.every(({ device }) => device.length <= 15));
  const keys = ends
    .filter(({ node }) => node !== internetNode)
    .map(({ node, device }) => `${node} ${device}`);
  t.deepEqual(keys, [...new Set(keys)]);
});

test('an exchange speaks BGP with both clouds over every link, and prepends where it is told to', async (t) => {
  const fabric = await compiled(exchange());
  const router = nodeOf(fabric, 'exchange-mcr1', 'router');
  t.is(router.bgp?.asn, 64500);
  t.deepEqual(
    router.bgp?.neighbors.map(({ address, asn, source, onExport }) => [
      address,
      asn,
      source,
      onExport?.prepend ?? 0,
    ]),
    [
      ['172.30.0.2', 12076, '172.30.0.1', 0],
      ['172.30.0.6', 12076, '172.30.0.5', 0],
      ['172.31.0.1', 31898, '172.31.0.2', 2],
    ],
  );
  t.deepEqual(
    fabric.openEnds?.map(({ name, end }) => `${name}: ${end.device} ${end.addresses.join()}`),
    [
      `${serviceKey} primary: azure0 172.30.0.1/30`,
      `${serviceKey} secondary: azure1 172.30.0.5/30`,
      `${ocid} primary: oci0 172.31.0.2/30`,
    ],
  );
});

test('nothing is compiled of nothing', async (t) => {
  const { cloud } = createLocalOnprem();
  const { nodes, links, openEnds } = cloud.compile(noObservations);
  t.deepEqual([nodes, links, openEnds], [[], [], []]);
});
