import { notFound } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { ocid } from '../protocol/ocid.ts';

/** A service that a virtual circuit may be ordered over. Fields are the API's, misspelling included. */
export interface ProviderService {
  readonly id: Ocid;
  readonly providerName: string;
  readonly providerServiceName: string;
  readonly description: string;
  readonly type: 'LAYER2' | 'LAYER3';
  readonly privatePeeringBgpManagement: 'CUSTOMER_MANAGED' | 'PROVIDER_MANAGED';
  readonly publicPeeringBgpManagement: 'ORACLE_MANAGED';
  readonly customerAsnManagement: 'CUSTOMER_MANAGED' | 'PROVIDER_MANAGED' | 'ORACLE_MANAGED';
  readonly providerServiceKeyManagement: 'CUSTOMER_MANAGED' | 'PROVIDER_MANAGED';
  readonly bandwithShapeManagement: 'CUSTOMER_MANAGED';
  readonly supportedVirtualCircuitTypes: readonly string[];
  readonly requiredTotalCrossConnects: number;
}

/**
 * With Azure the customer gives Oracle the ExpressRoute circuit's service key; with the others the customer gives the
 * provider the virtual circuit's OCID.
 * @see https://docs.oracle.com/iaas/Content/Network/Concepts/azure.htm
 * @see https://docs.oracle.com/iaas/Content/Network/Concepts/fastconnectprovider.htm
 */
export function providerServices(region: string): readonly ProviderService[] {
  const exchange = (providerName: string, providerServiceName: string): ProviderService => ({
    id: serviceId(region, providerName),
    providerName,
    providerServiceName,
    description: '',
    type: 'LAYER2',
    privatePeeringBgpManagement: 'CUSTOMER_MANAGED',
    publicPeeringBgpManagement: 'ORACLE_MANAGED',
    customerAsnManagement: 'CUSTOMER_MANAGED',
    providerServiceKeyManagement: 'PROVIDER_MANAGED',
    bandwithShapeManagement: 'CUSTOMER_MANAGED',
    supportedVirtualCircuitTypes: ['PRIVATE'],
    requiredTotalCrossConnects: 0,
  });
  return [
    {
      ...exchange('Microsoft Azure', 'ExpressRoute'),
      type: 'LAYER3',
      customerAsnManagement: 'ORACLE_MANAGED',
      providerServiceKeyManagement: 'CUSTOMER_MANAGED',
    },
    exchange('Equinix', 'Fabric'),
    exchange('Megaport', 'Service'),
  ];
}

/** Throws OCI's 404 when there is none. */
export function providerService(id: Ocid, region: string): ProviderService {
  const found = providerServices(region).find((service) => service.id === id);
  if (!found) throw notFound(id);
  return found;
}

/** Whether the customer brings the provider's key to Oracle, as with Azure. */
export function bringsKey({ providerServiceKeyManagement }: ProviderService): boolean {
  return providerServiceKeyManagement === 'CUSTOMER_MANAGED';
}

/** Bandwidth shapes, in Mbit/s, by name. */
export const bandwidthShapes = {
  '1 Gbps': 1000,
  '2 Gbps': 2000,
  '5 Gbps': 5000,
  '10 Gbps': 10_000,
} as const;

function serviceId(region: string, name: string): Ocid {
  return ocid('providerservice', region, name);
}
