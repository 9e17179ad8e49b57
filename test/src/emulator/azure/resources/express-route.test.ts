import test from 'ava';
import type { CircuitOrder } from '../../../../../src/emulator/cloud.ts';
import { createFrontDoor } from '../../../../../src/emulator/azure/resources/front-door.ts';
import type { FrontDoor } from '../../../../../src/emulator/azure/resources/front-door.ts';
import type { Resource } from '../../../../../src/emulator/azure/resources/store.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import {
  codeOf,
  gatewayBody,
  location,
  putAddress,
  putGateway,
  putNetwork,
  resource,
  subnet,
} from '../support/arm.ts';
import {
  circuitBody,
  circuitConnectionBody,
  circuitId,
  expressRouteGatewayBody,
  peeringBody,
  peeringId,
  putConnected,
} from '../support/express-route.ts';
import { groupId, subscriptionId } from '../support/local-azure.ts';

/** A door, and what a provider ordered: the test sets it. */
function createOrderedDoor(): { readonly door: FrontDoor; order: CircuitOrder | undefined } {
  let next = 1;
  const ordered: { door: FrontDoor; order: CircuitOrder | undefined } = {
    order: undefined,
    door: createFrontDoor({
      subscriptionId,
      changed: () => undefined,
      allocatePublicAddress: () => `20.61.0.${next++}`,
      releasePublicAddress: () => undefined,
      circuitOrder: (key) => (ordered.order?.key === key ? ordered.order : undefined),
    }),
  };
  ordered.door.put(groupId, { location });
  ordered.door.put(circuitId, circuitBody());
  return ordered;
}

const shown = (door: FrontDoor, id: string) =>
  door.show(door.get(id), noObservations)['properties'] as Readonly<Record<string, unknown>>;
const serviceKey = (door: FrontDoor) => String(shown(door, circuitId)['serviceKey']);

test('a circuit has a service key, and is provisioned once a provider ordered by it', (t) => {
  const ordered = createOrderedDoor();
  const { door } = ordered;
  t.regex(serviceKey(door), /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  t.like(shown(door, circuitId), {
    circuitProvisioningState: 'Enabled',
    serviceProviderProvisioningState: 'NotProvisioned',
  });
  t.like(door.show(door.get(circuitId), noObservations)['sku'], { family: 'MeteredData' });
  ordered.order = { key: serviceKey(door), provider: 'Equinix' };
  t.is(shown(door, circuitId)['serviceProviderProvisioningState'], 'Provisioned');
  t.is(
    codeOf(() => door.remove(circuitId)),
    'CircuitProvisionedByServiceProvider',
  );
  ordered.order = undefined;
  t.true(door.remove(circuitId));
});

test('a provider of layer 3 makes the peering, and keeps it', (t) => {
  const ordered = createOrderedDoor();
  const { door } = ordered;
  ordered.order = {
    key: serviceKey(door),
    provider: 'Oracle Cloud FastConnect',
    peering: { primary: '10.0.0.0/30', secondary: '10.0.0.4/30', asn: 31898, vlan: 7 },
  };
  t.like(shown(door, peeringId), {
    peerASN: 31898,
    azureASN: 12076,
    state: 'Enabled',
    primaryPeerAddressPrefix: '10.0.0.0/30',
    lastModifiedBy: 'Provider',
  });
  t.is((shown(door, circuitId)['peerings'] as readonly unknown[]).length, 1);
  t.is(
    codeOf(() => door.put(peeringId, peeringBody())),
    'PeeringManagedByServiceProvider',
  );
  t.is(
    codeOf(() => door.remove(peeringId)),
    'PeeringManagedByServiceProvider',
  );
  ordered.order = undefined;
  t.is(door.find(peeringId), undefined);
});

const badCircuits = {
  'a SKU whose name says something else': [
    circuitBody({}, { tier: 'Premium' }),
    'InvalidCircuitSku',
  ],
  'no SKU': [{ ...circuitBody(), sku: undefined }, 'InvalidCircuitSku'],
  'a local one that is metered': [
    circuitBody({}, { name: 'Local_MeteredData', tier: 'Local' }),
    'LocalCircuitMustBeUnlimited',
  ],
  'a bandwidth that nobody offers': [
    circuitBody({ bandwidthInMbps: 123 }),
    'InvalidCircuitBandwidth',
  ],
  'less bandwidth than before': [
    circuitBody({ bandwidthInMbps: 50 }),
    'CircuitBandwidthCannotBeDecreased',
  ],
  'another provider': [
    circuitBody({ serviceProviderName: 'Megaport' }),
    'CircuitServiceProviderCannotBeChanged',
  ],
} as const;

for (const [what, [body, code]] of Object.entries(badCircuits)) {
  test(`a circuit with ${what} is refused: ${code}`, (t) => {
    const { door } = createOrderedDoor();
    t.is(
      codeOf(() => door.put(circuitId, body)),
      code,
    );
  });
}

const badPeerings = {
  'a /29': [{ primaryPeerAddressPrefix: '172.16.0.0/29' }, 'InvalidPeerAddressPrefix'],
  'one subnet for both links': [
    { secondaryPeerAddressPrefix: '172.16.0.0/30' },
    'PeerAddressPrefixesOverlap',
  ],
  'Azure’s own AS number': [{ peerASN: 65515 }, 'InvalidPeerASN'],
  'Microsoft’s AS number': [{ peerASN: 12076 }, 'InvalidPeerASN'],
  'VLAN 4095': [{ vlanId: 4095 }, 'InvalidVlanId'],
  'no AS number': [{ peerASN: undefined }, 'InvalidRequestFormat'],
  'another type': [{ peeringType: 'MicrosoftPeering' }, 'NotImplemented'],
} as const;

for (const [what, [more, code]] of Object.entries(badPeerings)) {
  test(`a peering with ${what} is refused: ${code}`, (t) => {
    const { door } = createOrderedDoor();
    t.is(
      codeOf(() => door.put(peeringId, peeringBody(more))),
      code,
    );
  });
}

test('an authorization is for one connection', (t) => {
  const { door } = createOrderedDoor();
  putNetwork(door, 'a', 1, true);
  putNetwork(door, 'b', 2, true);
  const authorization = `${circuitId}/authorizations/one`;
  door.put(authorization, { properties: {} });
  const authorizationKey = String(shown(door, authorization)['authorizationKey']);
  t.is(shown(door, authorization)['authorizationUseStatus'], 'Available');
  putConnected(door, 'a', { authorizationKey });
  t.like(shown(door, authorization), {
    authorizationUseStatus: 'InUse',
    connectionResourceUri: resource('connections', 'a-circuit'),
  });
  t.is(
    codeOf(() => putConnected(door, 'b', { authorizationKey })),
    'AuthorizationAlreadyInUse',
  );
  t.is(
    codeOf(() => putConnected(door, 'b', { authorizationKey: 'guessed' })),
    'AuthorizationKeyInvalid',
  );
});

test('a circuit in use stays', (t) => {
  const { door } = createOrderedDoor();
  putNetwork(door, 'a', 1, true);
  putConnected(door, 'a');
  t.is(
    codeOf(() => door.remove(circuitId)),
    'CircuitInUseByConnection',
  );
  t.true(door.remove(resource('connections', 'a-circuit')));
  t.true(door.remove(circuitId));
});

test('both gateways of a network have addresses of their own in one subnet', (t) => {
  const { door } = createOrderedDoor();
  putNetwork(door, 'a', 1, true);
  const gateway = door.get(putConnected(door, 'a')) as Resource<'virtualNetworkGateways'>;
  const vpn = door.get(putGateway(door, 'vpn', 'a')) as Resource<'virtualNetworkGateways'>;
  t.deepEqual(gateway.properties.edgeAddresses, ['10.1.255.4', '10.1.255.5']);
  t.deepEqual(
    gateway.properties.instances.map(({ bgpAddress }) => bgpAddress),
    ['10.1.255.12', '10.1.255.13'],
  );
  t.deepEqual(
    vpn.properties.instances.map(({ bgpAddress, underlayAddress }) => [
      bgpAddress,
      underlayAddress,
    ]),
    [['10.1.255.254', '10.1.255.6']],
  );
  t.like(shown(door, gateway.id), { gatewayType: 'ExpressRoute', enableBgp: false });
  // A second circuit's edges have further addresses.
  const second = resource('expressRouteCircuits', 'second');
  door.put(second, circuitBody());
  const connection = resource('connections', 'to-second');
  door.put(connection, circuitConnectionBody(gateway.id, { peer: { id: second } }));
  const { properties } = door.get(connection) as Resource<'connections'>;
  t.deepEqual(properties.edgeAddresses, ['10.1.255.7', '10.1.255.8']);
});

test('one gateway of each type, and room for both', (t) => {
  const { door } = createOrderedDoor();
  putNetwork(door, 'a', 1, true);
  putConnected(door, 'a');
  const again = resource('virtualNetworkGateways', 'again');
  t.is(
    codeOf(() => door.put(again, expressRouteGatewayBody('a'))),
    'OnlyOneExpressRouteGatewayAllowedPerVirtualNetwork',
  );
  const basic = gatewayBody(subnet('a', 'GatewaySubnet'), putAddress(door, 'ip'), {
    sku: { name: 'Basic' },
    enableBgp: false,
  });
  t.is(
    codeOf(() => door.put(again, basic)),
    'BasicSkuGatewayCannotCoexistWithExpressRouteGateway',
  );

  putNetwork(door, 'small', 2);
  door.put(subnet('small', 'GatewaySubnet'), { properties: { addressPrefix: '10.2.255.0/28' } });
  putGateway(door, 'vpn', 'small');
  t.is(
    codeOf(() => door.put(again, expressRouteGatewayBody('small'))),
    'GatewaySubnetTooSmallForCoexistence',
  );
});

const badGateways = {
  'another AS number': [{ bgpSettings: { asn: 65000 } }, 'ExpressRouteGatewayAsnCannotBeChanged'],
  'a VPN gateway’s SKU': [
    { sku: { name: 'VpnGw1' } },
    'InvalidGatewaySkuSpecifiedForGatewayDeploymentType',
  ],
  'two active instances': [{ activeActive: true }, 'ExpressRouteGatewayDoesNotSupportVpnSettings'],
  'no ipConfiguration': [
    { ipConfigurations: [] },
    'ExpressRouteGatewayMustHaveExactlyOneIpConfiguration',
  ],
} as const;

for (const [what, [more, code]] of Object.entries(badGateways)) {
  test(`an ExpressRoute gateway with ${what} is refused: ${code}`, (t) => {
    const { door } = createOrderedDoor();
    putNetwork(door, 'a', 1, true);
    const id = resource('virtualNetworkGateways', 'er');
    t.is(
      codeOf(() => door.put(id, expressRouteGatewayBody('a', more))),
      code,
    );
  });
}

test('a connection joins a gateway and a circuit of the right types, once', (t) => {
  const { door } = createOrderedDoor();
  putNetwork(door, 'a', 1, true);
  const gateway = putConnected(door, 'a');
  const vpn = putGateway(door, 'vpn', 'a');
  const put = (body: object) =>
    codeOf(() => door.put(resource('connections', 'other'), { ...body }));
  t.is(put(circuitConnectionBody(gateway)), 'VirtualNetworkGatewayConnectionAlreadyExists');
  t.is(put(circuitConnectionBody(vpn)), 'InvalidVirtualNetworkGatewayConnection');
  t.is(
    put(circuitConnectionBody(gateway, { peer: undefined })),
    'InvalidVirtualNetworkGatewayConnection',
  );
  t.is(
    put(circuitConnectionBody(gateway, { peer: { id: `${circuitId}x` } })),
    'InvalidResourceReference',
  );
  t.is(
    put(circuitConnectionBody(gateway, { expressRouteGatewayBypass: true })),
    'ExpressRouteGatewayBypassNotSupportedForSku',
  );
  t.is(shown(door, resource('connections', 'a-circuit'))['routingWeight'], 0);
});
