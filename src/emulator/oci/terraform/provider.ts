import type { ProviderTypes } from '../../terraform/provider.ts';
import type { Place } from './core-resource.ts';
import { coreResource } from './core-resource.ts';
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
    },
    dataSources: {},
  };
}
