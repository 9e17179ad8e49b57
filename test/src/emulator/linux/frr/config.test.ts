import test from 'ava';
import fc from 'fast-check';
import type { BgpSpeaker } from '../../../../../src/emulator/fabric/fabric.ts';
import { speakerCommands } from '../../../../../src/emulator/linux/frr/config.ts';
import { neighbor } from '../fixtures/fabrics.ts';

const peer = neighbor('10.0.0.2', 65002, '10.0.0.1');
const speaker: BgpSpeaker = {
  asn: 65001,
  routerId: '10.0.0.1',
  networks: ['10.1.0.0/16'],
  neighbors: [peer],
};

test('a router from nothing', (t) => {
  t.deepEqual(speakerCommands(undefined, speaker), [
    'router bgp 65001',
    'no bgp ebgp-requires-policy',
    'no bgp network import-check',
    'bgp log-neighbor-changes',
    'coalesce-time 0',
    'bgp router-id 10.0.0.1',
    'neighbor 10.0.0.2 remote-as 65002',
    'neighbor 10.0.0.2 advertisement-interval 0',
    'neighbor 10.0.0.2 disable-connected-check',
    'neighbor 10.0.0.2 update-source 10.0.0.1',
    'neighbor 10.0.0.2 ebgp-multihop 255',
    'neighbor 10.0.0.2 timers 1 3',
    'neighbor 10.0.0.2 timers connect 1',
    'address-family ipv4 unicast',
    'maximum-paths 1',
    'maximum-paths ibgp 1',
    'network 10.1.0.0/16',
    'neighbor 10.0.0.2 activate',
    'neighbor 10.0.0.2 soft-reconfiguration inbound',
    'neighbor 10.0.0.2 next-hop-self',
    'exit-address-family',
    'exit',
  ]);
});

const changes: readonly (readonly [string, Partial<BgpSpeaker>, readonly string[]])[] = [
  ['nothing', {}, []],
  [
    'a network more, one less',
    { networks: ['10.2.0.0/16'] },
    [
      'router bgp 65001',
      'address-family ipv4 unicast',
      'network 10.2.0.0/16',
      'no network 10.1.0.0/16',
      'exit-address-family',
      'exit',
    ],
  ],
  ['no neighbour', { neighbors: [] }, ['router bgp 65001', 'no neighbor 10.0.0.2', 'exit']],
  [
    'slower timers',
    { neighbors: [{ ...peer, timers: { keepalive: 60, hold: 180, connect: 1 } }] },
    ['router bgp 65001', 'neighbor 10.0.0.2 timers 60 180', 'exit'],
  ],
];
for (const [name, change, commands] of changes) {
  test(`a change: ${name}`, (t) => {
    t.deepEqual(speakerCommands(speaker, { ...speaker, ...change }), commands);
  });
}

test('another AS number of a neighbour makes it anew, with its family settings', (t) => {
  const commands = speakerCommands(speaker, { ...speaker, neighbors: [{ ...peer, asn: 65003 }] });
  t.deepEqual(commands.slice(0, 3), [
    'router bgp 65001',
    'no neighbor 10.0.0.2',
    'neighbor 10.0.0.2 remote-as 65003',
  ]);
  t.true(commands.includes('neighbor 10.0.0.2 next-hop-self'));
  t.true(commands.includes('neighbor 10.0.0.2 soft-reconfiguration inbound'));
});

test('another AS number of the router replaces it', (t) => {
  const commands = speakerCommands(speaker, { ...speaker, asn: 65009 });
  t.is(commands[0], 'no router bgp 65001');
  t.true(commands.includes('router bgp 65009'));
});

test('a filter becomes a list; a changed one a list of another name, put in before the old goes', (t) => {
  const filtered = (upTo: number): BgpSpeaker => ({
    ...speaker,
    neighbors: [
      {
        ...peer,
        outbound: {
          rules: [
            { action: 'permit', prefix: '10.1.0.0/16', upTo },
            { action: 'deny', prefix: '10.0.0.0/8', atLeast: 9 },
            { action: 'permit', prefix: '10.9.9.9/32' },
          ],
          otherwise: 'deny',
        },
      },
    ],
  });
  const commands = speakerCommands(filtered(24), filtered(25));
  const name = /prefix-list (\S+) seq 5/.exec(commands[0] ?? '')?.[1] ?? '';
  const old = /^no ip prefix-list (\S+)$/.exec(commands.at(-1) ?? '')?.[1] ?? '';
  t.not(name, old);
  t.deepEqual(commands, [
    `ip prefix-list ${name} seq 5 permit 10.1.0.0/16 le 25`,
    `ip prefix-list ${name} seq 10 deny 10.0.0.0/8 ge 9 le 32`,
    `ip prefix-list ${name} seq 15 permit 10.9.9.9/32`,
    `ip prefix-list ${name} seq 20 deny 0.0.0.0/0 le 32`,
    'router bgp 65001',
    'address-family ipv4 unicast',
    `neighbor 10.0.0.2 prefix-list ${name} out`,
    'exit-address-family',
    'exit',
    `no ip prefix-list ${old}`,
  ]);
  const open = speakerCommands(filtered(25), speaker);
  t.true(open.includes(`no neighbor 10.0.0.2 prefix-list ${name} out`));
});

test('policies become route maps and settings; without them all is taken back', (t) => {
  const policed: BgpSpeaker = {
    ...speaker,
    neighbors: [
      {
        ...peer,
        onImport: { localPreference: 200, mark: 'circuit' },
        onExport: {
          prepend: 2,
          med: 50,
          removePrivateAs: true,
          asOverride: true,
          keepNextHop: true,
          withoutMarks: ['vpn'],
        },
        allowOwnAs: 1,
      },
    ],
  };
  const commands = speakerCommands(speaker, policed).map(anonymous);
  t.deepEqual(commands, [
    'route-map R permit 20',
    'set local-preference 200',
    'set large-community MARK additive',
    'exit',
    'bgp large-community-list standard M permit MARK',
    'bgp large-community-list expanded MARKS permit ^4294967295:[0-9]+:[0-9]+$',
    'route-map R deny 10',
    'match large-community M',
    'exit',
    'route-map R permit 20',
    'set as-path exclude 65002',
    'set as-path prepend 65001 65001',
    'set metric 50',
    'set large-comm-list MARKS delete',
    'exit',
    'router bgp 65001',
    'address-family ipv4 unicast',
    'no neighbor 10.0.0.2 next-hop-self',
    'neighbor 10.0.0.2 attribute-unchanged next-hop',
    'neighbor 10.0.0.2 remove-private-AS all',
    'neighbor 10.0.0.2 allowas-in 1',
    'neighbor 10.0.0.2 route-map R in',
    'neighbor 10.0.0.2 route-map R out',
    'exit-address-family',
    'exit',
  ]);
  t.deepEqual(speakerCommands(policed, speaker).map(anonymous), [
    'router bgp 65001',
    'address-family ipv4 unicast',
    'no neighbor 10.0.0.2 attribute-unchanged next-hop',
    'no neighbor 10.0.0.2 remove-private-AS all',
    'no neighbor 10.0.0.2 allowas-in 1',
    'no neighbor 10.0.0.2 route-map R in',
    'no neighbor 10.0.0.2 route-map R out',
    'neighbor 10.0.0.2 next-hop-self',
    'exit-address-family',
    'exit',
    'no route-map R',
    'no bgp large-community-list expanded MARKS',
    'no bgp large-community-list standard M',
    'no route-map R',
  ]);
});

test('transit routes of a neighbour have a mark more than its own', (t) => {
  const onImport = { localPreference: 90, mark: 'gateway', transitMark: 'branch' };
  const commands = speakerCommands(speaker, { ...speaker, neighbors: [{ ...peer, onImport }] });
  t.deepEqual(commands.map(anonymous).slice(0, 10), [
    'bgp as-path access-list OWNPATH seq 5 permit ^[0-9]+$',
    'route-map R permit 11',
    'match as-path OWNPATH',
    'set local-preference 90',
    'set large-community MARK additive',
    'exit',
    'route-map R permit 21',
    'set local-preference 90',
    'set large-community MARK MARK additive',
    'exit',
  ]);
});

test('a most number of prefixes is a setting that can be taken back', (t) => {
  const limited = { ...speaker, neighbors: [{ ...peer, maximumPrefixes: 4000 }] };
  const setting = 'neighbor 10.0.0.2 maximum-prefix 4000 restart 1';
  t.true(speakerCommands(speaker, limited).includes(setting));
  t.true(speakerCommands(limited, speaker).includes(`no ${setting}`));
});

test('inside an AS: a client of reflection; marks go to it, and to nobody else', (t) => {
  const inside = neighbor('10.0.0.3', 65001, '10.0.0.1', {
    nextHopSelf: false,
    routeReflectorClient: true,
    // Nothing of this exists inside an AS.
    onExport: { removePrivateAs: true, asOverride: true },
  });
  const commands = speakerCommands(speaker, { ...speaker, neighbors: [peer, inside] });
  t.true(commands.includes('bgp route-reflector allow-outbound-policy'));
  t.deepEqual(
    commands.filter((it) => it.startsWith('neighbor 10.0.0.3')).slice(-3),
    ['activate', 'soft-reconfiguration inbound', 'route-reflector-client'].map(
      (it) => `neighbor 10.0.0.3 ${it}`,
    ),
  );
  t.true(commands.some((it) => /^neighbor 10\.0\.0\.2 route-map \S+ out$/.test(it)));
});

test('a prefix with a MED of its own has an entry of its own, before that of the others', (t) => {
  const onExport = {
    prepend: 1,
    med: 100,
    medByPrefix: { '10.1.0.0/16': 330, '10.2.0.0/16': 510, '10.3.0.0/16': 330 },
    withoutMarks: ['vpn'],
  };
  const commands = speakerCommands(speaker, { ...speaker, neighbors: [{ ...peer, onExport }] });
  t.deepEqual(commands.map(anonymous).slice(0, commands.indexOf('router bgp 65001')), [
    'bgp large-community-list standard M permit MARK',
    'ip prefix-list P seq 5 permit 10.1.0.0/16',
    'ip prefix-list P seq 10 permit 10.3.0.0/16',
    'ip prefix-list P seq 15 deny 0.0.0.0/0 le 32',
    'ip prefix-list P seq 5 permit 10.2.0.0/16',
    'ip prefix-list P seq 10 deny 0.0.0.0/0 le 32',
    'route-map R deny 10',
    'match large-community M',
    'exit',
    'route-map R permit 11',
    'match ip address prefix-list P',
    'set as-path prepend 65001',
    'set metric 330',
    'exit',
    'route-map R permit 12',
    'match ip address prefix-list P',
    'set as-path prepend 65001',
    'set metric 510',
    'exit',
    'route-map R permit 22',
    'set as-path prepend 65001',
    'set metric 100',
    'exit',
  ]);
});

test("a neighbour's public AS number is not excluded with the private ones", (t) => {
  const commands = speakerCommands(undefined, {
    ...speaker,
    neighbors: [{ ...peer, asn: 12076, onExport: { removePrivateAs: true, asOverride: true } }],
  });
  t.false(commands.some((it) => it.includes('exclude')));
  t.true(commands.includes('neighbor 10.0.0.2 as-override'));
});

/** Names that tell content, without it. */
function anonymous(command: string): string {
  return command.replace(/\b([MPR])[0-9a-f]{16}\b/g, '$1').replace(/\b4294967295:\d+:\d+/g, 'MARK');
}

test('no change, no command: whatever the router', (t) => {
  const networks = fc.uniqueArray(fc.nat(255).map((byte) => `10.${byte}.0.0/16`));
  const neighbors = fc.uniqueArray(
    fc.record({ byte: fc.nat(255), asn: fc.integer({ min: 1, max: 70_000 }) }),
    { selector: (it) => it.byte },
  );
  fc.assert(
    fc.property(networks, neighbors, (nets, peers) => {
      const it: BgpSpeaker = {
        ...speaker,
        networks: nets,
        neighbors: peers.map(({ byte, asn }) => neighbor(`10.0.0.${byte}`, asn, '10.0.0.1')),
      };
      t.deepEqual(speakerCommands(it, structuredClone(it)), []);
    }),
  );
});
