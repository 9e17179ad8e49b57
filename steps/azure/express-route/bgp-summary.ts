import type { AzureClients } from '../../../src/lab/target.ts';
import { azTable } from '../../az/table.ts';
import type { CloudView } from '../../expect-rows.ts';
import { parseResourceId } from '../resource-id.ts';
import { diagnostics, privatePeering } from './links.ts';
import type { Circuit, CircuitLink } from './links.ts';

/** A BGP session of Microsoft's edge on one link of a circuit. */
export type CircuitSessionRow = {
  readonly neighbor: string;
  readonly version: number;
  readonly asn: number;
  /** It varies. */
  readonly upDown: string;
  /** How many prefixes were received, or the state while there is no session. */
  readonly statePfxRcd: string;
};

export function circuitSummaryView(
  azure: AzureClients,
  circuit: Circuit,
  link: CircuitLink,
): CloudView<CircuitSessionRow> {
  const { resourceGroup, name } = parseResourceId(circuit.id);
  return {
    title: `BGP sessions of ${circuit.name}, ${link} link`,
    async read(abortSignal) {
      const { value = [] } =
        await azure.network.expressRouteCircuits.beginListRoutesTableSummaryAndWait(
          resourceGroup,
          name,
          privatePeering,
          link,
          { abortSignal, updateIntervalInMs: azure.pollIntervalMs },
        );
      return value.map((session) => ({
        neighbor: session.neighbor ?? '',
        version: session.v ?? 0,
        asn: session.as ?? 0,
        upDown: session.upDown ?? '',
        statePfxRcd: session.statePfxRcd ?? '',
      }));
    },
    headings: {
      neighbor: 'Neighbor',
      version: 'Version',
      asn: 'ASN',
      upDown: 'Up/Down',
      statePfxRcd: 'State/PfxRcd',
    },
    volatile: ['upDown'],
    equivalent: azTable({
      command: 'network express-route list-route-tables-summary',
      options: diagnostics(resourceGroup, name, link),
      headings: {
        AsProperty: 'asn',
        Neighbor: 'neighbor',
        StatePfxRcd: 'statePfxRcd',
        UpDown: 'upDown',
        V: 'version',
      },
    }),
  };
}
