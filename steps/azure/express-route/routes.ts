import type { AzureClients } from '../../../src/lab/target.ts';
import { azTable } from '../../az/table.ts';
import type { CloudView } from '../../expect-rows.ts';
import { parseResourceId } from '../resource-id.ts';
import { diagnostics, privatePeering } from './links.ts';
import type { Circuit, CircuitLink } from './links.ts';

/** A route that Microsoft's edge has on one link of a circuit. */
export type CircuitRouteRow = {
  readonly network: string;
  /** The best one ends in `*`. */
  readonly nextHop: string;
  readonly locPrf: string | null;
  readonly weight: number;
  /** AS numbers and the origin: `65150 I`. */
  readonly path: string;
};

export function circuitRoutesView(
  azure: AzureClients,
  circuit: Circuit,
  link: CircuitLink,
): CloudView<CircuitRouteRow> {
  const { resourceGroup, name } = parseResourceId(circuit.id);
  return {
    title: `Routes of ${circuit.name}, ${link} link`,
    async read(abortSignal) {
      const { value = [] } = await azure.network.expressRouteCircuits.beginListRoutesTableAndWait(
        resourceGroup,
        name,
        privatePeering,
        link,
        { abortSignal, updateIntervalInMs: azure.pollIntervalMs },
      );
      return value.map((route) => ({
        network: route.network ?? '',
        nextHop: route.nextHop ?? '',
        locPrf: route.locPrf || null,
        weight: route.weight ?? 0,
        // Azure fills it up with blanks.
        path: (route.path ?? '').trim(),
      }));
    },
    headings: {
      network: 'Network',
      nextHop: 'Next hop',
      locPrf: 'LocPrf',
      weight: 'Weight',
      path: 'Path',
    },
    equivalent: azTable({
      command: 'network express-route list-route-tables',
      options: diagnostics(resourceGroup, name, link),
      headings: {
        LocPrf: 'locPrf',
        Network: 'network',
        NextHop: 'nextHop',
        Path: 'path',
        Weight: 'weight',
      },
    }),
  };
}
