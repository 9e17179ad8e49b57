import test from 'ava';
import type { FrontDoor } from '../../../../../src/emulator/azure/resources/front-door.ts';
import { codeOf, createDoor, network, putGateway, putNetwork } from '../support/arm.ts';

const peering = (from: string, to: string) => `${network(from)}/virtualNetworkPeerings/to-${to}`;

function peer(door: FrontDoor, from: string, to: string, flags: object = {}) {
  return door.put(peering(from, to), {
    properties: { remoteVirtualNetwork: { id: network(to) }, ...flags },
  });
}

function stateOf(door: FrontDoor, from: string, to: string): string | undefined {
  return door.resources.find('virtualNetworkPeerings', peering(from, to))?.properties.peeringState;
}

/** `hub` has a gateway, `spoke` and `other` have none. */
function createNetworks() {
  const door = createDoor();
  putNetwork(door, 'hub', 1, true);
  putNetwork(door, 'spoke', 2, true);
  putNetwork(door, 'other', 3);
  putGateway(door, 'gateway', 'hub');
  return door;
}

test('one side waits, two sides are connected, and the one that is left is disconnected', (t) => {
  const door = createNetworks();
  peer(door, 'hub', 'spoke');
  t.is(stateOf(door, 'hub', 'spoke'), 'Initiated');
  peer(door, 'spoke', 'hub');
  t.is(stateOf(door, 'hub', 'spoke'), 'Connected');
  t.is(stateOf(door, 'spoke', 'hub'), 'Connected');
  door.remove(peering('spoke', 'hub'));
  t.is(stateOf(door, 'hub', 'spoke'), 'Disconnected');
  t.is(
    codeOf(() => peer(door, 'spoke', 'hub')),
    'RemotePeeringIsDisconnected',
  );
  door.remove(peering('hub', 'spoke'));
  peer(door, 'spoke', 'hub');
  peer(door, 'hub', 'spoke');
  t.is(stateOf(door, 'spoke', 'hub'), 'Connected');
});

test('a network that goes disconnects its peers', (t) => {
  const door = createNetworks();
  peer(door, 'spoke', 'other');
  peer(door, 'other', 'spoke');
  door.remove(network('other'));
  t.is(stateOf(door, 'spoke', 'other'), 'Disconnected');
});

test('a remote gateway must be there and be lent', (t) => {
  const door = createNetworks();
  t.is(
    codeOf(() => peer(door, 'hub', 'spoke', { useRemoteGateways: true })),
    'VnetHasGatewayAndUseRemoteGateways',
  );
  t.is(
    codeOf(() => peer(door, 'spoke', 'other', { useRemoteGateways: true })),
    'RemoteVnetHasNoGateways',
  );
  t.is(
    codeOf(() =>
      peer(door, 'spoke', 'other', { useRemoteGateways: true, doNotVerifyRemoteGateways: true }),
    ),
    'none',
  );
  t.is(
    codeOf(() => peer(door, 'spoke', 'hub', { useRemoteGateways: true })),
    'OnlyOnePeeringCanUseRemoteGateways',
  );
  peer(door, 'spoke', 'other');
  peer(door, 'hub', 'spoke');
  t.is(
    codeOf(() => peer(door, 'spoke', 'hub', { useRemoteGateways: true })),
    'RemotePeeringAllowGatewayTransitIsFalse',
  );
  peer(door, 'hub', 'spoke', { allowGatewayTransit: true });
  t.is(
    codeOf(() => peer(door, 'spoke', 'hub', { useRemoteGateways: true })),
    'none',
  );
  t.is(
    codeOf(() => peer(door, 'hub', 'spoke', { allowGatewayTransit: false })),
    'AllowGatewayTransitFlagCannotBeFalse',
  );
});

test('a network that uses a remote gateway gets none of its own, and the lent one stays', (t) => {
  const door = createNetworks();
  peer(door, 'hub', 'spoke', { allowGatewayTransit: true });
  peer(door, 'spoke', 'hub', { useRemoteGateways: true });
  t.is(
    codeOf(() => putGateway(door, 'second', 'spoke')),
    'VnetHasPeeringsUsingRemoteGateways',
  );
  const [gateway] = door.resources.all('virtualNetworkGateways');
  t.is(
    codeOf(() => door.remove(gateway?.id ?? '')),
    'VnetGatewayInUseByRemotePeering',
  );
});

test('peered address spaces are disjoint, also later', (t) => {
  const door = createNetworks();
  putNetwork(door, 'twin', 2);
  t.is(
    codeOf(() => peer(door, 'spoke', 'twin')),
    'VnetAddressSpacesOverlap',
  );
  peer(door, 'hub', 'spoke');
  t.is(
    codeOf(() => peer(door, 'hub', 'twin')),
    'VnetAddressSpaceOverlapsWithAlreadyPeeredVnet',
  );
  t.is(
    codeOf(() =>
      door.put(network('hub'), {
        location: 'westeurope',
        properties: { addressSpace: { addressPrefixes: ['10.1.0.0/16', '10.2.128.0/17'] } },
      }),
    ),
    'VnetAddressSpaceOverlapsWithAlreadyPeeredVnet',
  );
});

test('a network is peered with another once, and never with itself', (t) => {
  const door = createNetworks();
  peer(door, 'hub', 'spoke');
  const again = {
    properties: { remoteVirtualNetwork: { id: network('spoke') } },
  };
  t.is(
    codeOf(() => door.put(`${network('hub')}/virtualNetworkPeerings/again`, again)),
    'AnotherPeeringAlreadyReferencesRemoteVnet',
  );
  t.is(
    codeOf(() => peer(door, 'hub', 'hub')),
    'InvalidPeeringCannotReferenceParentVirtualNetwork',
  );
  t.is(
    codeOf(() =>
      door.put(peering('hub', 'spoke'), {
        properties: { remoteVirtualNetwork: { id: network('other') } },
      }),
    ),
    'ChangingRemoteVirtualNetworkNotAllowed',
  );
});
