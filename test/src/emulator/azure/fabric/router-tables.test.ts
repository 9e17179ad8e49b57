import test from 'ava';
import { compile } from '../../../../../src/emulator/azure/fabric/compile.ts';
import type { Route } from '../../../../../src/emulator/fabric/fabric.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import type { Door } from '../support/arm.ts';
import {
  cardBody,
  createDoor,
  location,
  machine,
  machineBody,
  putGateway,
  putNetwork,
  resource,
  subnet,
} from '../support/arm.ts';
import { expressRouteGatewayBody } from '../support/express-route.ts';

const destination = '10.99.0.0/16';

/** A network with a machine, whose subnet sends 10.99.0.0/16 to the network's gateway. */
function withGatewayRoute(): Door {
  const door = createDoor();
  putNetwork(door, 'net', 1, true);
  const table = resource('routeTables', 'rt');
  door.put(table, {
    location,
    properties: {
      routes: [
        {
          name: 'to-gateway',
          properties: { addressPrefix: destination, nextHopType: 'VirtualNetworkGateway' },
        },
      ],
    },
  });
  door.put(subnet('net', 'sub'), {
    properties: { addressPrefix: '10.1.0.0/24', routeTable: { id: table } },
  });
  const card = resource('networkInterfaces', 'nic');
  door.put(card, cardBody(subnet('net', 'sub')));
  door.put(machine('vm'), machineBody([card]));
  return door;
}

/** Where the machine's packets go: a device of the network's router, or what becomes of them. */
function way({ resources }: Door): string {
  const { nodes } = compile(resources, noObservations, {
    timers: 'fast',
    defaultOutboundAccess: true,
  });
  const routes = nodes.flatMap((node): readonly Route[] =>
    node.kind === 'router' && node.name === 'vnet-net'
      ? (node.tables.find(({ devices }) => devices.includes('c-nic'))?.routes ?? [])
      : [],
  );
  const route = routes.find(({ to }) => to === destination);
  if (!route) return 'no route';
  return 'via' in route ? route.via.map(({ device }) => device).join() : route.reject;
}

test('a user-defined route leads to a VPN gateway, and to none that has an ExpressRoute gateway beside', (t) => {
  const door = withGatewayRoute();
  t.is(way(door), 'blackhole', 'no gateway');
  putGateway(door, 'vpn', 'net');
  t.is(way(door), 'g-vpn');
  const er = resource('virtualNetworkGateways', 'er');
  door.put(er, expressRouteGatewayBody('net'));
  t.is(way(door), 'blackhole', 'both');
  door.remove(resource('virtualNetworkGateways', 'vpn'));
  t.is(way(door), 'blackhole', 'ExpressRoute alone');
  door.remove(er);
  putGateway(door, 'vpn', 'net');
  t.is(way(door), 'g-vpn');
});
