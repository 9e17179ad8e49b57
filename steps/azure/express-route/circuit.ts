import type { AzureClients } from '../../../src/lab/target.ts';
import { azTable } from '../../az/table.ts';
import type { CloudView } from '../../expect-rows.ts';
import { parseResourceId } from '../resource-id.ts';
import type { Circuit } from './links.ts';

/** An ExpressRoute circuit. */
export type CircuitRow = {
  readonly name: string;
  /** `Enabled`, `Disabled`. */
  readonly circuitProvisioningState: string;
  /** `NotProvisioned`, `Provisioning`, `Provisioned`, `Deprovisioning`. */
  readonly serviceProviderProvisioningState: string;
  readonly provider: string | null;
  readonly peeringLocation: string | null;
  readonly bandwidthInMbps: number | null;
  /** `Standard_MeteredData` */
  readonly sku: string;
};

export function circuitView(azure: AzureClients, circuit: Circuit): CloudView<CircuitRow> {
  const { resourceGroup, name } = parseResourceId(circuit.id);
  return {
    title: `Circuit ${circuit.name}`,
    async read(abortSignal) {
      const found = await azure.network.expressRouteCircuits.get(resourceGroup, name, {
        abortSignal,
      });
      const { serviceProviderProperties: provider } = found;
      return [
        {
          name: found.name ?? name,
          circuitProvisioningState: found.circuitProvisioningState ?? '',
          serviceProviderProvisioningState: found.serviceProviderProvisioningState ?? '',
          provider: provider?.serviceProviderName ?? null,
          peeringLocation: provider?.peeringLocation ?? null,
          bandwidthInMbps: provider?.bandwidthInMbps ?? null,
          sku: found.sku?.name ?? '',
        },
      ];
    },
    headings: {
      name: 'Circuit',
      circuitProvisioningState: 'Circuit status',
      serviceProviderProvisioningState: 'Provider status',
      provider: 'Provider',
      peeringLocation: 'Peering location',
      bandwidthInMbps: 'Bandwidth (Mb/s)',
      sku: 'SKU',
    },
    equivalent: azTable({
      command: 'network express-route show',
      options: {
        g: resourceGroup,
        n: name,
        query:
          '{Name:name,CircuitProvisioningState:circuitProvisioningState,ServiceProviderProvisioningState:serviceProviderProvisioningState}',
      },
      headings: {
        Name: 'name',
        CircuitProvisioningState: 'circuitProvisioningState',
        ServiceProviderProvisioningState: 'serviceProviderProvisioningState',
      },
    }),
  };
}
