import test from 'ava';
import { expressRoute, routeServer } from '../../steps/index.ts';
import type { ExpressRouteCircuit, RouteServer } from '../../src/lab/handle.ts';
import { group, recordingArm } from '../support/arm.ts';
import { recordingContext } from '../support/step-context.ts';

const circuit: ExpressRouteCircuit = {
  kind: 'expressRouteCircuit',
  name: 'er-tokyo',
  id: `${group}/expressRouteCircuits/er-tokyo`,
};
const server: RouteServer = {
  kind: 'routeServer',
  name: 'rs-hub00',
  id: `${group}/virtualHubs/rs-hub00`,
  addresses: ['10.0.210.4', '10.0.210.5'],
};
const handles = { circuit, server };
const peering = `${circuit.id}/peerings/AzurePrivatePeering`;

const azure = () =>
  recordingArm({
    resources: {
      [circuit.id]: {
        name: 'er-tokyo',
        sku: { name: 'Standard_MeteredData' },
        properties: {
          circuitProvisioningState: 'Enabled',
          serviceProviderProvisioningState: 'Provisioned',
          serviceProviderProperties: {
            serviceProviderName: 'Equinix',
            peeringLocation: 'Tokyo',
            bandwidthInMbps: 50,
          },
        },
      },
      [`${circuit.id}/peerings`]: {
        value: [
          {
            name: 'AzurePrivatePeering',
            properties: {
              state: 'Enabled',
              azureASN: 12076,
              peerASN: 65150,
              primaryPeerAddressPrefix: '172.16.0.0/30',
              secondaryPeerAddressPrefix: '172.16.0.4/30',
              vlanId: 714,
            },
          },
        ],
      },
      [`${server.id}/bgpConnections`]: {
        value: [
          {
            name: 'vm-hub00',
            properties: {
              peerIp: '10.0.0.4',
              peerAsn: 65001,
              connectionState: 'Connected',
              provisioningState: 'Succeeded',
            },
          },
        ],
      },
    },
    actions: {
      [`${peering}/routeTables/primary`]: () => ({
        value: [
          {
            network: '10.0.0.0/16',
            nextHop: '10.0.200.12*',
            locPrf: '100',
            weight: 0,
            path: '65515 I   ',
          },
          {
            network: '10.100.10.0/24',
            nextHop: '172.16.0.1*',
            locPrf: '',
            weight: 0,
            path: '65150 I',
          },
        ],
      }),
      [`${peering}/routeTablesSummary/primary`]: () => ({
        value: [{ neighbor: '172.16.0.1', v: 4, as: 65150, upDown: '00:01:02', statePfxRcd: '2' }],
      }),
      [`${peering}/arpTables/secondary`]: () => ({
        value: [
          { age: 0, interface: 'Microsoft', ipAddress: '172.16.0.6', macAddress: '58f3.9c44.1c40' },
          { age: 3, interface: 'On-Prem', ipAddress: '172.16.0.5', macAddress: '0242.ac10.0005' },
        ],
      }),
      [`${server.id}/bgpConnections/vm-hub00/learnedRoutes`]: () => ({
        RouteServiceRole_IN_0: [learned('10.0.210.4')],
        RouteServiceRole_IN_1: [learned('10.0.210.5')],
        value: null,
      }),
      [`${server.id}/bgpConnections/vm-hub00/advertisedRoutes`]: () => ({
        RouteServiceRole_IN_0: [],
        RouteServiceRole_IN_1: [],
        value: null,
      }),
    },
  });

const learned = (localAddress: string) => ({
  localAddress,
  network: '10.10.200.0/24',
  nextHop: '10.0.0.4',
  sourcePeer: '10.0.0.4',
  origin: 'EBgp',
  asPath: '65001',
  weight: 32768,
});

const contextOf = () => recordingContext({ handles, azure: azure() });
const ref = { ref: 'circuit' };

test('the circuit and its peering', async (t) => {
  const context = contextOf();
  await context.step(
    expressRoute(ref, {
      expect: [
        {
          serviceProviderProvisioningState: 'Provisioned',
          provider: 'Equinix',
          bandwidthInMbps: 50,
        },
      ],
    }),
  );
  await context.step(
    expressRoute(ref, {
      peering: true,
      expect: [{ name: 'AzurePrivatePeering', azureAsn: 12076, peerAsn: 65150, vlanId: 714 }],
    }),
  );
  t.true(context.recording.checks.every(({ passed }) => passed));
  t.regex(
    context.recording.equivalents[1]?.command ?? '',
    /^az network express-route peering list -g rg-we --circuit-name er-tokyo /,
  );
});

test('the tables of a link', async (t) => {
  const context = contextOf();
  t.deepEqual(
    (await context.step(expressRoute(ref, { routeTable: 'primary' }))).map(
      ({ network, nextHop, locPrf, path }) => [network, nextHop, locPrf, path],
    ),
    [
      ['10.0.0.0/16', '10.0.200.12*', '100', '65515 I'],
      ['10.100.10.0/24', '172.16.0.1*', null, '65150 I'],
    ],
  );
  t.like((await context.step(expressRoute(ref, { summary: 'primary' })))[0], {
    neighbor: '172.16.0.1',
    asn: 65150,
    statePfxRcd: '2',
  });
  const arp = await context.step(
    expressRoute(ref, {
      arpTable: 'secondary',
      expect: [
        { interface: 'Microsoft', ipAddress: '172.16.0.6' },
        { interface: 'On-Prem', ipAddress: '172.16.0.5' },
      ],
    }),
  );
  t.is(arp.length, 2);
  t.true(context.recording.checks.every(({ passed }) => passed));
  t.deepEqual(
    context.recording.equivalents.map(({ command }) => command.split(' -g')[0]),
    [
      'az network express-route list-route-tables',
      'az network express-route list-route-tables-summary',
      'az network express-route list-arp-tables',
    ],
  );
});

test('a Route Server: peers, and a row an instance and route', async (t) => {
  const context = contextOf();
  await context.step(
    routeServer(
      { ref: 'server' },
      { peers: true, expect: [{ name: 'vm-hub00', peerAsn: 65001, connectionState: 'Connected' }] },
    ),
  );
  await context.step(
    routeServer(
      { ref: 'server' },
      {
        learned: 'vm-hub00',
        expect: ['RouteServiceRole_IN_0', 'RouteServiceRole_IN_1'].map((instance) => ({
          instance,
          network: '10.10.200.0/24',
          asPath: '65001',
          nextHop: '10.0.0.4',
        })),
      },
    ),
  );
  const advertised = routeServer({ ref: 'server' }, { advertised: 'vm-hub00', expect: [] });
  t.deepEqual(await context.step(advertised), []);
  t.deepEqual(
    context.recording.checks.map(({ passed }) => passed),
    [true, true, true],
  );
  t.regex(
    context.recording.equivalents[1]?.command ?? '',
    /^az network routeserver peering list-learned-routes -g rg-we --routeserver rs-hub00 -n vm-hub00 /,
  );
});

test('a peer that is not there is the cloud’s own error', async (t) => {
  const context = contextOf();
  await t.throwsAsync(context.step(routeServer({ ref: 'server' }, { learned: 'other' })), {
    message: /learnedRoutes/,
  });
});
