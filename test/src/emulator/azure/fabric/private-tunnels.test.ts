import test from 'ava';
import { compile } from '../../../../../src/emulator/azure/fabric/compile.ts';
import type { RouterNode } from '../../../../../src/emulator/fabric/fabric.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import {
  cardBody,
  createDoor,
  gatewayBody,
  location,
  machine,
  machineBody,
  putAddress,
  putNetwork,
  resource,
  subnet,
} from '../support/arm.ts';
import { peer } from '../support/route-server.ts';

/** A spoke's gateway with private addresses, whose peer has one address for its tunnels and for BGP, behind a hub's machine. */
function spoke() {
  const door = createDoor();
  putNetwork(door, 'hub', 1);
  putNetwork(door, 'spoke', 2, true);
  const card = resource('networkInterfaces', 'nva-nic');
  door.put(card, cardBody(subnet('hub', 'sub')));
  door.put(machine('nva'), machineBody([card]));
  peer(door, 'hub', 'spoke');
  const table = resource('routeTables', 'to-site');
  door.put(table, {
    location,
    properties: {
      routes: [
        {
          name: 'site',
          properties: {
            addressPrefix: '10.100.20.1/32',
            nextHopType: 'VirtualAppliance',
            nextHopIpAddress: '10.1.0.4',
          },
        },
      ],
    },
  });
  door.put(subnet('spoke', 'GatewaySubnet'), {
    properties: { addressPrefix: '10.2.255.0/24', routeTable: { id: table } },
  });
  const addresses = [putAddress(door, 'a'), putAddress(door, 'b')];
  const gateway = resource('virtualNetworkGateways', 'gw');
  door.put(
    gateway,
    gatewayBody(subnet('spoke', 'GatewaySubnet'), '', {
      activeActive: true,
      enablePrivateIpAddress: true,
      sku: { name: 'VpnGw1AZ' },
      bgpSettings: { asn: 65155 },
      ipConfigurations: addresses.map((id, index) => ({
        name: `ip${index}`,
        properties: { subnet: { id: subnet('spoke', 'GatewaySubnet') }, publicIPAddress: { id } },
      })),
    }),
  );
  const local = resource('localNetworkGateways', 'site');
  door.put(local, {
    location,
    properties: {
      gatewayIpAddress: '10.100.20.1',
      bgpSettings: { asn: 65150, bgpPeeringAddress: '10.100.20.1' },
    },
  });
  door.put(resource('connections', 'cn'), {
    location,
    properties: {
      connectionType: 'IPsec',
      virtualNetworkGateway1: { id: gateway },
      localNetworkGateway2: { id: local },
      sharedKey: 'Secret123',
      enableBgp: true,
      useLocalAzureIpAddress: true,
    },
  });
  const fabric = compile(door.resources, noObservations, {
    timers: 'fast',
    defaultOutboundAccess: true,
  });
  const router = (name: string) => {
    const node = fabric.nodes.find((one): one is RouterNode => one.name === name);
    if (!node) throw new Error(`no node ${name}`);
    return node;
  };
  return { fabric, router };
}

test('tunnels leave from the private addresses, under their own names', (t) => {
  const { fabric } = spoke();
  t.deepEqual(
    fabric.tunnels.map(({ localAddress, localId, remoteAddress, outer, inner }) => [
      localAddress,
      localId,
      remoteAddress,
      outer,
      inner,
    ]),
    [
      ['10.2.255.4', '10.2.255.4', '10.100.20.1', 'gw-0-u', 'gw-0'],
      ['10.2.255.5', '10.2.255.5', '10.100.20.1', 'gw-1-u', 'gw-1'],
    ],
  );
});

test('the same address is behind the appliance outside, and behind the tunnel inside', (t) => {
  const { router } = spoke();
  const outside = router('vnet-spoke')
    .tables.find(({ name }) => name === 'underlay gw-0')
    ?.routes.find(({ to }) => to === '10.100.20.1/32');
  t.like(outside, { via: [{ device: 'a-hub-a010004' }] });
  t.deepEqual(
    router('gw-0').routes.find(({ to }) => to === '10.100.20.1/32'),
    { to: '10.100.20.1/32', via: [{ device: 't-cn' }] },
  );
});

test('a peered network reaches the outer sides, and not the BGP addresses', (t) => {
  const { router } = spoke();
  const fromOutside = router('vnet-spoke').tables.find(({ name }) => name === 'from outside');
  const reached = fromOutside?.routes.flatMap((route) => ('via' in route ? [route.to] : []));
  t.deepEqual(reached, ['10.2.255.4/32', '10.2.255.5/32']);
});
