import type { ProviderTypes } from '../../terraform/provider.ts';
import type { Place } from './core-resource.ts';
import { coreResource } from './core-resource.ts';
import { createDataSources } from './data-sources.ts';
import { instance } from './instance.ts';
import { internetGateway } from './internet-gateway.ts';
import { defaultRouteTable, routeTable } from './route-table.ts';
import { defaultSecurityList, securityList } from './security-list.ts';
import { subnet } from './subnet.ts';
import { vcn } from './vcn.ts';

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
    },
    dataSources: { ...createDataSources(place) },
  };
}
