import type { ProviderTypes } from '../../terraform/provider.ts';
import { circuitLink } from './circuit-link.ts';
import { exchangeRouter } from './exchange-router.ts';
import { host } from './host.ts';
import { router } from './router.ts';
import { siteType } from './site-type.ts';
import type { World } from './site-type.ts';
import { lan, site } from './site.ts';

/** The types of `wirebook/onprem`, which no registry has: on a real cloud a site's equipment is there already. */
export function createTerraformTypes(world: World): ProviderTypes {
  return {
    provider: 'onprem',
    resources: {
      onprem_site: siteType(site, world),
      onprem_lan: siteType(lan, world),
      onprem_router: siteType(router, world),
      onprem_host: siteType(host, world),
      onprem_circuit_link: siteType(circuitLink, world),
      onprem_exchange_router: siteType(exchangeRouter, world),
    },
  };
}
