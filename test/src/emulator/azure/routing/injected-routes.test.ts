import test from 'ava';
import {
  gatewayNodeName,
  routeServerNodeName,
} from '../../../../../src/emulator/azure/fabric/names.ts';
import { injectedRoutes } from '../../../../../src/emulator/azure/routing/injected-routes.ts';
import { subnetRoutes } from '../../../../../src/emulator/azure/routing/subnet-routes.ts';
import type { BgpRoute, Observations } from '../../../../../src/emulator/fabric/observations.ts';
import type { Door } from '../support/arm.ts';
import {
  createDoor,
  gatewayBody,
  location,
  network,
  putAddress,
  putNetwork,
  resource,
  subnet,
} from '../support/arm.ts';
import {
  circuitBody,
  circuitConnectionBody,
  circuitId,
  peeringBody,
  peeringId,
  putConnected,
} from '../support/express-route.ts';
import { hub, hubPeer, placeServer, putServer } from '../support/route-server.ts';
import { learnedRoute as learned } from '../support/learned-route.ts';

const vpn = resource('virtualNetworkGateways', 'vpn');
const er = resource('virtualNetworkGateways', 'net-er');
const secondCircuit = resource('expressRouteCircuits', 'second');
const vpnPeer = '172.31.0.1';
const site = '192.168.0.0/16';

type Paths = readonly (readonly number[])[];

/** What reaches a network's speakers. Circuits' paths begin with Microsoft's number, which is left out here. */
interface Told {
  readonly circuit?: Paths;
  readonly second?: Paths;
  readonly vpn?: Paths;
  readonly appliances?: Paths;
}

/** A network with gateways of both types, two circuits, a Route Server and two appliances. */
function createNetwork(server: object = {}, weight = 0): Door {
  const door = createDoor((key) => ({ key, provider: 'Equinix' }));
  putNetwork(door, 'net', 1, true);
  for (const [id, range] of [
    [circuitId, '172.16.0'],
    [secondCircuit, '172.16.1'],
  ] as const) {
    door.put(id, circuitBody());
    door.put(
      id === circuitId ? peeringId : `${id}/peerings/AzurePrivatePeering`,
      peeringBody({
        primaryPeerAddressPrefix: `${range}.0/30`,
        secondaryPeerAddressPrefix: `${range}.4/30`,
      }),
    );
  }
  putConnected(door, 'net');
  door.put(
    resource('connections', 'second'),
    circuitConnectionBody(er, { peer: { id: secondCircuit }, routingWeight: weight }),
  );
  door.put(
    vpn,
    gatewayBody(subnet('net', 'GatewaySubnet'), putAddress(door, 'vpn-ip'), {
      bgpSettings: { asn: 65515 },
    }),
  );
  putServer(door, server);
  placeServer(door, 'net', 1);
  for (const [index, name] of ['nva0', 'nva1'].entries()) {
    door.put(hubPeer(name), { properties: { peerIp: `10.1.0.${4 + index}`, peerAsn: 65001 } });
  }
  return door;
}

/** Paths of what is told, by the speakers' nodes. `best` says which of the two circuits a gateway takes. */
function observing(
  door: Door,
  told: Readonly<Record<string, Told>>,
  best: 'circuit' | 'second' = 'circuit',
): Observations {
  const { resources } = door;
  const nodeOf = (id: string) => {
    const gateway = resources.find('virtualNetworkGateways', id);
    const [instance] = gateway?.properties.instances ?? [];
    if (!gateway || !instance) throw new Error(id);
    return gatewayNodeName(gateway, instance, resources);
  };
  const edges = (name: string) =>
    resources.find('connections', resource('connections', name))?.properties.edgeAddresses ?? [];
  const server = resources.find('virtualHubs', hub);
  if (!server) throw new Error(hub);
  const each = (of: (told: Told, prefix: string) => readonly BgpRoute[]) => ({
    peers: [],
    routes: Object.entries(told).flatMap(([prefix, paths]) => of(paths, prefix)),
  });
  const byEdges = (prefix: string, paths: Paths, addresses: readonly string[], isBest: boolean) =>
    paths.flatMap((path) =>
      addresses.map((edge, index) =>
        learned(prefix, edge, [12076, ...path], isBest && index === 0),
      ),
    );
  return {
    tunnels: {},
    bgp: {
      [nodeOf(er)]: each(({ circuit = [], second = [] }, prefix) => [
        ...byEdges(prefix, circuit, edges('net-circuit'), best === 'circuit'),
        ...byEdges(prefix, second, edges('second'), best === 'second'),
      ]),
      [nodeOf(vpn)]: each(({ vpn: paths = [] }, prefix) =>
        paths.map((path) => learned(prefix, vpnPeer, path)),
      ),
      [routeServerNodeName(server, 0, resources)]: each(({ appliances = [] }, prefix) =>
        appliances.map((path, index) => learned(prefix, `10.1.0.${4 + index}`, path)),
      ),
    },
  };
}

/** Who a next hop stands for. */
function origin(hop: string): string {
  if (hop.startsWith('10.1.0.')) return `nva${Number(hop.split('.')[3]) - 4}`;
  return hop.startsWith('20.61.') ? 'vpn' : 'edge';
}

function chosen(door: Door, observations: Observations): readonly string[] {
  return injectedRoutes(network('net'), door.resources, observations).map(
    ({ prefix, nextHops }) => `${prefix} ${nextHops.map(origin).join()}`,
  );
}

const choices: readonly (readonly [
  preference: 'ExpressRoute' | 'VpnGateway' | 'ASPath',
  what: string,
  told: Told,
  winner: string,
])[] = [
  ['ExpressRoute', 'any path', { circuit: [[65150, 65150, 65150]], vpn: [[65002]] }, 'edge,edge'],
  [
    'ExpressRoute',
    'any path of an appliance',
    { circuit: [[65150, 65150]], appliances: [[65001]] },
    'edge,edge',
  ],
  ['ExpressRoute', 'nothing by the circuit', { vpn: [[65002, 65002]] }, 'vpn'],
  [
    'ExpressRoute',
    'VPN with the shorter path, no circuit',
    { vpn: [[65002]], appliances: [[65001, 65009]] },
    'vpn',
  ],
  [
    'VpnGateway',
    'a longer path by VPN',
    { circuit: [[65150]], vpn: [[65002, 65003, 65004]] },
    'vpn',
  ],
  [
    'VpnGateway',
    'a longer path by an appliance',
    { circuit: [[65150]], appliances: [[65001, 65009, 65009]] },
    'nva0',
  ],
  [
    'VpnGateway',
    'an appliance with the shorter path',
    { circuit: [[65150]], vpn: [[65002, 65003]], appliances: [[65001]] },
    'nva0',
  ],
  ['VpnGateway', 'nothing but the circuit', { circuit: [[65150]] }, 'edge,edge'],
  ['ASPath', 'a shorter path by VPN', { circuit: [[65150]], vpn: [[65002]] }, 'vpn'],
  [
    'ASPath',
    'a shorter path by the circuit',
    { circuit: [[65150]], vpn: [[65002, 65002, 65002]] },
    'edge,edge',
  ],
  [
    'ASPath',
    'an appliance with the shortest path',
    { circuit: [[65150]], vpn: [[65002, 65003]], appliances: [[65001]] },
    'nva0',
  ],
  [
    'ASPath',
    'appliances with equally short paths',
    { circuit: [[65150]], appliances: [[65001], [65001]] },
    'nva0,nva1',
  ],
  [
    'ASPath',
    'one appliance with a shorter path than the other',
    { appliances: [[65001, 65001], [65001]] },
    'nva1',
  ],
  ['ASPath', 'equally long paths', { circuit: [[65150]], vpn: [[65002, 65003]] }, 'edge,edge'],
];

for (const [hubRoutingPreference, what, told, winner] of choices) {
  test(`with the preference ${hubRoutingPreference} and ${what}, cards go by ${winner}`, (t) => {
    const door = createNetwork({ hubRoutingPreference });
    t.deepEqual(chosen(door, observing(door, { [site]: told })), [`${site} ${winner}`]);
  });
}

test('preference is between equal prefixes only: a longer one by VPN stays beside the circuit’s', (t) => {
  for (const hubRoutingPreference of ['ExpressRoute', 'VpnGateway', 'ASPath']) {
    const door = createNetwork({ hubRoutingPreference });
    const told = { '192.0.0.0/8': { circuit: [[65150]] }, [site]: { vpn: [[65002]] } };
    t.deepEqual(chosen(door, observing(door, told)), ['192.0.0.0/8 edge,edge', `${site} vpn`]);
  }
});

const circuits: readonly (readonly [
  what: string,
  weight: number,
  told: Told,
  best: 'circuit' | 'second',
  edges: number,
])[] = [
  ['equal circuits share', 0, { circuit: [[65150]], second: [[65150]] }, 'circuit', 4],
  [
    'the heavier connection alone',
    9,
    { circuit: [[65150]], second: [[65150, 65150]] },
    'second',
    2,
  ],
  [
    'the shorter path of equal weights',
    0,
    { circuit: [[65150]], second: [[65150, 65150]] },
    'circuit',
    2,
  ],
];

for (const [what, weight, told, best, edges] of circuits) {
  test(`of two circuits: ${what}`, (t) => {
    const door = createNetwork({}, weight);
    const seen = observing(door, { [site]: told }, best);
    const [route] = injectedRoutes(network('net'), door.resources, seen);
    t.is(new Set(route?.nextHops).size, edges);
  });
}

test('a route table without propagation is for its own subnets; its siblings go on learning', (t) => {
  const door = createNetwork();
  const table = resource('routeTables', 'rt');
  door.put(table, { location, properties: { disableBgpRoutePropagation: true } });
  door.put(subnet('net', 'closed'), {
    properties: { addressPrefix: '10.1.1.0/24', routeTable: { id: table } },
  });
  const seen = observing(door, { [site]: { vpn: [[65002]] } });
  const learnedIn = (name: string) => {
    const found = door.resources.find('subnets', subnet('net', name));
    const rows = found ? subnetRoutes(found, door.resources, seen) : [];
    return rows.filter(({ source }) => source === 'VirtualNetworkGateway').length;
  };
  t.deepEqual([learnedIn('sub'), learnedIn('closed')], [1, 0]);
});
