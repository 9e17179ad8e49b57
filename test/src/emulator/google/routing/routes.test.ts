import test from 'ava';
import fc from 'fast-check';
import type { BgpRoute, Observations } from '../../../../../src/emulator/fabric/observations.ts';
import { routerName } from '../../../../../src/emulator/google/fabric/names.ts';
import { createFrontDoor } from '../../../../../src/emulator/google/resources/front-door.ts';
import type { Body } from '../../../../../src/emulator/google/resources/kind.ts';
import type { KindName } from '../../../../../src/emulator/google/resources/kinds.ts';
import { advertisedRoutes } from '../../../../../src/emulator/google/routing/advertisement.ts';
import { firewallRules } from '../../../../../src/emulator/google/routing/firewall.ts';
import {
  bestOfRouter,
  learnedRoutes,
  programmedRoutes,
} from '../../../../../src/emulator/google/routing/learned-routes.ts';
import { routerBgp } from '../../../../../src/emulator/google/routing/router-bgp.ts';
import { customRoutes } from '../../../../../src/emulator/google/routing/network-routes.ts';

const project = 'p';
const places = { here: 'us-east1', there: 'europe-west1' } as const;

/** A network with a subnet, a router and two tunnels in each of two regions. */
function world(routingMode: 'REGIONAL' | 'GLOBAL', more: Body = {}) {
  let next = 4;
  const door = createFrontDoor({
    project,
    changed: () => undefined,
    now: () => 0,
    allocatePublicAddress: () => `20.61.0.${next++}`,
    releasePublicAddress: () => undefined,
  });
  const insert = (kind: KindName, scope: string, body: Body) => door.insert(kind, scope, body);
  insert('networks', 'global', {
    name: 'n',
    autoCreateSubnetworks: false,
    routingConfig: { routingMode, ...more },
  });
  const network = 'global/networks/n';
  insert('externalVpnGateways', 'global', {
    name: 'peer',
    interfaces: [
      { id: 0, ipAddress: '198.51.100.1' },
      { id: 1, ipAddress: '198.51.100.2' },
    ],
  });
  Object.values(places).forEach((region, index) => {
    const scope = `regions/${region}`;
    insert('subnetworks', scope, { name: 's', network, ipCidrRange: `10.${index}.0.0/16` });
    insert('vpnGateways', scope, { name: 'g', network });
    insert('routers', scope, { name: 'r', network, bgp: { asn: 65003 } });
    for (const id of [0, 1]) {
      insert('vpnTunnels', scope, {
        name: `t${id}`,
        vpnGateway: 'g',
        vpnGatewayInterface: id,
        peerExternalGateway: 'peer',
        peerExternalGatewayInterface: id,
        router: 'r',
        sharedSecret: 'x',
      });
    }
    door.patch(door.get('routers', scope, 'r'), {
      interfaces: [0, 1].map((id) => ({
        name: `i${id}`,
        ipRange: address(index, id, 1) + '/30',
        linkedVpnTunnel: `${scope}/vpnTunnels/t${id}`,
      })),
      bgpPeers: [0, 1].map((id) => ({
        name: `p${id}`,
        interfaceName: `i${id}`,
        peerIpAddress: address(index, id, 2),
        peerAsn: 65001,
      })),
    });
  });
  const router = (place: keyof typeof places) =>
    door.get('routers', `regions/${places[place]}`, 'r');
  return { door, router, network: door.get('networks', 'global', 'n') };
}

function address(region: number, tunnel: number, host: number): string {
  return `169.254.${1 + region}${tunnel}.${host}`;
}

interface Path {
  readonly place: keyof typeof places;
  readonly tunnel: 0 | 1;
  readonly prefix?: string;
  readonly asPath?: readonly number[];
  readonly med?: number;
}

function observing(paths: readonly Path[], { router }: ReturnType<typeof world>): Observations {
  const routes = (place: keyof typeof places): readonly BgpRoute[] =>
    paths
      .filter((path) => path.place === place)
      .map(({ tunnel, prefix = '192.168.0.0/16', asPath = [65001], med }) => {
        const peer = address(place === 'here' ? 0 : 1, tunnel, 2);
        return {
          prefix,
          source: 'ebgp',
          best: false,
          nextHop: peer,
          peer,
          asPath,
          weight: 0,
          med: med ?? null,
          origin: 'IGP',
        };
      });
  return {
    tunnels: {},
    bgp: Object.fromEntries(
      (['here', 'there'] as const).map((place) => [
        routerName(router(place)),
        { peers: [], routes: routes(place) },
      ]),
    ),
  };
}

/** Next hops of what a region uses. */
function used(paths: readonly Path[], of: ReturnType<typeof world>, region: string) {
  const { door, network } = of;
  return programmedRoutes(network, region, door.resources, observing(paths, of)).map(
    ({ nextHop, priority }) => [nextHop, priority] as const,
  );
}

test('in regional mode learned routes stay in their region', (t) => {
  const of = world('REGIONAL');
  const paths = [{ place: 'here', tunnel: 0 }] as const;
  t.deepEqual(used(paths, of, places.here), [['169.254.10.2', 100]]);
  t.deepEqual(used(paths, of, places.there), []);
});

test('in global mode they reach every region, at a cost', (t) => {
  const of = world('GLOBAL');
  const paths = [{ place: 'here', tunnel: 0, med: 50 }] as const;
  const [[, near = 0] = []] = used(paths, of, places.here);
  const [[hop, far = 0] = []] = used(paths, of, places.there);
  t.is(near, 50);
  t.is(hop, '169.254.10.2');
  t.true(far >= 50 + 201 && far <= 50 + 9999);
});

test('LEGACY: a router prefers the shorter path, and shares between equals', (t) => {
  const of = world('REGIONAL');
  const longer = { place: 'here', tunnel: 1, asPath: [65001, 65001] } as const;
  const best = (paths: readonly Path[]) =>
    bestOfRouter(
      learnedRoutes(of.router('here'), of.door.resources, observing(paths, of)),
      of.network.properties.bestPath,
    ).map(({ nextHop }) => nextHop);
  t.deepEqual(best([{ place: 'here', tunnel: 0 }, longer]), ['169.254.10.2']);
  t.deepEqual(
    best([
      { place: 'here', tunnel: 0 },
      { place: 'here', tunnel: 1 },
    ]),
    ['169.254.10.2', '169.254.11.2'],
  );
  t.deepEqual(
    best([
      { place: 'here', tunnel: 0, med: 10 },
      { place: 'here', tunnel: 1, med: 20 },
    ]),
    ['169.254.10.2'],
  );
});

test('between routers LEGACY looks at the priority only, STANDARD at the path first', (t) => {
  const paths = [
    { place: 'here', tunnel: 0, asPath: [65001, 65002, 65004] },
    { place: 'there', tunnel: 0, asPath: [65001] },
  ] as const;
  t.deepEqual(
    used(paths, world('GLOBAL'), places.here).map(([hop]) => hop),
    ['169.254.10.2'],
  );
  const standard = world('GLOBAL', { bgpBestPathSelectionMode: 'STANDARD' });
  const [[hop, priority = 0] = []] = used(paths, standard, places.here);
  t.is(hop, '169.254.20.2');
  t.true(priority >= 65_536);
});

test('a prefix equal to or inside a subnet is ignored, a larger one is not', (t) => {
  const of = world('REGIONAL');
  const prefixes = ['10.0.0.0/16', '10.1.4.0/24', '10.0.0.0/8'];
  const seen = observing(
    prefixes.map((prefix) => ({ place: 'here', tunnel: 0, prefix })),
    of,
  );
  t.deepEqual(
    learnedRoutes(of.router('here'), of.door.resources, seen).map(({ prefix }) => prefix),
    ['10.0.0.0/8'],
  );
});

test('a peer is told its priority as MED, and the larger one of other regions’ subnets', (t) => {
  const toldBy = (of: ReturnType<typeof world>, priorities: readonly number[]) => {
    const router = of.door.patch(of.router('here'), {
      bgpPeers: of.router('here').properties.bgpPeers.map(({ name, ...peer }, index) => ({
        name,
        interfaceName: peer.interfaceName,
        peerIpAddress: peer.peerIpAddress,
        peerAsn: peer.peerAsn,
        advertisedRoutePriority: priorities[index],
      })),
    });
    const timers = { keepalive: 20, hold: 60, connect: 1 };
    const speaker = routerBgp(router, of.door.resources, timers, '169.254.10.1');
    return speaker?.neighbors.map(({ onExport }) => onExport);
  };
  t.deepEqual(toldBy(world('REGIONAL'), [100, 0]), [
    { med: 100, medByPrefix: {} },
    { med: 0, medByPrefix: {} },
  ]);
  const far = 410;
  t.deepEqual(toldBy(world('GLOBAL'), [100, 2000]), [
    { med: 100, medByPrefix: { '10.1.0.0/16': 100 + far } },
    { med: 2000, medByPrefix: { '10.1.0.0/16': 2000 + far } },
  ]);
});

test('what is announced follows the routing mode, and never what was learned', (t) => {
  const told = (of: ReturnType<typeof world>, place: keyof typeof places) => {
    const [peer] = of.router(place).properties.bgpPeers;
    if (!peer) return [];
    return advertisedRoutes(of.router(place), peer, of.door.resources).map(
      ({ prefix, priority }) => [prefix, priority > 100] as const,
    );
  };
  t.deepEqual(told(world('REGIONAL'), 'here'), [['10.0.0.0/16', false]]);
  t.deepEqual(told(world('GLOBAL'), 'here'), [
    ['10.0.0.0/16', false],
    ['10.1.0.0/16', true],
  ]);
  const custom = world('REGIONAL');
  custom.door.patch(custom.router('here'), {
    bgp: { advertiseMode: 'CUSTOM', advertisedIpRanges: [{ range: '10.0.0.0/8' }] },
  });
  t.deepEqual(told(custom, 'here'), [['10.0.0.0/8', false]]);
});

test('a static route beats a learned one at the same priority, and not a better one', (t) => {
  const of = world('REGIONAL');
  const { door, network } = of;
  door.insert('instances', 'zones/us-east1-b', {
    name: 'nva',
    machineType: 'zones/us-east1-b/machineTypes/e2-micro',
    canIpForward: true,
    disks: [{ boot: true, initializeParams: {} }],
    networkInterfaces: [{ subnetwork: 'regions/us-east1/subnetworks/s' }],
  });
  door.insert('routes', 'global', {
    name: 'to-nva',
    network: 'global/networks/n',
    destRange: '192.168.0.0/16',
    priority: 100,
    nextHopInstance: 'zones/us-east1-b/instances/nva',
    tags: ['via-nva'],
  });
  const hops = (med: number, tags: readonly string[]) =>
    customRoutes(
      { network, region: places.here, tags },
      door.resources,
      observing([{ place: 'here', tunnel: 0, med }], of),
    )
      .find(({ prefix }) => prefix === '192.168.0.0/16')
      ?.hops.map(({ kind }) => kind);
  t.deepEqual(hops(100, ['via-nva']), ['instance']);
  t.deepEqual(hops(99, ['via-nva']), ['router']);
  t.deepEqual(hops(100, []), ['router']);
  const nva = door.get('instances', 'zones/us-east1-b', 'nva');
  door.change(nva, { ...nva.properties, status: 'TERMINATED' });
  t.deepEqual(hops(100, ['via-nva']), ['router']);
});

test('the best paths are among those learned, one at least for each prefix', (t) => {
  const of = world('GLOBAL');
  const path = fc.record({
    place: fc.constantFrom('here' as const, 'there' as const),
    tunnel: fc.constantFrom(0 as const, 1 as const),
    prefix: fc.constantFrom('192.168.0.0/16', '172.16.0.0/12', '0.0.0.0/0'),
    asPath: fc.array(fc.integer({ min: 64_512, max: 64_520 }), { minLength: 1, maxLength: 4 }),
    med: fc.integer({ min: 0, max: 500 }),
  });
  fc.assert(
    fc.property(fc.array(path, { maxLength: 8 }), (paths) => {
      const chosen = programmedRoutes(
        of.network,
        places.here,
        of.door.resources,
        observing(paths, of),
      );
      const prefixes = (items: readonly { readonly prefix: string }[]) =>
        [...new Set(items.map(({ prefix }) => prefix))].toSorted();
      t.deepEqual(prefixes(chosen), prefixes(paths));
      for (const prefix of prefixes(chosen)) {
        const priorities = chosen.filter((it) => it.prefix === prefix).map((it) => it.priority);
        t.is(new Set(priorities).size, 1);
      }
    }),
    { numRuns: 50 },
  );
});

test('firewall rules come by priority, deny first among equals, the implied one last', (t) => {
  const { door } = world('REGIONAL');
  const rule = (name: string, body: Body) =>
    door.insert('firewalls', 'global', { name, network: 'global/networks/n', ...body });
  rule('a', { priority: 200, allowed: [{ IPProtocol: 'tcp', ports: ['22'] }] });
  rule('b', { priority: 100, allowed: [{ IPProtocol: 'icmp' }], targetTags: ['web'] });
  rule('c', { priority: 200, denied: [{ IPProtocol: 'all' }], sourceRanges: ['10.9.0.0/16'] });
  rule('d', { priority: 1, allowed: [{ IPProtocol: 'all' }], disabled: true });
  rule('e', {
    direction: 'EGRESS',
    denied: [{ IPProtocol: 'udp', ports: ['53', '5000-5010'] }],
    destinationRanges: ['8.8.8.8'],
  });
  const network = 'projects/p/global/networks/n';
  const rules = (tags: readonly string[], direction: 'INGRESS' | 'EGRESS') =>
    firewallRules({ network, tags }, direction, door.resources);
  const rest = [
    { action: 'drop', sources: ['10.9.0.0/16'] },
    { action: 'accept', protocol: 6, destinationPorts: [{ from: 22, to: 22 }] },
    { action: 'drop' },
  ];
  t.deepEqual<unknown, unknown>(rules([], 'INGRESS'), rest);
  t.deepEqual<unknown, unknown>(rules(['web'], 'INGRESS'), [
    { action: 'accept', protocol: 1 },
    ...rest,
  ]);
  t.deepEqual<unknown, unknown>(rules([], 'EGRESS'), [
    {
      action: 'drop',
      protocol: 17,
      destinations: ['8.8.8.8/32'],
      destinationPorts: [
        { from: 53, to: 53 },
        { from: 5000, to: 5010 },
      ],
    },
    { action: 'accept' },
  ]);
});
