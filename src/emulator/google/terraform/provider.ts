import type { ProviderTypes } from '../../terraform/provider.ts';
import { address, route } from './address.ts';
import type { Place } from './compute-resource.ts';
import { computeResource } from './compute-resource.ts';
import { createDataSources } from './data-sources.ts';
import { firewall } from './firewall.ts';
import { instance } from './instance.ts';
import { network, subnetwork } from './network.ts';
import { routerParts } from './router-parts.ts';
import { router } from './router.ts';
import { externalVpnGateway, haVpnGateway, vpnTunnel } from './vpn.ts';

/** The google provider's types, over the same resources as the REST API. Names are those of google 7. */
export function createTerraformTypes(place: Place): ProviderTypes {
  return {
    provider: 'google',
    resources: {
      google_compute_network: computeResource(network, place),
      google_compute_subnetwork: computeResource(subnetwork, place),
      google_compute_firewall: computeResource(firewall, place),
      google_compute_instance: computeResource(instance, place),
      google_compute_address: computeResource(address, place),
      google_compute_route: computeResource(route, place),
      google_compute_ha_vpn_gateway: computeResource(haVpnGateway, place),
      google_compute_external_vpn_gateway: computeResource(externalVpnGateway, place),
      google_compute_vpn_tunnel: computeResource(vpnTunnel, place),
      google_compute_router: computeResource(router, place),
      ...routerParts(place),
    },
    dataSources: createDataSources(place),
  };
}
