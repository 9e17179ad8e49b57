import { bgpColumns, bgpListing } from './support/bgp-listing.ts';
import type { PublishedLab, PublishedTable } from './support/published-table.ts';

/**
 * The six listings of the walk-through, as they are printed there: on tky01, a Cisco router in the original, and on the
 * appliance vm-hub00 with FRR. They are compared with what `vtysh` prints on the same two machines.
 */
const listing = (
  where: string,
  cell: string,
  neighbor: string,
  direction: 'advertised' | 'received',
  rows: PublishedTable['rows'],
): PublishedTable => ({
  where,
  cell,
  columns: bgpColumns,
  read: bgpListing(neighbor, direction),
  rows,
});

const own = (network: string, origin: string) => [
  '*>',
  network,
  '0.0.0.0',
  '0',
  '-',
  '32768',
  origin,
];
const from = (neighbor: string, network: string, path: string) => [
  '*>',
  network,
  neighbor,
  '-',
  '-',
  '0',
  path,
];

const tables: readonly PublishedTable[] = [
  listing(
    'tky01: neighbour 172.16.0.2, advertised routes',
    'What tky01 tells the circuit',
    '172.16.0.2',
    'advertised',
    [own('10.100.10.0/24', 'i'), own('10.100.20.1/32', 'i')],
  ),
  listing(
    'tky01: neighbour 172.16.0.2, received routes',
    'What tky01 hears from the circuit',
    '172.16.0.2',
    'received',
    [from('172.16.0.2', '10.0.0.0/16', '12076 i'), from('172.16.0.2', '10.10.200.0/24', '12076 ?')],
  ),
  listing(
    'tky01: neighbour 10.10.200.6, advertised routes',
    'What tky01 tells the VPN gateway',
    '10.10.200.6',
    'advertised',
    [own('10.100.10.0/24', 'i')],
  ),
  listing(
    'tky01: neighbour 10.10.200.6, received routes',
    'What tky01 hears from the VPN gateway',
    '10.10.200.6',
    'received',
    [from('10.10.200.6', '10.10.0.0/16', '65155 i')],
  ),
  listing(
    'vm-hub00: neighbour 10.0.210.4, advertised routes',
    'What vm-hub00 tells the Route Server',
    '10.0.210.4',
    'advertised',
    [own('10.10.200.0/24', '?')],
  ),
  listing(
    'vm-hub00: neighbour 10.0.210.4, received routes',
    'What vm-hub00 hears from the Route Server',
    '10.0.210.4',
    'received',
    [
      from('10.0.210.4', '10.0.0.0/16', '65515 i'),
      from('10.0.210.4', '10.100.10.0/24', '65515 12076 65150 i'),
      from('10.0.210.4', '10.100.20.1/32', '65515 12076 65150 i'),
    ],
  ),
];

export const published: PublishedLab = {
  lab: 'er-spoke-vpn',
  source: {
    title: 'Rearranging ExpressRoute + VPN (skmkzyk, 2022; in Japanese)',
    url: 'https://zenn.dev/skmkzyk/articles/er-spoke-vpn',
  },
  tables,
  exceptions: [
    ...metricOfZero(
      'tky01: neighbour 10.10.200.6, received routes',
      '10.10.0.0/16',
      '10.10.200.6',
      '65155 i',
    ),
    ...metricOfZero(
      'vm-hub00: neighbour 10.0.210.4, received routes',
      '10.0.0.0/16',
      '10.0.210.4',
      '65515 i',
    ),
  ],
};

function metricOfZero(
  where: string,
  network: string,
  neighbor: string,
  path: string,
): PublishedLab['exceptions'] {
  const reason =
    'Azure tells no metric with its own networks. FRR, which speaks for it here, tells 0, and cannot leave it out; nothing is decided by it.';
  const published = from(neighbor, network, path);
  return [
    { where, kind: 'missing', row: published, reason },
    { where, kind: 'extra', row: published.with(3, '0'), reason },
  ];
}
