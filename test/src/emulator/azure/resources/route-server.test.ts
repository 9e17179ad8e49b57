import test from 'ava';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import {
  cardBody,
  codeOf,
  createDoor,
  location,
  network,
  putAddress,
  putGateway,
  putNetwork,
  resource,
  subnet,
} from '../support/arm.ts';
import type { Door } from '../support/arm.ts';
import {
  configurationBody,
  hub,
  hubConfiguration,
  hubPeer,
  peer,
  placeServer,
  putServer,
} from '../support/route-server.ts';

function doorWithNetwork(): Door {
  const door = createDoor();
  putNetwork(door, 'net', 1, true);
  return door;
}

const peerBody = (peerIp: string, peerAsn: number | string = 65001) => ({
  properties: { peerIp, peerAsn },
});

test('a Route Server shows its kind, its AS number and its two addresses', (t) => {
  const door = doorWithNetwork();
  putServer(door);
  const shown = () => door.show(door.get(hub), noObservations);
  t.is(shown()['kind'], 'RouteServer');
  t.like(shown()['properties'], {
    virtualRouterAsn: 65515,
    virtualRouterIps: [],
    allowBranchToBranchTraffic: false,
    hubRoutingPreference: 'ExpressRoute',
  });
  placeServer(door, 'net', 1);
  door.put(hubPeer('nva'), peerBody('10.1.0.4', '65001'));
  t.like(shown()['properties'], {
    virtualRouterIps: ['10.1.210.4', '10.1.210.5'],
    ipConfigurations: [{ id: hubConfiguration }],
    bgpConnections: [{ id: hubPeer('nva') }],
  });
  t.like(door.show(door.get(hubPeer('nva')), noObservations)['properties'], {
    peerAsn: 65001,
    peerIp: '10.1.0.4',
    connectionState: 'Unknown',
  });
});

test('it lives in a RouteServerSubnet of /27 or larger, one to a network', (t) => {
  const door = doorWithNetwork();
  putServer(door);
  const address = putAddress(door, 'ip');
  const into = (id: string) => () =>
    door.put(hubConfiguration, {
      properties: { subnet: { id }, publicIPAddress: { id: address } },
    });
  t.is(codeOf(into(subnet('net', 'RouteServerSubnet'))), 'InvalidResourceReference');
  t.is(codeOf(into(subnet('net', 'sub'))), 'InvalidRouteServerSubnet');
  door.put(subnet('net', 'RouteServerSubnet'), { properties: { addressPrefix: '10.1.210.0/28' } });
  t.is(codeOf(into(subnet('net', 'RouteServerSubnet'))), 'RouteServerSubnetTooSmall');
  door.put(subnet('net', 'RouteServerSubnet'), { properties: { addressPrefix: '10.1.210.0/27' } });
  const basic = putAddress(door, 'basic', 'Basic');
  t.is(
    codeOf(() => door.put(hubConfiguration, configurationBody('net', basic))),
    'VirtualHubIpConfigurationRequiresStandardPublicIp',
  );
  t.is(codeOf(into(subnet('net', 'RouteServerSubnet'))), 'none');
  t.is(
    codeOf(() =>
      door.put(
        `${hub}/ipConfigurations/other`,
        configurationBody('net', putAddress(door, 'second')),
      ),
    ),
    'VirtualHubCanHaveOnlyOneIpConfiguration',
  );
  const rival = resource('virtualHubs', 'rival');
  door.put(rival, { location, properties: { sku: 'Standard' } });
  t.is(
    codeOf(() =>
      door.put(
        `${rival}/ipConfigurations/ipconfig`,
        configurationBody('net', putAddress(door, 'third')),
      ),
    ),
    'OnlyOneRouteServerAllowedPerVirtualNetwork',
  );
});

test('nothing else is in its subnet, and no rules or routes of a user’s', (t) => {
  const door = doorWithNetwork();
  putServer(door);
  placeServer(door, 'net', 1);
  t.is(
    codeOf(() =>
      door.put(resource('networkInterfaces', 'nic'), cardBody(subnet('net', 'RouteServerSubnet'))),
    ),
    'ResourceTypeNotAllowedInRouteServerSubnet',
  );
  const group = resource('networkSecurityGroups', 'nsg');
  door.put(group, { location, properties: {} });
  const table = resource('routeTables', 'rt');
  door.put(table, { location, properties: {} });
  for (const [property, id, code] of [
    ['networkSecurityGroup', group, 'NetworkSecurityGroupCannotBeAttachedToRouteServerSubnet'],
    ['routeTable', table, 'RouteTableCannotBeAttachedForRouteServerSubnet'],
  ] as const) {
    const properties = { addressPrefix: '10.1.210.0/24', [property]: { id } };
    t.is(
      codeOf(() => door.put(subnet('net', 'RouteServerSubnet'), { properties })),
      code,
    );
  }
  t.is(
    codeOf(() => door.remove(subnet('net', 'RouteServerSubnet'))),
    'InUseSubnetCannotBeDeleted',
  );
});

test('peers are appliances of 16-bit AS numbers, in its network or one peered with it', (t) => {
  const door = doorWithNetwork();
  putServer(door);
  const put = (address: string, asn?: number, name = 'nva') =>
    codeOf(() => door.put(hubPeer(name), peerBody(address, asn)));
  t.is(put('10.1.0.4'), 'VirtualHubIpConfigurationMissing');
  placeServer(door, 'net', 1);
  for (const asn of [65515, 12076, 65518, 23456]) t.is(put('10.1.0.4', asn), 'BgpAsnReserved');
  t.is(put('10.1.0.4', 4_200_000_000), 'InvalidBgpAsn');
  t.is(put('10.1.210.9'), 'InvalidBgpConnectionPeerIp');
  t.is(put('10.2.0.4'), 'InvalidBgpConnectionPeerIp');
  putNetwork(door, 'spoke', 2);
  peer(door, 'net', 'spoke');
  t.is(put('10.2.0.4'), 'none', 'in a peered network');
  t.is(put('10.2.0.4', 65002, 'twin'), 'DuplicateBgpConnectionPeerIp');
  for (let index = 2; index <= 8; index++)
    t.is(put(`10.1.0.${index + 3}`, 65001, `nva${index}`), 'none');
  t.is(put('10.1.0.99', 65001, 'nva9'), 'BgpConnectionLimitExceeded');
});

test('a Route Server is something to lend, as a gateway is', (t) => {
  const door = doorWithNetwork();
  putNetwork(door, 'spoke', 2, true);
  t.is(
    codeOf(() => peer(door, 'net', 'spoke', true)),
    'RemoteVnetHasNoGateways',
  );
  putServer(door);
  placeServer(door, 'net', 1);
  t.is(
    codeOf(() => peer(door, 'net', 'spoke', true)),
    'none',
  );
  t.is(
    codeOf(() => door.remove(hub)),
    'VnetGatewayInUseByRemotePeering',
  );
  putGateway(door, 'gw', 'net');
  t.is(
    codeOf(() => door.remove(hub)),
    'none',
  );
  t.is(door.find(hubConfiguration), undefined, 'its parts go with it');
});

test('a network that borrows gateways has no Route Server of its own', (t) => {
  const door = doorWithNetwork();
  putNetwork(door, 'spoke', 2);
  putGateway(door, 'gw', 'net');
  peer(door, 'net', 'spoke', true);
  putServer(door);
  t.is(
    codeOf(() => placeServer(door, 'spoke', 2)),
    'VnetHasPeeringsUsingRemoteGateways',
  );
  door.remove(`${network('spoke')}/virtualNetworkPeerings/to-net`);
  t.is(
    codeOf(() =>
      door.put(
        hubConfiguration,
        configurationBody('spoke', resource('publicIPAddresses', 'rs-ip')),
      ),
    ),
    'none',
  );
});
