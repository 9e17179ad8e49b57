import { canEnclose } from '../../../../../src/emulator/linux/enclosure.ts';
import { enclosed } from './enclosed.ts';
import { onlyWhere } from '../../../../support/only-where.ts';

const real = onlyWhere(canEnclose()?.reason);

real(
  'a circuit to two networks and a spoke, a VPN beside it that takes over, and back',
  async (t) => {
    const seen = await enclosed('circuitAndBackup');
    t.deepEqual(seen.before, { provider: 'NotProvisioned', status: 'NotConnected' });
    t.is(seen.seen.provider, 'Provisioned');
    t.is(seen.seen.status, 'Connected');

    const [edges = ''] = seen.nic.map((row) => row.split(' ')[1] ?? '');
    t.regex(edges, /^10\.[\d.]+,10\.[\d.]+$/, 'two edges, neither in a network nor on a link');
    const byCircuit = [`10.2.0.0/16 ${edges}`, `172.31.0.0/24 ${edges}`, `172.31.8.0/24 ${edges}`];
    t.deepEqual(seen.nic, byCircuit);
    t.deepEqual(seen.seen.spoke, byCircuit, 'a spoke uses its hub’s gateway');
    t.deepEqual(
      seen.seen.site,
      ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16'].flatMap((prefix) => [
        `${prefix} 12076 172.16.0.2`,
        `${prefix} 12076 172.16.0.6`,
      ]),
      'private AS numbers do not leave Azure',
    );
    t.deepEqual(
      seen.seen.primary.map((row) => row.replace('*', '')),
      [
        '10.1.0.0/16 10.1.255.12 65515 I',
        '10.1.0.0/16 10.1.255.13 65515 I',
        '10.2.0.0/16 10.2.255.12 65515 I',
        '10.2.0.0/16 10.2.255.13 65515 I',
        '10.3.0.0/16 10.1.255.12 65515 I',
        '10.3.0.0/16 10.1.255.13 65515 I',
        '172.31.0.0/24 172.16.0.1 65150 I',
        '172.31.8.0/24 172.16.0.1 65150 I',
      ],
    );
    t.is(seen.seen.primary.filter((row) => row.includes('*')).length, 5, 'one best path a prefix');
    t.deepEqual(
      seen.seen.arp.value.map((row) => [row.interface, row.ipAddress]),
      [
        ['On-Prem', '172.16.0.1'],
        ['Microsoft', '172.16.0.2'],
      ],
    );
    t.regex(seen.seen.arp.value[0]?.macAddress ?? '', /^([\da-f]{2}:){5}[\da-f]{2}$/);
    t.deepEqual(seen.seen.peers, [
      '10.1.255.12 10.1.255.4 12076 Connected 3',
      '10.1.255.12 10.1.255.5 12076 Connected 3',
      '10.1.255.13 10.1.255.4 12076 Connected 3',
      '10.1.255.13 10.1.255.5 12076 Connected 3',
    ]);
    t.deepEqual(
      seen.seen.learned.filter((row) => row.startsWith('10.1.255.12 ')),
      [
        '10.1.255.12 10.1.0.0/16 Network',
        '10.1.255.12 10.2.0.0/16 EBgp 10.1.255.4 12076-12076',
        '10.1.255.12 10.2.0.0/16 EBgp 10.1.255.5 12076-12076',
        '10.1.255.12 10.3.0.0/16 Network',
        '10.1.255.12 172.31.0.0/24 EBgp 10.1.255.4 12076-65150',
        '10.1.255.12 172.31.0.0/24 EBgp 10.1.255.5 12076-65150',
        '10.1.255.12 172.31.8.0/24 EBgp 10.1.255.4 12076-65150',
        '10.1.255.12 172.31.8.0/24 EBgp 10.1.255.5 12076-65150',
      ],
    );
    t.true(seen.seen.advertised.includes('10.1.255.12 10.1.0.0/16 Igp 10.1.255.12 65515'));
    const allWays = Array.from({ length: 5 }, () => 'ttl 64');
    t.deepEqual(seen.seen.pings, allWays);
    const passed = {
      primarybytesIn: true,
      primarybytesOut: true,
      secondarybytesIn: true,
      secondarybytesOut: true,
    };
    t.deepEqual(seen.seen.stats, [passed, passed]);

    const { vpn } = seen;
    const onlyByVpn = [`172.31.0.1/32 ${vpn}`, `172.31.8.0/25 ${vpn}`, `172.31.9.0/24 ${vpn}`];
    const withVpn = [...byCircuit, ...onlyByVpn].toSorted();
    t.deepEqual(
      seen.secondVpn.both,
      withVpn,
      'the circuit’s routes hide the VPN’s for equal prefixes',
    );
    t.deepEqual(
      seen.secondVpn.siteByCircuit,
      ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16'].map((prefix) => `${prefix} 12076 172.16.0.2`),
      'what the VPN gateway learned is not told over the circuit',
    );
    t.deepEqual(seen.secondVpn.pings, allWays);
    t.is(seen.secondVpn.byVpn, 'ttl 64');
    const [longer, other] = seen.secondVpn.ways;
    t.is(longer, 'g-hub-vpn', 'the longer prefix by VPN beats the circuit');
    t.regex(other ?? '', /^g-hub-er/);

    const secondary = edges.split(',')[1] ?? '';
    t.true(seen.oneLink.nic.includes(`172.31.0.0/24 ${secondary}`));
    t.deepEqual(seen.oneLink.pings, allWays);
    t.deepEqual(seen.failed.nic, [
      `10.2.0.0/16 ${edges}`,
      ...[`172.31.0.0/24 ${vpn}`, `172.31.8.0/24 ${vpn}`, ...onlyByVpn].toSorted(),
    ]);
    t.is(seen.failed.pinged, 'ttl 64');
    t.is(seen.failed.status, 'Connected', 'it is the customer’s session that is down');
    t.deepEqual(seen.again, withVpn);
    t.deepEqual(seen.log, []);
  },
);
