import type { PublishedLab } from './support/published-table.ts';
import { answers, shown } from './support/readings.ts';

/**
 * What "Connecting an AWS VPC to Azure VNet via Resource Manager" shows of its tunnel and its pings. SPIs, times and the
 * public address of Azure vary and are left out.
 */
export const published: PublishedLab = {
  lab: 'aws-azure-strongswan',
  source: {
    title: 'Connecting an AWS VPC to Azure VNet via Resource Manager (Steven Edouard, 2015)',
    url: 'https://github.com/sedouard/aws-vpc-to-azure-vnet',
  },
  tables: [
    {
      where: 'ipsec status',
      cell: 'Set strongSwan up and wait for the tunnel',
      read: shown('Security associations'),
      columns: [
        'Connection',
        'IKE SA',
        'Local',
        'Child SA',
        'Mode',
        'Protocol',
        'Local selector',
        'Remote selector',
      ],
      rows: [
        [
          'azure',
          'ESTABLISHED',
          '10.0.0.28',
          'INSTALLED',
          'TUNNEL',
          'ESP in UDP',
          '10.0.0.0/24',
          '10.3.0.0/24',
        ],
      ],
    },
    {
      where: 'answers of the Azure machine',
      cell: 'aws-vm reaches azure-vm',
      read: answers,
      columns: ['From', 'TTL'],
      rows: [['10.3.0.123', '62']],
    },
    {
      where: 'answers of the AWS machine',
      cell: 'azure-vm reaches aws-vm',
      read: answers,
      columns: ['From', 'TTL'],
      rows: [['10.0.0.232', '62']],
    },
  ],
  exceptions: [
    ...oneHopLess('answers of the Azure machine', '10.3.0.123'),
    ...oneHopLess('answers of the AWS machine', '10.0.0.232'),
  ],
};

function oneHopLess(where: string, from: string): PublishedLab['exceptions'] {
  const reason =
    "Azure's VPN gateway counted as a hop in 2015; today's does not, so the TTL is one higher.";
  return [
    { where, kind: 'missing', row: [from, '62'], reason },
    { where, kind: 'extra', row: [from, '63'], reason },
  ];
}
