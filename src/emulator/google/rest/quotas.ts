import { placeOf } from '../compute/link.ts';
import { machineTypes } from '../resources/catalogue.ts';
import type { Body } from '../resources/kind.ts';
import type { KindName } from '../resources/kinds.ts';
import type { Resources } from '../resources/store.ts';

/**
 * What a project may have and what it has, as far as networks and machines go. Limits are those of a new project.
 * @see https://cloud.google.com/compute/resource-usage
 * @see https://cloud.google.com/vpc/docs/quota
 */
const projectLimits: Readonly<Record<string, readonly [limit: number, kind: KindName]>> = {
  NETWORKS: [15, 'networks'],
  SUBNETWORKS: [175, 'subnetworks'],
  FIREWALLS: [200, 'firewalls'],
  ROUTES: [250, 'routes'],
  ROUTERS: [20, 'routers'],
  VPN_GATEWAYS: [10, 'vpnGateways'],
  EXTERNAL_VPN_GATEWAYS: [10, 'externalVpnGateways'],
  VPN_TUNNELS: [20, 'vpnTunnels'],
};

export function projectQuotas(resources: Resources): readonly Body[] {
  return Object.entries(projectLimits).map(([metric, [limit, kind]]) => ({
    metric,
    limit,
    usage: resources.all(kind).length,
  }));
}

export function regionQuotas(region: string, resources: Resources): readonly Body[] {
  const instances = resources
    .all('instances')
    .filter(({ scope }) => placeOf(scope).startsWith(`${region}-`));
  const cpus = instances.map(({ properties: { machineType } }) => {
    return machineTypes.find(({ name }) => name === machineType)?.cpus ?? 0;
  });
  const addresses = instances
    .flatMap(({ properties: { networkInterfaces } }) => networkInterfaces)
    .flatMap(({ accessConfigs }) => accessConfigs);
  const reserved = resources.all('addresses').filter(({ scope }) => scope === `regions/${region}`);
  return [
    { metric: 'CPUS', limit: 24, usage: cpus.reduce((sum, count) => sum + count, 0) },
    { metric: 'INSTANCES', limit: 24, usage: instances.length },
    { metric: 'IN_USE_ADDRESSES', limit: 8, usage: addresses.length },
    { metric: 'STATIC_ADDRESSES', limit: 8, usage: reserved.length },
  ];
}
