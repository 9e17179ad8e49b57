import type { PublishedTable } from './support/published-table.ts';

/**
 * The tables of "Tunnels Between Clouds", from the output of its commands. Durations, counters, public addresses and
 * generated ids vary and are left out. Two rows of the published listing are folded into one here: today's Azure gives
 * one effective route with both next hops where it gave two in 2022.
 * @see https://blog.cloudtrooper.net/
 */
const peerColumns = ['Local address', 'Peer address', 'ASN', 'Status', 'Routes received'];
const [first, second] = ['192.168.1.4', '192.168.1.5'];

const up = (local: string, asn: string) => (peer: string) => [local, peer, asn, 'Connected', '1'];
const waiting = (local: string, asn: string) => (peer: string) => [
  local,
  peer,
  asn,
  'Connecting',
  '0',
];
const itself = (local: string) => [local, local, '65001', 'Unknown', '0'];
const other = (local: string, peer: string, routes: string) => [
  local,
  peer,
  '65001',
  'Connected',
  routes,
];

const firstWithAws = [
  ...['169.254.21.1', '169.254.21.5'].map(up(first, '65002')),
  ...['169.254.22.1', '169.254.22.5'].map(waiting(first, '65002')),
  itself(first),
];
const secondWithAws = [
  ...['169.254.22.1', '169.254.22.5'].map(up(second, '65002')),
  ...['169.254.21.1', '169.254.21.5'].map(waiting(second, '65002')),
  itself(second),
];

const vpcColumns = ['State', 'Destination', 'Origin'];
const vpcOwn = [
  ['active', '172.16.0.0/16', 'CreateRouteTable'],
  ['active', '0.0.0.0/0', 'CreateRoute'],
];
const propagated = (prefix: string) => ['active', prefix, 'EnableVgwRoutePropagation'];

export const tables: readonly PublishedTable[] = [
  {
    where: 'local network gateways of AWS',
    cell: 'The four local network gateways',
    columns: ['Name', 'Location', 'State', 'Address prefixes'],
    rows: ['aws00', 'aws01', 'aws10', 'aws11'].map((name) => [name, 'eastus', 'Succeeded', '-']),
  },
  {
    where: 'BGP peers of the first instance, Azure and AWS',
    cell: 'BGP peers of instance 0 with AWS',
    columns: peerColumns,
    rows: [...firstWithAws, other(first, second, '3')],
  },
  {
    where: 'BGP peers of the second instance, Azure and AWS',
    cell: 'BGP peers of instance 1 with AWS',
    columns: peerColumns,
    rows: [...secondWithAws, other(second, first, '3')],
  },
  {
    where: 'the four connections',
    cell: 'The four connections',
    columns: ['Name', 'Status', 'Mode'],
    rows: ['aws00', 'aws01', 'aws10', 'aws11'].map((name) => [name, 'Connected', 'Default']),
  },
  {
    where: 'telemetry of the four tunnels',
    cell: 'The four tunnels, as AWS sees them',
    columns: ['Status message', 'Status'],
    rows: Array.from({ length: 4 }, () => ['1 BGP ROUTES', 'UP']),
  },
  {
    where: "routes of the VPC, with Google Cloud (the other rows are other VPCs')",
    cell: 'Routes of the VPC with Azure and Google',
    columns: vpcColumns,
    rows: [...vpcOwn, propagated('10.0.1.0/24'), propagated('192.168.0.0/16')],
  },
  {
    where: "Google Cloud's tunnels",
    cell: 'The two tunnels, as Google sees them',
    columns: ['Name', 'Region', 'Gateway', 'Status', 'Detailed status'],
    rows: ['azvpngw0', 'azvpngw1'].map((name) => [
      name,
      'us-east1',
      'vpngw',
      'ESTABLISHED',
      'Tunnel is up and running.',
    ]),
  },
  {
    where: 'sessions of the Cloud Router',
    cell: 'Sessions and best routes of the Cloud Router',
    check: 'BGP peers of router',
    columns: ['Name', 'IP address', 'Peer IP address'],
    rows: [
      ['azvpngw0', '169.254.21.129', '169.254.21.130'],
      ['azvpngw1', '169.254.22.129', '169.254.22.130'],
    ],
  },
  {
    where: 'best routes of the Cloud Router',
    cell: 'Sessions and best routes of the Cloud Router',
    check: 'Best routes of router',
    columns: ['Destination', 'Type', 'Next hop IP'],
    rows: ['169.254.21.130', '169.254.22.130'].flatMap((nextHop) => [
      ['172.16.0.0/16', 'BGP', nextHop],
      ['192.168.0.0/16', 'BGP', nextHop],
    ]),
  },
  {
    where: 'BGP peers of the first instance, all three clouds',
    cell: 'BGP peers of instance 0 with AWS and Google',
    columns: peerColumns,
    rows: [
      up(first, '65003')('169.254.21.129'),
      waiting(first, '65003')('169.254.22.129'),
      ...firstWithAws,
      other(first, second, '5'),
    ],
  },
  {
    where: 'BGP peers of the second instance, all three clouds',
    cell: 'BGP peers of instance 1 with AWS and Google',
    columns: peerColumns,
    rows: [
      waiting(second, '65003')('169.254.21.129'),
      up(second, '65003')('169.254.22.129'),
      ...secondWithAws,
      other(second, first, '5'),
    ],
  },
];

const both = '192.168.1.4 192.168.1.5';

/** Rows of the published effective routes, which end in `[...]`; the run's have more. */
export const effectiveRoutes = {
  columns: ['Source', 'State', 'Address prefix', 'Next hop type', 'Next hop IP'],
  'Effective routes of testvm with AWS': [
    ['Default', 'Active', '192.168.0.0/16', 'VnetLocal', '-'],
    ['VirtualNetworkGateway', 'Active', '172.16.0.0/16', 'VirtualNetworkGateway', both],
    ['Default', 'Active', '0.0.0.0/0', 'Internet', '-'],
  ],
  'Effective routes of testvm with AWS and Google': [
    ['Default', 'Active', '192.168.0.0/16', 'VnetLocal', '-'],
    ['VirtualNetworkGateway', 'Active', '172.16.0.0/16', 'VirtualNetworkGateway', both],
    ['VirtualNetworkGateway', 'Active', '10.0.1.0/24', 'VirtualNetworkGateway', both],
    ['Default', 'Active', '0.0.0.0/0', 'Internet', '-'],
  ],
} as const;
