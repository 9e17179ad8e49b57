import type { PublishedLab, PublishedTable } from './support/published-table.ts';
import { answers } from './support/readings.ts';

/**
 * The tables of "IPsec based backup connection for primary ExpressRoute", from the pictures of its portal pages.
 * Durations and message counts vary and are left out. Written apart from the lab's own expectations, so that the two
 * cannot be wrong together.
 */
const peerColumns = ['Peer address', 'Local address', 'ASN', 'Status', 'Routes received'];
const routeColumns = [
  'Network',
  'Next hop',
  'Local address',
  'Source peer',
  'Weight',
  'Origin',
  'AS path',
];

const own = (local: string) => (network: string) => [
  network,
  '-',
  local,
  local,
  '32768',
  'Network',
  '-',
];
const learned = (local: string) => (network: string) => [
  network,
  '10.4.0.254',
  local,
  '10.4.0.254',
  '32768',
  'EBgp',
  '65020',
];
const [vng1, vng2] = ['10.2.0.254', '10.3.0.254'];

const vng2Routes = [
  ...['10.3.0.0/16', '10.4.0.0/16', '10.4.0.254/32'].map(own(vng2)),
  ...['10.5.0.0/16', '10.2.0.0/16', '10.4.0.0/16'].map(learned(vng2)),
];

const tables: readonly PublishedTable[] = [
  {
    where: 'VNG1 BGP peers, healthy',
    cell: 'BGP peers of VNG1 while all is well',
    columns: peerColumns,
    rows: [['10.4.0.254', vng1, '65020', 'Connected', '3']],
  },
  {
    where: 'VNG1 learned routes, healthy',
    cell: 'Learned routes of VNG1 while all is well',
    columns: routeColumns,
    rows: [
      ...['10.2.0.0/16', '10.1.0.0/16', '10.4.0.0/16', '10.4.0.254/32'].map(own(vng1)),
      ...['10.3.0.0/16', '10.5.0.0/16', '10.4.0.0/16'].map(learned(vng1)),
    ],
  },
  {
    where: 'VNG1 BGP peers, broken',
    cell: 'BGP peers of VNG1 after the failure',
    columns: [...peerColumns, 'Connected duration'],
    rows: [['10.4.0.253', vng1, '65020', 'Connecting', '0', '-']],
  },
  {
    where: 'VNG1 learned routes, broken',
    cell: 'Learned routes of VNG1 after the failure',
    columns: routeColumns,
    rows: ['10.2.0.0/16', '10.1.0.0/16', '10.4.0.0/16', '10.4.0.253/32'].map(own(vng1)),
  },
  {
    where: 'VNG2 BGP peers, broken',
    cell: 'BGP peers of VNG2 after the failure',
    columns: peerColumns,
    rows: [['10.4.0.254', vng2, '65020', 'Connected', '3']],
  },
  {
    where: 'VNG2 learned routes, broken',
    cell: 'Learned routes of VNG2 after the failure',
    columns: routeColumns,
    rows: vng2Routes,
  },
  {
    where: 'VNG2 learned routes, VNet1 and VNet3 peered',
    cell: 'Learned routes of VNG2 with VNet1 behind it',
    columns: routeColumns,
    rows: [...vng2Routes, own(vng2)('10.1.0.0/16')],
  },
  {
    where: 'conntrack of VM3',
    cell: 'VM3 translates 10.1.0.4 to 10.2.1.4',
    columns: ['Protocol', 'Source', 'Destination', 'Reply source', 'Reply destination'],
    rows: [['icmp', '10.1.0.4', '8.8.4.4', '8.8.4.4', '10.2.1.4']],
  },
  {
    where: 'answers of 8.8.4.4, healthy',
    cell: 'VM1 reaches 8.8.4.4',
    read: answers,
    columns: ['From'],
    rows: [['8.8.4.4']],
  },
  {
    where: 'answers of VM2, healthy',
    cell: 'VM1 reaches VM2',
    read: answers,
    columns: ['From', 'TTL'],
    rows: [['10.5.0.4', '64']],
  },
];

export const published: PublishedLab = {
  lab: 'er-ipsec-backup',
  source: {
    title: 'IPsec based backup connection for primary ExpressRoute (Hans)',
    url: 'https://github.com/hans-vvv/Azure/tree/main/Demo6',
  },
  tables,
  exceptions: [],
};
