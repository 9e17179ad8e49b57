import test from 'ava';
import { bgpPeers, effectiveRoutes, learnedRoutes } from '../../steps/index.ts';
import { recordingArm } from '../support/arm.ts';
import { vm1, vng1 } from '../support/handles.ts';
import { recordingContext } from '../support/step-context.ts';

const gateway = { ref: 'vng1' };
const machine = { ref: 'vm1' };
const handles = { vng1, vm1 };

const connected = {
  localAddress: '10.2.0.254',
  neighbor: '10.4.0.254',
  asn: 65020,
  state: 'Connected',
  connectedDuration: '00:00:01.3437502',
  routesReceived: 3,
  messagesSent: 6,
  messagesReceived: 6,
};
const connecting = {
  ...connected,
  state: 'Connecting',
  connectedDuration: null,
  routesReceived: 0,
  messagesSent: 0,
  messagesReceived: 0,
};

function contextWith(action: string, id: string, answers: (object | number)[]) {
  const next = () => (answers.length > 1 ? answers.shift() : answers[0]) ?? { value: [] };
  const azure = recordingArm({ actions: { [`${id}/${action}`]: next } });
  return { azure, context: recordingContext({ handles, azure }) };
}

test('the rows are there at once: one read, a check that passed, the az command', async (t) => {
  const { azure, context } = contextWith('getBgpPeerStatus', vng1.id, [{ value: [connected] }]);
  const result = await context.step(
    bgpPeers(gateway, { expect: [{ neighbor: '10.4.0.254', asn: 65020, state: 'Connected' }] }),
  );

  t.is(azure.requests.length, 1);
  t.is(result[0]?.connectedDuration, '00:00:01.3437502');
  const [check] = context.recording.checks;
  t.true(check?.passed);
  t.is(check?.title, 'BGP peers of vng1');
  t.deepEqual(context.recording.equivalents, [
    {
      command: 'az network vnet-gateway list-bgp-peer-status -g rg-we -n vng1 -o table',
      output: `Neighbor    ASN    State      ConnectedDuration    RoutesReceived    MessagesSent    MessagesReceived
----------  -----  ---------  -------------------  ----------------  --------------  ------------------
10.4.0.254  65020  Connected  00:00:01.3437502     3                 6               6
`,
    },
  ]);
});

test('it waits for the rows, through a server error too', async (t) => {
  const { context } = contextWith('getBgpPeerStatus', vng1.id, [
    { value: [connecting] },
    503,
    { value: [connected] },
  ]);
  await context.step(bgpPeers(gateway, { expect: [{ state: 'Connected' }] }));
  t.true(context.recording.checks[0]?.passed);
  t.is(context.recording.equivalents.length, 1);
});

test('rows that never come: the last seen table against the expected, by row', async (t) => {
  const { context } = contextWith('getBgpPeerStatus', vng1.id, [{ value: [connecting] }]);
  await context.step(
    bgpPeers(gateway, {
      expect: [{ neighbor: '10.4.0.254', state: 'Connected', routesReceived: 3 }],
      within: '10s',
    }),
  );
  const [check] = context.recording.checks;
  t.false(check?.passed);
  t.true(context.elapsedMs() >= 10_000);
  const comparison = check?.comparison;
  if (comparison?.kind !== 'table') return t.fail('not a table');
  t.deepEqual(comparison.difference, {
    matched: [],
    missing: [{ 'Peer address': '10.4.0.254', Status: 'Connected', 'Routes received': '3' }],
    extra: [{ 'Peer address': '10.4.0.254', Status: 'Connecting', 'Routes received': '0' }],
  });
  t.is(comparison.seen.rows[0]?.['Connected duration'], '-');
});

test('expecting no rows shows whatever is seen', async (t) => {
  const { context } = contextWith('getBgpPeerStatus', vng1.id, [{ value: [connecting] }]);
  await context.step(bgpPeers(gateway, { expect: [], within: 0 }));
  const comparison = context.recording.checks[0]?.comparison;
  t.false(context.recording.checks[0]?.passed);
  t.is(comparison?.kind === 'table' ? comparison.difference.extra.length : 0, 1);
});

test('a refusal by Azure ends the step', async (t) => {
  const context = recordingContext({ handles, azure: recordingArm({}) });
  const error = await t.throwsAsync(context.step(bgpPeers(gateway, { expect: [] })));
  t.regex(error?.message ?? '', /no .*getBgpPeerStatus/);
});

test('a cloud that never answers is told apart from wrong rows', async (t) => {
  const { context } = contextWith('getBgpPeerStatus', vng1.id, [500]);
  const error = await t.throwsAsync<Error & { code: string }>(
    context.step(bgpPeers(gateway, { expect: [{ asn: 65020 }], within: '5s' })),
  );
  t.is(error?.code, 'cloud-did-not-answer');
  t.deepEqual(context.recording.checks, []);
});

test('without expectations the table is shown and not checked', async (t) => {
  const { context } = contextWith('getLearnedRoutes', vng1.id, [{ value: [] }]);
  await context.step(learnedRoutes(gateway));
  t.deepEqual(context.recording.checks, []);
  t.is(context.recording.tables[0]?.title, 'Learned routes of vng1');
});

test('learned routes: null is no value, for next hop and AS path', async (t) => {
  const own = {
    localAddress: '10.2.0.254',
    network: '10.2.0.0/16',
    nextHop: null,
    sourcePeer: '10.2.0.254',
    origin: 'Network',
    asPath: '',
    weight: 32768,
  };
  const learned = {
    ...own,
    network: '10.5.0.0/16',
    nextHop: '10.4.0.254',
    sourcePeer: '10.4.0.254',
    origin: 'EBgp',
    asPath: '65020',
  };
  const { context } = contextWith('getLearnedRoutes', vng1.id, [{ value: [own, learned] }]);
  const rows = await context.step(
    learnedRoutes(gateway, {
      expect: [
        { network: '10.5.0.0/16', nextHop: '10.4.0.254', asPath: '65020', weight: 32768 },
        { network: '10.2.0.0/16', nextHop: null, asPath: null, weight: 32768 },
      ],
    }),
  );
  t.true(context.recording.checks[0]?.passed);
  t.is(rows[0]?.asPath, null);
});

test('effective routes: reserved prefixes count only when expected', async (t) => {
  const row = (source: string, prefix: string, nextHopType: string) => ({
    source,
    state: 'Active',
    addressPrefix: [prefix],
    nextHopType,
    nextHopIpAddress: [],
  });
  const nic = vm1.networkInterfaces[0] ?? '';
  const value = [
    row('Default', '10.1.0.0/16', 'VnetLocal'),
    row('Default', '10.0.0.0/8', 'None'),
    row('Default', '100.64.0.0/10', 'None'),
  ];
  const vnetLocal = { addressPrefix: '10.1.0.0/16', nextHopType: 'VnetLocal' } as const;
  const { context } = contextWith('effectiveRouteTable', nic, [{ value }]);
  await context.step(effectiveRoutes(machine, { expect: [vnetLocal] }));
  await context.step(
    effectiveRoutes(machine, {
      expect: [vnetLocal, { addressPrefix: '10.0.0.0/8', nextHopType: 'None' }],
    }),
  );
  await context.step(
    effectiveRoutes(machine, {
      expect: [vnetLocal, { addressPrefix: '172.16.0.0/12', nextHopType: 'None' }],
      within: 0,
    }),
  );
  t.deepEqual(
    context.recording.checks.map(({ passed }) => passed),
    [true, true, false],
  );
  await t.throwsAsync(context.step(effectiveRoutes(machine, { card: 1 })), {
    message: 'vm1 has no interface card 1.',
  });
});
