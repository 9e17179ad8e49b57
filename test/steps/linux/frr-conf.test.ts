import test from 'ava';
import { frrConf } from '../../../steps/linux/frr-conf.ts';
import { describeBgp, parseBgp } from '../../../steps/linux/parse-frr-conf.ts';
import type { FrrSettings } from '../../../steps/linux/frr-settings.ts';
import { WirebookError } from '../../../src/lab/errors.ts';

const appliance: FrrSettings = {
  asn: 65001,
  staticRoutes: [
    { prefix: '10.0.210.0/24', via: '10.0.0.1' },
    { prefix: '10.10.200.0/24', via: '10.0.0.1' },
  ],
  redistribute: ['static'],
  neighbors: ['10.0.210.4', '10.0.210.5'].map((address) => ({
    address,
    remoteAs: 65515,
    ebgpMultihop: 255,
    prefixListOut: 'PRE01',
    routeMapIn: 'rmap-bogon-asns',
    routeMapOut: 'rmap-azure-asns',
  })),
  prefixLists: { PRE01: ['10.10.200.0/24'] },
  asPathLists: {
    'azure-asns': [{ permit: '_65515_' }],
    'bogon-asns': [
      { permit: '_0_' },
      { permit: '_23456_' },
      { permit: '_1310[0-6][0-9]_|_13107[0-1]_' },
      { deny: '_65515_' },
      { permit: '^65' },
    ],
  },
  routeMaps: {
    'rmap-bogon-asns': [{ deny: { asPath: 'bogon-asns' } }, { permit: {} }],
    'rmap-azure-asns': [{ deny: { asPath: 'azure-asns' } }, { permit: {} }],
  },
};

test('the published configuration of the appliance, line by line', (t) => {
  const conf = frrConf({ hostname: 'vm-hub00', settings: appliance });
  t.is(
    conf,
    `frr defaults traditional
hostname vm-hub00
log syslog informational
service integrated-vtysh-config
!
ip route 10.0.210.0/24 10.0.0.1
ip route 10.10.200.0/24 10.0.0.1
!
router bgp 65001
 no bgp ebgp-requires-policy
 neighbor 10.0.210.4 remote-as 65515
 neighbor 10.0.210.4 ebgp-multihop 255
 neighbor 10.0.210.5 remote-as 65515
 neighbor 10.0.210.5 ebgp-multihop 255
 !
 address-family ipv4 unicast
  redistribute static
  neighbor 10.0.210.4 soft-reconfiguration inbound
  neighbor 10.0.210.4 prefix-list PRE01 out
  neighbor 10.0.210.4 route-map rmap-bogon-asns in
  neighbor 10.0.210.4 route-map rmap-azure-asns out
  neighbor 10.0.210.5 soft-reconfiguration inbound
  neighbor 10.0.210.5 prefix-list PRE01 out
  neighbor 10.0.210.5 route-map rmap-bogon-asns in
  neighbor 10.0.210.5 route-map rmap-azure-asns out
 exit-address-family
exit
!
ip prefix-list PRE01 seq 5 permit 10.10.200.0/24
!
bgp as-path access-list azure-asns seq 5 permit _65515_
bgp as-path access-list bogon-asns seq 5 permit _0_
bgp as-path access-list bogon-asns seq 10 permit _23456_
bgp as-path access-list bogon-asns seq 15 permit _1310[0-6][0-9]_|_13107[0-1]_
bgp as-path access-list bogon-asns seq 20 deny _65515_
bgp as-path access-list bogon-asns seq 25 permit ^65
!
route-map rmap-bogon-asns deny 5
 match as-path bogon-asns
exit
!
route-map rmap-bogon-asns permit 10
exit
!
route-map rmap-azure-asns deny 5
 match as-path azure-asns
exit
!
route-map rmap-azure-asns permit 10
exit
!
`,
  );
  t.is(describeBgp(parseBgp(conf)), 'AS 65001, 10.0.210.4 (AS 65515), 10.0.210.5 (AS 65515)');
});

/** What a setting adds to the smallest configuration. */
const additions: readonly [name: string, settings: Partial<FrrSettings>, lines: string[]][] = [
  ['a router id', { routerId: '10.0.0.1' }, [' bgp router-id 10.0.0.1']],
  ['a network', { networks: ['10.100.10.0/24'] }, ['  network 10.100.10.0/24']],
  ['paths', { maximumPaths: 4 }, ['  maximum-paths 4']],
  [
    'a neighbour over a loopback',
    {
      neighbors: [
        {
          address: '10.10.200.6',
          remoteAs: 65155,
          description: 'vpngw-spoke10, first instance',
          updateSource: 'lo',
          softReconfiguration: false,
          nextHopSelf: true,
          allowAsIn: 2,
        },
      ],
    },
    [
      ' neighbor 10.10.200.6 remote-as 65155',
      ' neighbor 10.10.200.6 description vpngw-spoke10, first instance',
      ' neighbor 10.10.200.6 update-source lo',
      '  neighbor 10.10.200.6 next-hop-self',
      '  neighbor 10.10.200.6 allowas-in 2',
    ],
  ],
  [
    'a neighbour with timers of its own',
    {
      neighbors: [
        { address: '10.0.0.2', remoteAs: 1, timers: { keepalive: 10, hold: 30, connect: 5 } },
      ],
    },
    [
      ' neighbor 10.0.0.2 remote-as 1',
      ' neighbor 10.0.0.2 timers 10 30',
      ' neighbor 10.0.0.2 timers connect 5',
      '  neighbor 10.0.0.2 soft-reconfiguration inbound',
    ],
  ],
  [
    'a prefix list with ranges',
    { prefixLists: { IN: [{ permit: '10.0.0.0/8', ge: 16, le: 24 }, { deny: '0.0.0.0/0' }] } },
    [
      'ip prefix-list IN seq 5 permit 10.0.0.0/8 ge 16 le 24',
      'ip prefix-list IN seq 10 deny 0.0.0.0/0',
    ],
  ],
  [
    'a route map that prepends',
    {
      prefixLists: { LAN: ['10.100.10.0/24'] },
      routeMaps: {
        OUT: [
          {
            permit: { prefixList: 'LAN' },
            set: {
              asPathPrepend: [65150, 65150],
              localPreference: 50,
              metric: 7,
              weight: 1,
              community: '65535:0',
            },
          },
        ],
      },
    },
    [
      'ip prefix-list LAN seq 5 permit 10.100.10.0/24',
      'route-map OUT permit 5',
      ' match ip address prefix-list LAN',
      ' set as-path prepend 65150 65150',
      ' set community 65535:0',
      ' set local-preference 50',
      ' set metric 7',
      ' set weight 1',
      'exit',
    ],
  ],
];

const smallest = frrConf({ hostname: 'r', settings: { asn: 65001 } }).split('\n');

for (const [name, settings, lines] of additions) {
  test(`what it adds: ${name}`, (t) => {
    const conf = frrConf({ hostname: 'r', settings: { asn: 65001, ...settings } }).split('\n');
    const left = [...smallest];
    const added = conf.filter((line) => {
      const index = left.indexOf(line);
      if (index < 0) return true;
      left.splice(index, 1);
      return false;
    });
    t.deepEqual(
      added.filter((line) => line !== '!'),
      lines,
    );
    t.deepEqual(left, []);
  });
}

test('fast timers are those of every neighbour that has none of its own', (t) => {
  const conf = frrConf({
    hostname: 'r',
    settings: {
      asn: 65001,
      ebgpRequiresPolicy: true,
      neighbors: [
        { address: '10.0.0.2', remoteAs: 1 },
        { address: '10.0.0.3', remoteAs: 1, timers: { keepalive: 60, hold: 180 } },
      ],
    },
    timers: { keepalive: 1, hold: 3, connect: 1 },
  });
  t.true(
    conf.includes(
      ' neighbor 10.0.0.2 advertisement-interval 0\n neighbor 10.0.0.2 timers 1 3\n neighbor 10.0.0.2 timers connect 1\n',
    ),
  );
  t.true(conf.includes(' neighbor 10.0.0.3 timers 60 180\n !\n'));
  t.false(conf.includes('ebgp-requires-policy'));
});

const wrong: readonly [settings: FrrSettings, says: RegExp][] = [
  [{ asn: 0 }, /asn: 0 is no AS number/],
  [{ asn: 2 ** 32 }, /is no AS number/],
  [{ asn: 1, routerId: 'lo' }, /routerId: "lo" is no address/],
  [{ asn: 1, networks: ['10.0.0.1/24'] }, /networks: 10\.0\.0\.1\/24 has host bits/],
  [{ asn: 1, networks: ['10.0.0.0/33'] }, /"10\.0\.0\.0\/33" is no prefix/],
  [{ asn: 1, networks: ['10.0.0.0'] }, /"10\.0\.0\.0" is no prefix/],
  [{ asn: 1, staticRoutes: [{ prefix: '10.0.0.0/8', via: 'a b' }] }, /"a b" is not one word/],
  [
    { asn: 1, neighbors: [{ address: '10.0.0.2', remoteAs: 1.5 }] },
    /neighbor 10\.0\.0\.2: 1\.5 is no/,
  ],
  [
    { asn: 1, neighbors: [{ address: '10.0.0.2', remoteAs: 1, prefixListOut: 'X' }] },
    /there is no prefix list X/,
  ],
  [
    { asn: 1, neighbors: [{ address: '10.0.0.2', remoteAs: 1, routeMapIn: 'toString' }] },
    /there is no route map toString/,
  ],
  [
    { asn: 1, routeMaps: { M: [{ deny: { asPath: 'X' } }] } },
    /route map M: there is no AS path list X/,
  ],
  [
    {
      asn: 1,
      neighbors: [
        { address: '10.0.0.2', remoteAs: 1 },
        { address: '10.0.0.2', remoteAs: 2 },
      ],
    },
    /10\.0\.0\.2 is there twice/,
  ],
  [
    { asn: 1, neighbors: [{ address: '10.0.0.2', remoteAs: 1, description: 'a\n no router bgp' }] },
    /description of 10\.0\.0\.2: it has to be one line/,
  ],
];

for (const [settings, says] of wrong) {
  test(`settings that FRR cannot be given: ${String(says)}`, (t) => {
    const error = t.throws(() => frrConf({ hostname: 'r', settings }), {
      instanceOf: WirebookError,
    });
    t.regex(`${error.message} ${JSON.stringify(error.facts)}`.replaceAll('\\"', '"'), says);
    t.is(error.exitCode, 2);
  });
}

test('everything that is wrong is told at once', (t) => {
  const settings: FrrSettings = { asn: 0, routerId: 'x', networks: ['y'] };
  const error = t.throws(() => frrConf({ hostname: 'r', settings }), { instanceOf: WirebookError });
  t.is(Object.keys(error.facts).length, 3);
});
