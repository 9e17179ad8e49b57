import test from 'ava';
import type { BgpNeighbor } from '../../../../../src/emulator/fabric/fabric.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { gatewayBgp } from '../../../../../src/emulator/azure/routing/gateway-bgp.ts';
import { routeServerBgp } from '../../../../../src/emulator/azure/routing/route-server-bgp.ts';
import {
  instancesOf,
  routeServers,
} from '../../../../../src/emulator/azure/routing/route-servers.ts';
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

/** Whether what one neighbour told is told to another. */
function tells(from: BgpNeighbor, to: BgpNeighbor): boolean {
  const mark = from.onImport?.mark;
  return mark === undefined || to.onExport?.withoutMarks?.includes(mark) !== true;
}

test('an appliance does not hear its own routes from a Route Server, and hears those of others', (t) => {
  const door = createDoor();
  putNetwork(door, 'net', 1);
  putServer(door);
  placeServer(door, 'net', 1);
  for (const [name, peerIp, peerAsn] of [
    ['nva1', '10.1.0.4', 65001],
    ['nva2', '10.1.0.5', 65002],
  ] as const) {
    door.put(hubPeer(name), { properties: { peerIp, peerAsn } });
  }
  const { resources } = door;
  const [server] = routeServers(resources);
  const [instance] = server ? instancesOf(server) : [];
  if (!server || !instance) return t.fail('no server');
  const [one, two] = routeServerBgp({ server, instance, resources, timers }).neighbors;
  if (!one || !two) return t.fail('no appliances');
  t.deepEqual(
    [one, two].map(({ maximumPrefixes }) => maximumPrefixes),
    [4000, 4000],
  );
  t.false(tells(one, one));
  t.true(tells(one, two));
  t.true(tells(two, one));
});

test('an AS does not hear its own routes from a VPN gateway by another tunnel; other ASes do', (t) => {
  const door = createDoor();
  putNetwork(door, 'net', 1, true);
  const gatewayId = resource('virtualNetworkGateways', 'vpn');
  door.put(
    gatewayId,
    gatewayBody(subnet('net', 'GatewaySubnet'), putAddress(door, 'ip'), {
      bgpSettings: { asn: 65010 },
    }),
  );
  for (const [name, gatewayIpAddress, address, asn] of [
    ['tky01', '203.0.113.1', '10.100.20.1', 65150],
    ['tky02', '203.0.113.2', '10.100.20.2', 65150],
    ['osa01', '203.0.113.3', '10.100.30.1', 65151],
  ] as const) {
    const peer = resource('localNetworkGateways', name);
    door.put(peer, {
      location,
      properties: {
        gatewayIpAddress,
        bgpSettings: { asn, bgpPeeringAddress: address },
      },
    });
    door.put(resource('connections', name), {
      location,
      properties: {
        connectionType: 'IPsec',
        enableBgp: true,
        sharedKey: 'kSecret123',
        virtualNetworkGateway1: { id: gatewayId },
        localNetworkGateway2: { id: peer },
      },
    });
  }
  const { resources } = door;
  const gateway = resources.find('virtualNetworkGateways', gatewayId);
  const [instance] = gateway?.properties.instances ?? [];
  if (!gateway || !instance) return t.fail('no gateway');
  const speaker = gatewayBgp({
    gateway,
    instance,
    resources,
    observations: noObservations,
    timers,
  });
  const neighbor = (address: string): BgpNeighbor => {
    const found = speaker?.neighbors.find((one) => one.address === address);
    if (!found) throw new Error(address);
    return found;
  };
  const [tky01, tky02, osa01] = ['10.100.20.1', '10.100.20.2', '10.100.30.1'].map(neighbor) as [
    BgpNeighbor,
    BgpNeighbor,
    BgpNeighbor,
  ];
  t.is(tky01.maximumPrefixes, 4000);
  t.false(tells(tky01, tky01));
  t.false(tells(tky01, tky02));
  t.true(tells(tky01, osa01));
  t.true(tells(osa01, tky01));
});
