import test from 'ava';
import type { BgpNeighbor } from '../../../../../src/emulator/fabric/fabric.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import {
  insideNeighbors,
  untoldMarks,
} from '../../../../../src/emulator/azure/routing/inside-peers.ts';
import { routeServerBgp } from '../../../../../src/emulator/azure/routing/route-server-bgp.ts';
import {
  instancesOf,
  routeServers,
} from '../../../../../src/emulator/azure/routing/route-servers.ts';
import type { Door } from '../support/arm.ts';
import {
  createDoor,
  gatewayBody,
  location,
  putAddress,
  putNetwork,
  resource,
  subnet,
} from '../support/arm.ts';
import { hubPeer, placeServer, putServer } from '../support/route-server.ts';

const timers = { keepalive: 1, hold: 3, connect: 1 };
const vpn = resource('virtualNetworkGateways', 'vpn');
const er = resource('virtualNetworkGateways', 'er');

/** A network with a VPN gateway of two instances and an ExpressRoute gateway, and a Route Server when it is wanted. */
function coexisting(asn: number, server?: object): Door {
  const door = createDoor();
  putNetwork(door, 'net', 1, true);
  const addresses = [putAddress(door, 'a'), putAddress(door, 'b')];
  door.put(
    vpn,
    gatewayBody(subnet('net', 'GatewaySubnet'), '', {
      activeActive: true,
      bgpSettings: { asn },
      ipConfigurations: addresses.map((id, index) => ({
        name: `ip${index}`,
        properties: { subnet: { id: subnet('net', 'GatewaySubnet') }, publicIPAddress: { id } },
      })),
    }),
  );
  door.put(er, {
    location,
    properties: {
      gatewayType: 'ExpressRoute',
      sku: { name: 'ErGw1AZ' },
      ipConfigurations: [
        { name: 'default', properties: { subnet: { id: subnet('net', 'GatewaySubnet') } } },
      ],
    },
  });
  if (server) {
    putServer(door, server);
    placeServer(door, 'net', 1);
  }
  return door;
}

function gatewayOf(door: Door, id: string) {
  const gateway = door.resources.find('virtualNetworkGateways', id);
  if (!gateway) throw new Error(id);
  return gateway;
}

function inside(door: Door, id: string): readonly BgpNeighbor[] {
  const gateway = gatewayOf(door, id);
  const [instance] = gateway.properties.instances;
  if (!instance) throw new Error(id);
  const { resources } = door;
  return insideNeighbors({ gateway, instance, resources, observations: noObservations, timers });
}

const addresses = (neighbors: readonly BgpNeighbor[]) => neighbors.map(({ address }) => address);
const instances = (door: Door, id: string) =>
  gatewayOf(door, id).properties.instances.map(({ bgpAddress }) => bgpAddress);

test('gateways of both types speak with each other when both have Azure’s AS number', (t) => {
  const door = coexisting(65515);
  const [, twin] = instances(door, vpn);
  t.deepEqual(addresses(inside(door, vpn)), [twin, ...instances(door, er)]);
  t.deepEqual(addresses(inside(door, er)), instances(door, vpn));
  t.deepEqual(
    inside(door, er).map(({ onImport }) => onImport?.localPreference),
    [90, 90],
    'ExpressRoute comes first',
  );
  for (const id of [vpn, er]) {
    const [mark] = untoldMarks(gatewayOf(door, id), door.resources);
    t.is(inside(door, id).at(-1)?.onImport?.mark, mark, 'and neither is transit for the other');
  }

  const apart = coexisting(65010);
  t.deepEqual(addresses(inside(apart, vpn)), instances(apart, vpn).slice(1));
  t.deepEqual(inside(apart, er), []);
});

test('a Route Server speaks with the gateways, and joins them when it may', (t) => {
  const servers = ['10.1.210.4', '10.1.210.5'];
  const shut = coexisting(65515, {});
  for (const id of [vpn, er]) {
    const sessions = inside(shut, id).filter(({ address }) => servers.includes(address));
    t.deepEqual(addresses(sessions), servers);
    t.true(sessions.every((it) => it.inbound.otherwise === 'deny'));
    t.not(untoldMarks(gatewayOf(shut, id), shut.resources).length, 0);
  }
  const open = coexisting(65515, { allowBranchToBranchTraffic: true });
  for (const id of [vpn, er]) {
    const sessions = inside(open, id).filter(({ address }) => servers.includes(address));
    t.true(sessions.every((it) => it.inbound.otherwise === 'permit'));
    t.deepEqual(untoldMarks(gatewayOf(open, id), open.resources), []);
  }
  const other = coexisting(65010, { allowBranchToBranchTraffic: true });
  t.false(addresses(inside(other, vpn)).some((address) => servers.includes(address)));
});

test('a Route Server keeps an appliance’s next hop towards gateways, and speaks for itself to appliances', (t) => {
  const door = coexisting(65515, { allowBranchToBranchTraffic: true });
  door.put(hubPeer('nva'), { properties: { peerIp: '10.1.0.4', peerAsn: 65001 } });
  const { resources } = door;
  const [server] = routeServers(resources);
  const [instance] = server ? instancesOf(server) : [];
  if (!server || !instance) return t.fail('no server');
  const speaker = routeServerBgp({ server, instance, resources, timers });
  t.deepEqual(speaker.networks, ['10.1.0.0/16']);
  t.deepEqual(
    speaker.neighbors.map(({ address, asn, nextHopSelf }) => [address, asn, nextHopSelf]),
    [
      ['10.1.0.4', 65001, true],
      ...[...instances(door, vpn), ...instances(door, er)].map((address) => [
        address,
        65515,
        false,
      ]),
    ],
  );
});
