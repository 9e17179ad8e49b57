import test from 'ava';
import { createFrontDoor } from '../../../../../src/emulator/azure/resources/front-door.ts';
import { compile } from '../../../../../src/emulator/azure/fabric/compile.ts';
import type { CloudFabric } from '../../../../../src/emulator/cloud.ts';
import type { BgpSpeaker, RouterNode } from '../../../../../src/emulator/fabric/fabric.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { location, putNetwork, resource } from '../support/arm.ts';
import {
  circuitBody,
  circuitConnectionBody,
  circuitId,
  peeringBody,
  peeringId,
  putConnected,
} from '../support/express-route.ts';
import { groupId, subscriptionId } from '../support/local-azure.ts';
import { placeServer, putServer } from '../support/route-server.ts';

/** Two networks on one circuit; the second has a heavier connection to another circuit. */
function createLab(ordered = true) {
  const door = createFrontDoor({
    subscriptionId,
    changed: () => undefined,
    allocatePublicAddress: () => '20.61.0.4',
    releasePublicAddress: () => undefined,
    circuitOrder: (key) => (ordered ? { key, provider: 'Equinix' } : undefined),
  });
  door.put(groupId, { location });
  const second = resource('expressRouteCircuits', 'second');
  for (const [id, network] of [
    [circuitId, '172.16.0'],
    [second, '172.16.1'],
  ] as const) {
    door.put(id, circuitBody());
    door.put(
      `${id}/peerings/AzurePrivatePeering`,
      peeringBody({
        primaryPeerAddressPrefix: `${network}.0/30`,
        secondaryPeerAddressPrefix: `${network}.4/30`,
      }),
    );
  }
  putNetwork(door, 'a', 1, true);
  putNetwork(door, 'b', 2, true);
  putConnected(door, 'a');
  const gateway = putConnected(door, 'b');
  door.put(
    resource('connections', 'b-second'),
    circuitConnectionBody(gateway, { peer: { id: second }, routingWeight: 100 }),
  );
  const fabric = () =>
    compile(door.resources, noObservations, { timers: 'fast', defaultOutboundAccess: true });
  return { door, fabric };
}

function router(fabric: CloudFabric, name: string): RouterNode {
  const node = fabric.nodes.find((one) => one.name === name);
  if (node?.kind !== 'router') throw new Error(`no router ${name}`);
  return node;
}

const session = (speaker: BgpSpeaker | undefined, address: string) =>
  speaker?.neighbors.find((neighbor) => neighbor.address === address);

test('a circuit that nobody ordered has neither edges nor ends', (t) => {
  const fabric = createLab(false).fabric();
  t.false(fabric.nodes.some(({ name }) => name.startsWith('msee')));
  t.deepEqual([fabric.openEnds, fabric.taps], [[], []]);
});

test('each link ends at an edge that waits for the provider with the second address', (t) => {
  const { door, fabric } = createLab();
  const { openEnds = [], taps = [] } = fabric();
  const { serviceKey } = door.resources.find('expressRouteCircuits', circuitId)?.properties ?? {};
  t.deepEqual(
    openEnds.slice(0, 2).map(({ name, end }) => [name, end.node, ...end.addresses]),
    [
      [`${serviceKey} primary`, 'msee-circuit-primary', '172.16.0.2/30'],
      [`${serviceKey} secondary`, 'msee-circuit-secondary', '172.16.0.6/30'],
    ],
  );
  t.deepEqual(taps[0], {
    resource: circuitId,
    link: 'primary',
    node: 'msee-circuit-primary',
    device: 'customer',
  });
});

test('an edge speaks with the customer and with both instances of every gateway', (t) => {
  const { bgp, loopbacks } = router(createLab().fabric(), 'msee-circuit-primary');
  t.is(bgp?.asn, 12076);
  t.deepEqual(loopbacks, ['10.1.255.4', '10.2.255.4']);
  t.deepEqual(
    bgp?.neighbors.map(({ address, asn, source }) => `${address} ${asn} ${source}`),
    [
      '172.16.0.1 65150 172.16.0.2',
      '10.1.255.12 65515 10.1.255.4',
      '10.1.255.13 65515 10.1.255.4',
      '10.2.255.12 65515 10.2.255.4',
      '10.2.255.13 65515 10.2.255.4',
    ],
  );
  t.true(session(bgp, '172.16.0.1')?.onExport?.removePrivateAs);
  t.true(session(bgp, '10.1.255.12')?.onExport?.asOverride);
  t.is(bgp?.maximumPaths, 4);
});

test('two Route Servers on one circuit hear nothing of each other’s branches; others do', (t) => {
  const { door, fabric } = createLab();
  const heard = () => {
    const { neighbors = [] } = router(fabric(), 'msee-circuit-primary').bgp ?? {};
    const [transit] = neighbors.flatMap(({ onImport }) => onImport?.transitMark ?? []);
    return ['172.16.0.1', '10.1.255.12', '10.2.255.12'].map((address) => {
      const found = neighbors.find((neighbor) => neighbor.address === address);
      return !found?.onExport?.withoutMarks?.includes(transit ?? '');
    });
  };
  putServer(door, { allowBranchToBranchTraffic: true });
  placeServer(door, 'b', 2);
  t.deepEqual(heard(), [true, true, false]);
  putServer(door);
  t.deepEqual(
    heard(),
    [true, true, true],
    'without branch-to-branch traffic it takes part in nothing',
  );
});

test('a customer may tell 4000 prefixes, over a premium circuit 10000; gateways are not counted', (t) => {
  const { door, fabric } = createLab();
  const limits = () =>
    router(fabric(), 'msee-circuit-primary').bgp?.neighbors.map(
      ({ maximumPrefixes }) => maximumPrefixes,
    );
  t.deepEqual(limits(), [4000, undefined, undefined, undefined, undefined]);
  door.put(circuitId, circuitBody({}, { name: 'Premium_MeteredData', tier: 'Premium' }));
  t.is(limits()?.[0], 10_000);
});

test('a gateway prefers the circuit of the heavier connection, and has a way to each edge', (t) => {
  const node = router(createLab().fabric(), 'b-er-1');
  const preferences = node.bgp?.neighbors.map(({ address, onImport }) => [
    address,
    onImport?.localPreference,
  ]);
  t.deepEqual(preferences, [
    ['10.2.255.4', 100],
    ['10.2.255.5', 100],
    ['10.2.255.6', 101],
    ['10.2.255.7', 101],
  ]);
  t.deepEqual(node.bgp?.networks, ['10.2.0.0/16']);
  t.deepEqual(node.loopbacks, ['10.2.255.13']);
  for (const address of ['10.2.255.4', '10.2.255.5', '10.2.255.6', '10.2.255.7']) {
    t.true(node.routes.some(({ to }) => to === `${address}/32`));
  }
  t.is(node.transparentTtl === false ? 0 : node.transparentTtl.decrementBetween.length, 4);
});

test('nothing of IPsec is made for an ExpressRoute gateway, and every device is at one link', (t) => {
  const fabric = createLab().fabric();
  t.deepEqual(fabric.tunnels, []);
  t.false(fabric.nodes.some(({ name }) => name.endsWith('-u')));
  const ends = fabric.links.flatMap((link) =>
    link.ends.map(({ node, device }) => `${node} ${device}`),
  );
  t.is(new Set(ends).size, ends.length);
});

test('a connection goes with its authorization, and a circuit with its peering', (t) => {
  const { door, fabric } = createLab();
  const edge = () => router(fabric(), 'msee-circuit-primary').bgp?.neighbors.length;
  const authorization = `${circuitId}/authorizations/one`;
  door.put(authorization, { properties: {} });
  const found = door.resources.find('expressRouteCircuitAuthorizations', authorization);
  door.put(
    resource('connections', 'a-circuit'),
    circuitConnectionBody(resource('virtualNetworkGateways', 'a-er'), {
      authorizationKey: found?.properties.authorizationKey,
    }),
  );
  t.is(edge(), 5);
  door.remove(authorization);
  t.is(edge(), 3);
  door.remove(peeringId);
  t.false(fabric().nodes.some(({ name }) => name.startsWith('msee-circuit-')));
});
