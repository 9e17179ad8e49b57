import type { ProviderTypes } from '../../terraform/provider.ts';
import type { Place } from './core-resource.ts';
import { coreResource } from './core-resource.ts';
import { createDataSources } from './data-sources.ts';
import { createDrgDataSources } from './drg-data-sources.ts';
import { drgRouteDistributionStatement, drgRouteRule } from './drg-parts.ts';
import {
  drg,
  drgAttachment,
  drgAttachmentManagement,
  drgRouteDistribution,
  drgRouteTable,
} from './drg.ts';
import { instance } from './instance.ts';
import { internetGateway } from './internet-gateway.ts';
import { tunnelManagement } from './ipsec-tunnel.ts';
import { cpe, ipsec } from './ipsec.ts';
import { defaultRouteTable, routeTable } from './route-table.ts';
import { defaultSecurityList, securityList } from './security-list.ts';
import { subnet } from './subnet.ts';
import { vcn } from './vcn.ts';
import { virtualCircuit } from './virtual-circuit.ts';

/**
 * The types of the provider `oracle/oci`, over the same resources as the REST API. Names are those of oci 7.
 * A type that is one kind of the API is a `CoreType` in a file of its own and a line here.
 */
export function createTerraformTypes(place: Place): ProviderTypes {
  return {
    provider: 'oci',
    resources: {
      oci_core_vcn: coreResource(vcn, place),
      oci_core_subnet: coreResource(subnet, place),
      oci_core_route_table: coreResource(routeTable, place),
      oci_core_default_route_table: coreResource(defaultRouteTable, place),
      oci_core_security_list: coreResource(securityList, place),
      oci_core_default_security_list: coreResource(defaultSecurityList, place),
      oci_core_internet_gateway: coreResource(internetGateway, place),
      oci_core_instance: coreResource(instance, place),
      oci_core_drg: coreResource(drg, place),
      oci_core_drg_attachment: coreResource(drgAttachment, place),
      oci_core_drg_attachment_management: coreResource(drgAttachmentManagement, place),
      oci_core_drg_route_table: coreResource(drgRouteTable, place),
      oci_core_drg_route_table_route_rule: drgRouteRule(place),
      oci_core_drg_route_distribution: coreResource(drgRouteDistribution, place),
      oci_core_drg_route_distribution_statement: drgRouteDistributionStatement(place),
      oci_core_cpe: coreResource(cpe, place),
      oci_core_ipsec: coreResource(ipsec, place),
      oci_core_ipsec_connection_tunnel_management: tunnelManagement(place),
      oci_core_virtual_circuit: coreResource(virtualCircuit, place),
    },
    dataSources: { ...createDataSources(place), ...createDrgDataSources(place) },
  };
}
