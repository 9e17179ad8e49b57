import { readFileSync } from 'node:fs';
import test from 'ava';
import { parseBgp } from '../../../../../src/emulator/linux/frr/observe.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');

test('sessions and table of a real router', (t) => {
  const learned = {
    source: 'ebgp',
    best: true,
    nextHop: '10.2.255.254',
    peer: '10.2.255.254',
    asPath: [65002],
    weight: 0,
    med: 0,
    origin: 'IGP',
  };
  t.deepEqual(parseBgp(fixture('frr-8.4-summary.json'), fixture('frr-8.4-table.json')), {
    peers: [
      {
        address: '10.2.255.254',
        asn: 65002,
        state: 'Established',
        establishedForMs: 1000,
        prefixesReceived: 2,
        messagesSent: 6,
        messagesReceived: 6,
      },
    ],
    routes: [
      {
        prefix: '10.1.0.0/16',
        source: 'network',
        best: true,
        nextHop: null,
        peer: null,
        asPath: [],
        weight: 32768,
        med: null,
        origin: 'IGP',
      },
      { prefix: '10.2.0.0/16', ...learned },
      { prefix: '10.3.0.0/16', ...learned },
    ],
  } as ReturnType<typeof parseBgp>);
});

test('the best path comes first; an AS set and iBGP are read', (t) => {
  const path = {
    network: '10.0.0.0/8',
    weight: 0,
    origin: 'incomplete',
    nexthops: [{ ip: '1.1.1.1' }],
  };
  const table = {
    routes: {
      '10.0.0.0/8': [
        { ...path, peerId: '1.1.1.1', path: '65001 {65002,65003}', pathFrom: 'external' },
        { ...path, peerId: '2.2.2.2', path: '', pathFrom: 'internal', bestpath: true, metric: 7 },
      ],
    },
  };
  const { routes } = parseBgp('', JSON.stringify(table));
  t.deepEqual(
    routes.map(({ peer, source, best, asPath, med }) => ({ peer, source, best, asPath, med })),
    [
      { peer: '2.2.2.2', source: 'ibgp', best: true, asPath: [], med: 7 },
      { peer: '1.1.1.1', source: 'ebgp', best: false, asPath: [65001, 65002, 65003], med: null },
    ],
  );
});

test('a session that is not established counts nothing', (t) => {
  const peer = { remoteAs: 1, msgRcvd: 3, msgSent: 4, pfxRcd: 9, peerUptimeMsec: 5 };
  const summary = (state: string): string =>
    JSON.stringify({ peers: { '1.1.1.1': { ...peer, state } } });
  for (const [said, state] of [
    ['Active', 'Active'],
    ['Clearing', 'Idle'],
    ['OpenSent', 'OpenSent'],
  ]) {
    const [seen] = parseBgp(summary(said ?? ''), '').peers;
    t.true(seen?.state === state);
    t.is(seen?.establishedForMs, null);
    t.is(seen?.prefixesReceived, 0);
  }
});

test('paths of a lost session are gone, though bgpd still lists them', (t) => {
  const summary = fixture('frr-8.4-summary.json').replace('"Established"', '"Clearing"');
  t.deepEqual(
    parseBgp(summary, fixture('frr-8.4-table.json')).routes.map((route) => route.prefix),
    ['10.1.0.0/16'],
  );
});

test('no BGP: nothing', (t) => {
  t.deepEqual(parseBgp('% BGP instance not found', '{}'), { peers: [], routes: [] });
});
