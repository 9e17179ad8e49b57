import type { VirtualCircuit } from '../../src/lab/handle.ts';
import type { TerraformResource } from '../cdktf.ts';
import { resource, type Constructed, type Dependency } from '../constructed.ts';
import type { ConstructedDrg } from './drg.ts';
import { ociData, ociResource, part, placed } from './resource.ts';
import type { OciScope } from './scope.ts';

export type ConstructedVirtualCircuit = Constructed<VirtualCircuit, TerraformResource>;

/** The two ends' addresses on a link, with a length of 30 or 31: `169.254.0.1/30`. */
export interface CircuitLinkParameters {
  readonly oracle: string;
  readonly customer: string;
}

export interface VirtualCircuitParameters {
  readonly name: string;
  readonly drg: ConstructedDrg;
  /** @default 1 Gbps */
  readonly bandwidth?: '1 Gbps' | '2 Gbps' | '5 Gbps' | '10 Gbps';
  readonly over: AzureInterconnectParameters | PartnerParameters;
  readonly dependsOn?: readonly Dependency[];
}

/** To an ExpressRoute circuit: its service key. Oracle has the first address of each link, Microsoft the second. */
export interface AzureInterconnectParameters {
  readonly kind: 'azure';
  readonly serviceKey: string;
  readonly primary: CircuitLinkParameters;
  readonly secondary: CircuitLinkParameters;
}

/** To a provider, who is given the circuit's OCID. */
export interface PartnerParameters {
  readonly kind: 'partner';
  readonly provider: 'Megaport' | 'Equinix';
  readonly customerAsn: number;
  readonly links: readonly CircuitLinkParameters[];
}

/** A private FastConnect virtual circuit to a DRG. */
export function virtualCircuit(
  oci: OciScope,
  parameters: VirtualCircuitParameters,
): ConstructedVirtualCircuit {
  const { name, drg, bandwidth = '1 Gbps', over, dependsOn } = parameters;
  const provider = over.kind === 'azure' ? 'Microsoft Azure' : over.provider;
  const services = ociData(oci, {
    type: 'oci_core_fast_connect_provider_services',
    name: `fastconnect-${provider.toLowerCase().replaceAll(' ', '-')}`,
    arguments: {
      compartment_id: oci.compartmentId,
      filter: [{ name: 'provider_name', values: [provider] }],
    },
  });
  const links = over.kind === 'azure' ? [over.primary, over.secondary] : over.links;
  const made = ociResource(oci, {
    type: 'oci_core_virtual_circuit',
    name,
    arguments: {
      ...placed(oci, name),
      type: 'PRIVATE',
      bandwidth_shape_name: bandwidth,
      gateway_id: drg.id,
      provider_service_id: part(services, 'fast_connect_provider_services[0].id'),
      ...(over.kind === 'azure'
        ? { provider_service_key_name: over.serviceKey }
        : { customer_asn: String(over.customerAsn) }),
      cross_connect_mappings: links.map(({ oracle, customer }) => ({
        oracle_bgp_peering_ip: oracle,
        customer_bgp_peering_ip: customer,
      })),
    },
    ...(dependsOn && { dependsOn }),
  });
  return { kind: 'virtualCircuit', name, id: made.getStringAttribute('id'), [resource]: made };
}
