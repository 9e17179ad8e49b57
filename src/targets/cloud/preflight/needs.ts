import type { TerraformJson } from '../../../lab/stack.ts';
import type { GoogleQuotas } from './google-needs.ts';
import { googleQuotasOf } from './google-needs.ts';

/** What a configuration asks of the clouds. */
export interface Needs {
  readonly clouds: readonly ('azure' | 'aws' | 'google' | 'oci')[];
  readonly azureLocations: readonly string[];
  /** By the names of Azure's network quotas. */
  readonly azureQuotas: Readonly<Record<string, number>>;
  readonly elasticIps: number;
  readonly googleQuotas: GoogleQuotas;
}

const prefixes = { azurerm: 'azure', aws: 'aws', google: 'google', oci: 'oci' } as const;

/** @see https://learn.microsoft.com/rest/api/virtualnetwork/usages/list */
const azureQuotas: Readonly<Record<string, string>> = {
  azurerm_virtual_network: 'VirtualNetworks',
  azurerm_public_ip: 'PublicIPAddresses',
  azurerm_network_interface: 'NetworkInterfaces',
  azurerm_network_security_group: 'NetworkSecurityGroups',
  azurerm_route_table: 'RouteTables',
};

/** Nothing but clouds: what is asked without a lab. */
export function needsNothingOf(clouds: Needs['clouds']): Needs {
  return { clouds, azureLocations: [], azureQuotas: {}, elasticIps: 0, googleQuotas: {} };
}

/** Pure. */
export function needsOf(configuration: TerraformJson): Needs {
  const resources = (configuration['resource'] ?? {}) as Record<
    string,
    Record<string, Readonly<Record<string, unknown>>>
  >;
  const count = (type: string) => Object.keys(resources[type] ?? {}).length;
  const clouds = Object.keys(resources).flatMap((type) => {
    const [prefix = ''] = type.split('_');
    return prefix in prefixes ? [prefixes[prefix as keyof typeof prefixes]] : [];
  });
  const locations = Object.values(resources['azurerm_resource_group'] ?? {}).flatMap(
    ({ location }) =>
      typeof location === 'string' ? [location.toLowerCase().replaceAll(' ', '')] : [],
  );
  return {
    clouds: [...new Set(clouds)],
    azureLocations: [...new Set(locations)],
    azureQuotas: Object.fromEntries(
      Object.entries(azureQuotas).map(([type, quota]) => [quota, count(type)]),
    ),
    elasticIps: count('aws_eip'),
    googleQuotas: googleQuotasOf(resources),
  };
}
