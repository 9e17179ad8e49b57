import { z } from 'zod';
import type { CloudServices } from '../../cloud.ts';
import { parentId } from '../arm/id.ts';
import { mseeMac, mseeToCustomer } from '../fabric/msee.ts';
import { mseeNodeName } from '../fabric/names.ts';
import { linkAddresses } from '../routing/express-route.ts';
import type { CircuitView } from './circuit-tables.ts';

/** A row of arpTables. @see https://learn.microsoft.com/azure/expressroute/expressroute-troubleshooting-arp-resource-manager */
export interface CircuitArpRow {
  /** Minutes. */
  readonly age: number;
  readonly interface: 'On-Prem' | 'Microsoft';
  readonly ipAddress: string;
  readonly macAddress: string;
}

const neighbours = z.array(
  z.object({ dst: z.string(), lladdr: z.string().optional(), updated: z.number().default(0) }),
);

/** The customer's address as the edge's own ARP has it, `Incomplete` while nobody answers; and the edge's. */
export async function circuitArp(
  { peering, link, resources }: CircuitView,
  inspect: NonNullable<CloudServices['inspect']>,
): Promise<readonly CircuitArpRow[]> {
  const circuit = resources.find('expressRouteCircuits', parentId(peering.id));
  if (!circuit) return [];
  const { customer, microsoft } = linkAddresses(peering, link);
  const node = mseeNodeName(circuit, link, resources);
  const text = await inspect(node, ['ip', '-j', '-s', 'neigh', 'show', 'dev', mseeToCustomer]);
  const seen = neighbours
    .parse(JSON.parse(text === '' ? '[]' : text))
    .find(({ dst, lladdr }) => dst === customer && lladdr !== undefined);
  return [
    {
      age: Math.floor((seen?.updated ?? 0) / 60),
      interface: 'On-Prem',
      ipAddress: customer,
      macAddress: seen?.lladdr ?? 'Incomplete',
    },
    { age: 0, interface: 'Microsoft', ipAddress: microsoft, macAddress: mseeMac(circuit, link) },
  ];
}
