import test from 'ava';
import type { FrontDoor } from '../../../../../src/emulator/azure/resources/front-door.ts';
import { tunnelName } from '../../../../../src/emulator/azure/fabric/names.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import {
  codeOf,
  createDoor,
  gatewayBody,
  location,
  putAddress,
  putGateway,
  putNetwork,
  resource,
  subnet,
} from '../support/arm.ts';

const gatewayId = resource('virtualNetworkGateways', 'gw');
const localId = resource('localNetworkGateways', 'lng');
const connectionId = resource('connections', 'cn');
const inner = subnet('hub', 'GatewaySubnet');

function createHub() {
  const door = createDoor();
  putNetwork(door, 'hub', 1, true);
  return door;
}

function put(door: FrontDoor, more: object, subnetId = inner) {
  return door.put(gatewayId, gatewayBody(subnetId, putAddress(door, 'ip'), more));
}

function localBody(more: object = {}) {
  return {
    location,
    properties: {
      gatewayIpAddress: '203.0.113.77',
      localNetworkAddressSpace: { addressPrefixes: ['10.9.0.0/16'] },
      bgpSettings: { asn: 65020, bgpPeeringAddress: '10.9.0.254' },
      ...more,
    },
  };
}

function connectionBody(more: object = {}) {
  return {
    location,
    properties: {
      connectionType: 'IPsec',
      virtualNetworkGateway1: { id: gatewayId },
      localNetworkGateway2: { id: localId },
      enableBgp: true,
      sharedKey: 'Secret123',
      ...more,
    },
  };
}

function createConnected() {
  const door = createHub();
  putGateway(door, 'gw', 'hub');
  door.put(localId, localBody());
  door.put(connectionId, connectionBody());
  return door;
}

test('an active-passive gateway speaks BGP from the last usable address', (t) => {
  const door = createHub();
  put(door, {});
  const { properties } = door.show(door.get(gatewayId), noObservations) as {
    properties: { bgpSettings: Record<string, unknown> };
  };
  t.like(properties.bgpSettings, {
    asn: 65000,
    bgpPeeringAddress: '10.1.255.254',
    bgpPeeringAddresses: [
      {
        ipconfigurationId: `${gatewayId}/ipConfigurations/ipconf1`,
        defaultBgpIpAddresses: ['10.1.255.254'],
        tunnelIpAddresses: ['20.61.0.1'],
      },
    ],
  });
});

for (const asn of [8074, 12076, 65517, 65520, 23456, 64496, 65535, 65551, 0]) {
  test(`AS ${asn} is reserved`, (t) => {
    const door = createHub();
    t.is(
      codeOf(() => put(door, { bgpSettings: { asn } })),
      'BgpAsnReserved',
    );
  });
}

for (const asn of [64512, 65514, 65515, 65521, 65534, 4200000000]) {
  test(`a gateway may have AS ${asn}`, (t) => {
    const door = createHub();
    t.is(
      codeOf(() => put(door, { bgpSettings: { asn } })),
      'none',
    );
  });
}

test('65515 is Azure’s own: a peer may not have it', (t) => {
  const door = createHub();
  const bgpSettings = { asn: 65515, bgpPeeringAddress: '10.9.0.254' };
  t.is(
    codeOf(() => door.put(localId, localBody({ bgpSettings }))),
    'BgpAsnReserved',
  );
});

const badGateways = {
  'an unknown size': [
    { sku: { name: 'VpnGw9' } },
    'InvalidGatewaySkuSpecifiedForGatewayDeploymentType',
  ],
  'BGP on a Basic one': [{ sku: { name: 'Basic' } }, 'BasicSkuGatewayDoesNotSupportBgp'],
  'no ipConfiguration': [
    { ipConfigurations: [] },
    'ActiveStandbyGatewayMustHaveExactlyOneIpConfiguration',
  ],
  'type LocalGateway': [{ gatewayType: 'LocalGateway' }, 'NotImplemented'],
  'a VPN gateway’s SKU on type ExpressRoute': [
    { gatewayType: 'ExpressRoute' },
    'InvalidGatewaySkuSpecifiedForGatewayDeploymentType',
  ],
  'policies for routes': [{ vpnType: 'PolicyBased' }, 'NotImplemented'],
  'an address that is none of APIPA’s': [
    { bgpSettings: { bgpPeeringAddresses: [{ customBgpIpAddresses: ['169.254.20.1'] }] } },
    'CustomBgpIpAddressNotInRange',
  ],
} as const;

for (const [what, [more, code]] of Object.entries(badGateways)) {
  test(`a gateway with ${what} is refused: ${code}`, (t) => {
    const door = createHub();
    t.is(
      codeOf(() => put(door, more)),
      code,
    );
  });
}

test('a gateway lives in a GatewaySubnet, one in a network', (t) => {
  const door = createHub();
  t.is(
    codeOf(() => put(door, {}, subnet('hub', 'sub'))),
    'InvalidGatewaySubnet',
  );
  putGateway(door, 'gw', 'hub');
  t.is(
    codeOf(() => putGateway(door, 'second', 'hub')),
    'OnlyOneVpnGatewayAllowedPerVirtualNetwork',
  );
  t.is(
    codeOf(() => door.remove(inner)),
    'InUseSubnetCannotBeDeleted',
  );
});

test('both ends of a connection stay while it is there', (t) => {
  const door = createConnected();
  t.is(
    codeOf(() => door.remove(gatewayId)),
    'VirtualNetworkGatewayCannotBeDeleted',
  );
  t.is(
    codeOf(() => door.remove(localId)),
    'LocalNetworkGatewayCannotBeDeleted',
  );
  door.remove(connectionId);
  t.true(door.remove(gatewayId) && door.remove(localId));
});

const badConnections = {
  'a key with a hyphen': [{ sharedKey: 'not-this' }, 'InvalidSharedKey'],
  'a key with a space': [{ sharedKey: 'not this' }, 'InvalidSharedKey'],
  'no far end': [{ localNetworkGateway2: undefined }, 'InvalidVirtualNetworkGatewayConnection'],
  IKEv1: [{ connectionProtocol: 'IKEv1' }, 'NotImplemented'],
  'a gateway that is not there': [
    { virtualNetworkGateway1: { id: `${gatewayId}x` } },
    'InvalidResourceReference',
  ],
  'half a policy': [{ ipsecPolicies: [{ ikeEncryption: 'AES256' }] }, 'InvalidRequestFormat'],
} as const;

for (const [what, [more, code]] of Object.entries(badConnections)) {
  test(`a connection with ${what} is refused: ${code}`, (t) => {
    const door = createConnected();
    t.is(
      codeOf(() => door.put(connectionId, connectionBody(more))),
      code,
    );
  });
}

test('BGP on a connection needs BGP at both ends', (t) => {
  const door = createConnected();
  const other = resource('localNetworkGateways', 'other');
  door.put(other, localBody({ bgpSettings: undefined }));
  t.is(
    codeOf(() =>
      door.put(
        resource('connections', 'second'),
        connectionBody({ localNetworkGateway2: { id: other } }),
      ),
    ),
    'LocalNetworkGatewayBgpSettingsMissing',
  );
});

test('a connection without a key gets one, which its body does not show', (t) => {
  const door = createConnected();
  t.false(JSON.stringify(door.show(door.get(connectionId), noObservations)).includes('Secret123'));
  door.remove(connectionId);
  door.put(connectionId, connectionBody({ sharedKey: undefined }));
  const key = door.resources.find('connections', connectionId)?.properties.sharedKey ?? '';
  t.regex(key, /^[0-9a-f]{32}$/);
});

/** Of the connection, and of its tunnel: this end goes on calling. */
const statuses = {
  up: ['Connected', 'Connected'],
  connecting: ['NotConnected', 'Connecting'],
  down: ['NotConnected', 'Connecting'],
} as const;

for (const [state, [expected, ofTunnel]] of Object.entries(statuses)) {
  test(`a connection whose tunnel is ${state} is ${expected}`, (t) => {
    const door = createConnected();
    const connection = door.resources.find('connections', connectionId);
    const gateway = door.resources.find('virtualNetworkGateways', gatewayId);
    const [instance] = gateway?.properties.instances ?? [];
    if (!connection || !instance) throw new Error('no connection');
    const seen = {
      state: state as keyof typeof statuses,
      establishedAt: state === 'up' ? 0 : null,
      bytesIn: 3780,
      bytesOut: 18720,
    };
    const observations = { bgp: {}, tunnels: { [tunnelName(connection, instance)]: seen } };
    t.like(door.show(connection, observations)['properties'], {
      connectionStatus: expected,
      ingressBytesTransferred: 3780,
      egressBytesTransferred: 18720,
      tunnelConnectionStatus: [{ tunnel: 'cn_20.61.0.1', connectionStatus: ofTunnel }],
    });
    t.like(door.show(connection, noObservations)['properties'], { connectionStatus: 'Unknown' });
  });
}
