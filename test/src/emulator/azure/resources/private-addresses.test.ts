import test from 'ava';
import {
  codeOf,
  createDoor,
  gatewayBody,
  location,
  putAddress,
  putNetwork,
  resource,
  subnet,
} from '../support/arm.ts';
import type { Door } from '../support/arm.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';

const gateway = resource('virtualNetworkGateways', 'gw');
const activeActive = (addresses: readonly string[], more: object = {}) => ({
  ...gatewayBody(subnet('net', 'GatewaySubnet'), '', {
    activeActive: true,
    enablePrivateIpAddress: true,
    sku: { name: 'VpnGw1AZ' },
    ipConfigurations: addresses.map((id, index) => ({
      name: `ip${index}`,
      properties: { subnet: { id: subnet('net', 'GatewaySubnet') }, publicIPAddress: { id } },
    })),
    ...more,
  }),
});

function doorWithNetwork(): Door {
  const door = createDoor();
  putNetwork(door, 'net', 1, true);
  return door;
}

/** For each instance, its BGP address and where tunnels to it may end. */
function addressesOf(door: Door) {
  const shown = door.show(door.get(gateway), noObservations)['properties'] as {
    bgpSettings: {
      bgpPeeringAddresses: { defaultBgpIpAddresses: string[]; tunnelIpAddresses: string[] }[];
    };
  };
  return shown.bgpSettings.bgpPeeringAddresses.map((entry) => [
    ...entry.defaultBgpIpAddresses,
    ...entry.tunnelIpAddresses,
  ]);
}

test('private tunnel addresses come first in the subnet, BGP addresses behind them', (t) => {
  const door = doorWithNetwork();
  const addresses = [putAddress(door, 'a'), putAddress(door, 'b')];
  door.put(gateway, activeActive(addresses));
  t.deepEqual(addressesOf(door), [
    ['10.1.255.6', '20.61.0.1', '10.1.255.4'],
    ['10.1.255.7', '20.61.0.2', '10.1.255.5'],
  ]);

  door.put(gateway, activeActive(addresses, { enablePrivateIpAddress: false }));
  t.deepEqual(addressesOf(door), [
    ['10.1.255.4', '20.61.0.1'],
    ['10.1.255.5', '20.61.0.2'],
  ]);
});

test('a single instance speaks BGP from the last address and has tunnels at the first', (t) => {
  const door = doorWithNetwork();
  const body = gatewayBody(subnet('net', 'GatewaySubnet'), putAddress(door, 'a'), {
    enablePrivateIpAddress: true,
    sku: { name: 'VpnGw1AZ' },
  });
  door.put(gateway, body);
  t.deepEqual(addressesOf(door), [['10.1.255.254', '20.61.0.1', '10.1.255.4']]);
});

test('an ExpressRoute gateway in the subnet keeps its addresses', (t) => {
  const door = doorWithNetwork();
  const other = resource('virtualNetworkGateways', 'er');
  door.put(other, {
    location,
    properties: {
      gatewayType: 'ExpressRoute',
      sku: { name: 'ErGw1AZ' },
      ipConfigurations: [
        { name: 'default', properties: { subnet: { id: subnet('net', 'GatewaySubnet') } } },
      ],
    },
  });
  const addresses = [putAddress(door, 'a'), putAddress(door, 'b')];
  door.put(gateway, activeActive(addresses, { bgpSettings: { asn: 65515 } }));
  const all = door.resources
    .all('virtualNetworkGateways')
    .flatMap(({ properties }) => properties.instances)
    .flatMap(({ bgpAddress, underlayAddress }) => [...new Set([bgpAddress, underlayAddress])]);
  t.is(new Set(all).size, all.length);
});

test('what Azure refuses of private addresses', (t) => {
  const door = doorWithNetwork();
  const addresses = [putAddress(door, 'a'), putAddress(door, 'b')];
  t.is(
    codeOf(() => door.put(gateway, activeActive(addresses, { sku: { name: 'VpnGw1' } }))),
    'PrivateIpAddressNotSupportedForGatewaySku',
  );
  t.is(
    codeOf(() =>
      door.put(gateway, activeActive([putAddress(door, 'basic', 'Basic'), addresses[1] ?? ''])),
    ),
    'PrivateIpAddressRequiresStandardPublicIp',
  );

  const local = resource('localNetworkGateways', 'site');
  door.put(local, {
    location,
    properties: {
      gatewayIpAddress: '10.100.20.1',
      localNetworkAddressSpace: { addressPrefixes: ['10.100.10.0/24'] },
    },
  });
  const connection = resource('connections', 'cn');
  const connect = () =>
    door.put(connection, {
      location,
      properties: {
        connectionType: 'IPsec',
        virtualNetworkGateway1: { id: gateway },
        localNetworkGateway2: { id: local },
        useLocalAzureIpAddress: true,
      },
    });
  door.put(gateway, activeActive(addresses, { enablePrivateIpAddress: false }));
  t.is(codeOf(connect), 'UseLocalAzureIpAddressRequiresPrivateIpOnGateway');
  door.put(gateway, activeActive(addresses));
  t.is(codeOf(connect), 'none');
  t.is(
    codeOf(() => door.put(gateway, activeActive(addresses, { enablePrivateIpAddress: false }))),
    'UseLocalAzureIpAddressRequiresPrivateIpOnGateway',
    'a connection still leaves from there',
  );
});
