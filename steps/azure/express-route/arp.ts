import type { AzureClients } from '../../../src/lab/target.ts';
import { azTable } from '../../az/table.ts';
import type { CloudView } from '../../expect-rows.ts';
import { parseResourceId } from '../resource-id.ts';
import { diagnostics, privatePeering } from './links.ts';
import type { Circuit, CircuitLink } from './links.ts';

/** An entry of a circuit's ARP table. */
export type CircuitArpRow = {
  /** `On-Prem`, `Microsoft`. */
  readonly interface: string;
  readonly ipAddress: string;
  readonly macAddress: string;
  /** Minutes; 0 for Microsoft's own. It varies. */
  readonly age: number;
};

export function circuitArpView(
  azure: AzureClients,
  circuit: Circuit,
  link: CircuitLink,
): CloudView<CircuitArpRow> {
  const { resourceGroup, name } = parseResourceId(circuit.id);
  return {
    title: `ARP table of ${circuit.name}, ${link} link`,
    async read(abortSignal) {
      const { value = [] } = await azure.network.expressRouteCircuits.beginListArpTableAndWait(
        resourceGroup,
        name,
        privatePeering,
        link,
        { abortSignal, updateIntervalInMs: azure.pollIntervalMs },
      );
      return value.map((entry) => ({
        interface: entry.interface ?? '',
        ipAddress: entry.ipAddress ?? '',
        macAddress: entry.macAddress ?? '',
        age: entry.age ?? 0,
      }));
    },
    headings: {
      interface: 'Interface',
      ipAddress: 'IP address',
      macAddress: 'MAC address',
      age: 'Age (min)',
    },
    volatile: ['age'],
    equivalent: azTable({
      command: 'network express-route list-arp-tables',
      options: diagnostics(resourceGroup, name, link),
      headings: {
        Age: 'age',
        Interface: 'interface',
        IpAddress: 'ipAddress',
        MacAddress: 'macAddress',
      },
    }),
  };
}
