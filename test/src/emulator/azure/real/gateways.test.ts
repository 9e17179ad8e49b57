import { canEnclose } from '../../../../../src/emulator/linux/enclosure.ts';
import { enclosed } from './enclosed.ts';
import { onlyWhere } from '../../../../support/only-where.ts';

// Real packets: one enclosure after the other.
const real = onlyWhere(canEnclose()?.reason);

real('two active-active gateways that know both addresses of each other', async (t) => {
  const seen = await enclosed('mesh');
  t.deepEqual(seen.healthy, [
    '10.1.255.4 10.2.255.4 65002 Connected 1',
    '10.1.255.4 10.2.255.5 65002 Connected 1',
    '10.1.255.4 10.1.255.4 65001 Unknown 0',
    '10.1.255.4 10.1.255.5 65001 Connected 3',
    '10.1.255.5 10.2.255.4 65002 Connected 1',
    '10.1.255.5 10.2.255.5 65002 Connected 1',
    '10.1.255.5 10.1.255.4 65001 Connected 3',
    '10.1.255.5 10.1.255.5 65001 Unknown 0',
  ]);
  t.deepEqual(seen.nic, [
    '10.2.0.0/16 10.1.255.4,10.1.255.5',
    '10.2.255.4/32 10.1.255.4,10.1.255.5',
    '10.2.255.5/32 10.1.255.4,10.1.255.5',
  ]);
  t.is(seen.pinged, 'ttl 64');
  t.deepEqual(
    seen.learned.filter((row) => row.startsWith('10.1.255.5 ')),
    [
      '10.1.255.5 10.1.0.0/16 Network',
      '10.1.255.5 10.2.0.0/16 EBgp 10.2.255.4 65002',
      '10.1.255.5 10.2.0.0/16 EBgp 10.2.255.5 65002',
      '10.1.255.5 10.2.0.0/16 IBgp 10.1.255.4 65002',
      '10.1.255.5 10.2.255.4/32 IBgp 10.1.255.4',
      '10.1.255.5 10.2.255.4/32 Network',
      '10.1.255.5 10.2.255.5/32 IBgp 10.1.255.4',
      '10.1.255.5 10.2.255.5/32 Network',
    ],
  );
  t.true(seen.advertised.includes('10.1.255.4 10.1.0.0/16 Igp 10.1.255.4 65001'));
  t.deepEqual(seen.inside, [
    '10.1.255.4 10.2.0.0/16 Igp 10.1.255.4 65002',
    '10.1.255.4 10.2.255.4/32 Igp 10.1.255.4',
    '10.1.255.4 10.2.255.5/32 Igp 10.1.255.4',
  ]);
  t.is(seen.connectionStatus, 'Connected');
  t.deepEqual(seen.tunnels, ['left-right0_20.61.0.5 Connected', 'left-right0_20.61.0.6 Connected']);
  t.deepEqual(seen.log, []);
});

const oneKnown = [
  '10.1.255.4 169.254.21.5 65002 Connected 1',
  '10.1.255.4 169.254.22.5 65002 Connecting 0',
  '10.1.255.4 10.1.255.4 65001 Unknown 0',
  '10.1.255.4 10.1.255.5 65001 Connected 2',
  '10.1.255.5 169.254.21.5 65002 Connecting 0',
  '10.1.255.5 169.254.22.5 65002 Connected 1',
  '10.1.255.5 10.1.255.4 65001 Connected 2',
  '10.1.255.5 10.1.255.5 65001 Unknown 0',
];

real(
  'peers with custom BGP addresses, each of which knows one instance; one is reset',
  async (t) => {
    const seen = await enclosed('oneAddressKnown');
    t.deepEqual(seen.healthy, oneKnown);
    t.deepEqual(seen.nic, [
      '169.254.21.5/32 10.1.255.4,10.1.255.5',
      '169.254.22.5/32 10.1.255.4,10.1.255.5',
      '172.16.0.0/16 10.1.255.4,10.1.255.5',
    ]);
    t.regex(seen.loopbacks, /10\.1\.255\.4\/32 169\.254\.21\.6\/32/);
    t.notRegex(
      seen.loopbacks,
      /169\.254\.21\.2/,
      'an address that no connection names is not used',
    );
    t.deepEqual([seen.pinged, ...seen.peerPings, seen.back], ['ttl 64', 'ttl 64', 'ttl 64', '64']);
    t.is(seen.shared, 48);
    t.true(seen.bothCarried, 'flows are shared between the instances');
    t.deepEqual(seen.connections, [
      { status: 'Connected', tunnels: ['cn0_20.61.0.5 Connected', 'cn0_20.61.0.6 Connecting'] },
      { status: 'Connected', tunnels: ['cn1_20.61.0.5 Connecting', 'cn1_20.61.0.6 Connected'] },
    ]);
    t.deepEqual(
      seen.listed.map(({ name, tunnels, counted }) => [name, tunnels !== null, counted]),
      [
        ['cn0', false, false],
        ['cn1', true, true],
      ],
    );

    t.deepEqual(seen.away.rows, [
      '10.1.255.5 169.254.21.5 65002 Connecting 0',
      '10.1.255.5 169.254.22.5 65002 Connected 1',
      '10.1.255.5 10.1.255.4 65001 Connecting 0',
      '10.1.255.5 10.1.255.5 65001 Unknown 0',
    ]);
    t.true(seen.away.nic.includes('172.16.0.0/16 10.1.255.5'));
    t.is(seen.away.status, 'NotConnected', 'the only tunnel of this connection was the other’s');
    t.is(seen.away.name, 'az-gw');
    t.true(
      seen.away.received > 0 && seen.away.stillReachable,
      'traffic goes by the other instance',
    );
    t.deepEqual(seen.again, oneKnown);
    t.true(seen.afterwards);
    t.deepEqual(seen.byTwin, [
      '169.254.22.5/32 10.1.255.4,10.1.255.5',
      '172.16.0.0/16 10.1.255.4,10.1.255.5',
    ]);
    t.is(seen.flowsByTwin, 48, 'an instance without a tunnel goes by the other');
    t.deepEqual(seen.log, []);
  },
);

real(
  'network to network: every instance with every other, and back to static routes',
  async (t) => {
    const seen = await enclosed('networks');
    t.is(seen.oneSided, 'NotConnected', 'it takes a connection in each direction');
    t.deepEqual(
      seen.healthy.filter((row) => row.startsWith('10.1.255.4 ')),
      [
        '10.1.255.4 10.2.255.4 65002 Connected 1',
        '10.1.255.4 10.2.255.5 65002 Connected 1',
        '10.1.255.4 10.1.255.4 65001 Unknown 0',
        '10.1.255.4 10.1.255.5 65001 Connected 3',
      ],
    );
    t.deepEqual(seen.both, ['left-right_20.61.0.5 Connected', 'left-right_20.61.0.6 Connected']);
    t.deepEqual([seen.pinged, seen.pingedAgain], ['ttl 64', 'ttl 64']);
    t.deepEqual(seen.statically, ['10.2.0.0/16 10.1.255.4,10.1.255.5']);
    t.deepEqual(seen.log, []);
  },
);

real('a peer behind NAT that wants less than everything, without BGP', async (t) => {
  const seen = await enclosed('narrow');
  t.is(seen.before, 'none', 'a dynamic address comes with the gateway');
  t.is(seen.given, '20.61.0.5');
  t.deepEqual([seen.out, seen.back, seen.status], ['ttl 64', '64', 'Connected']);
  t.deepEqual(seen.nic, ['10.0.0.0/24 20.61.0.5']);
  t.deepEqual(seen.peers, []);
  t.is(seen.withPolicy, 'ttl 64', 'both ends with a policy');
  t.is(seen.otherPolicy, 'NotConnected', 'a policy that the peer does not have');
  t.deepEqual(seen.log, []);
});
