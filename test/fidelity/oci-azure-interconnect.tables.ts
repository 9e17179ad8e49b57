import type { CellRecord } from './support/cell-record.ts';
import type { PublishedLab, Reading } from './support/published-table.ts';
import { onePer, only, shown } from './support/readings.ts';

/**
 * The four listings of "OCI to Azure Interconnect with IPSEC backup": the routes of the DRG and the effective routes of
 * the Azure machine, before and after the virtual circuit is deactivated. The article shows them as pictures and says in
 * words what they prove; its addresses are not told. So prefixes are the lab's, and a next hop is told by whose it is.
 */
const vpnGateway = "the VPN gateway's public address";
const anotherGateway = 'an address of another gateway';

const vnet = '10.50.0.0/16';
const vcn = '10.40.0.0/16';

const drgColumns = ['Destination', 'Next hop attachment type', 'Status'];
const effectiveColumns = ['Source', 'State', 'Address prefix', 'Next hop type', 'Next hop IP'];

/** The routes to what is learned from Azure; those to the VCN itself are in no picture. */
const routesToAzure = only((row) => row['Next hop attachment type'] !== 'VCN', shown());

/** The routes by gateways, one a next hop, which is told by whose it is. */
const routesByGateways: Reading = (cell) =>
  onePer(
    'Next hop IP',
    only((row) => row['Source'] === 'VirtualNetworkGateway', shown()),
  )(cell).map((row) => ({ ...row, 'Next hop IP': ownerOf(row['Next hop IP'] ?? '', cell) }));

function ownerOf(nextHop: string, { handles }: CellRecord): string {
  const own = Object.values(handles).flatMap((handle) =>
    handle.kind === 'virtualNetworkGateway' ? handle.publicAddresses : [],
  );
  if (own.includes(nextHop)) return vpnGateway;
  return /^[\d.]+$/.test(nextHop) ? anotherGateway : nextHop;
}

const byGateway = (whose: string) => [
  'VirtualNetworkGateway',
  'Active',
  vcn,
  'VirtualNetworkGateway',
  whose,
];

export const published: PublishedLab = {
  lab: 'oci-azure-interconnect',
  source: {
    title: 'OCI to Azure Interconnect with IPSEC backup (Radu Nistor, 2023)',
    url: 'https://www.ateam-oracle.com',
  },
  tables: [
    {
      where: 'all routes of the DRG, Interconnect and IPSec up',
      cell: 'Routes of the DRG while all is well',
      read: routesToAzure,
      columns: drgColumns,
      rows: [
        [vnet, 'VIRTUAL_CIRCUIT', 'Active'],
        [vnet, 'IPSEC_TUNNEL', 'Conflict'],
      ],
    },
    {
      where: 'effective routes, Interconnect and IPSec up',
      cell: 'Effective routes of azure-vm while all is well',
      read: routesByGateways,
      columns: effectiveColumns,
      rows: [byGateway(anotherGateway), byGateway(anotherGateway)],
    },
    {
      where: 'all routes of the DRG, Interconnect deactivated',
      cell: 'Routes of the DRG without the circuit',
      read: routesToAzure,
      columns: drgColumns,
      rows: [[vnet, 'IPSEC_TUNNEL', 'Active']],
    },
    {
      where: 'effective routes, Interconnect deactivated',
      cell: 'Effective routes of azure-vm without the circuit',
      read: routesByGateways,
      columns: effectiveColumns,
      rows: [byGateway(vpnGateway)],
    },
  ],
  exceptions: [],
};
