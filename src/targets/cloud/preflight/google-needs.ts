type Resources = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
type Attributes = Readonly<Record<string, unknown>>;

/** How much of each quota a configuration needs, by Google's names for them: of the project (`global`) and of each region. */
export type GoogleQuotas = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** @see https://cloud.google.com/compute/docs/reference/rest/v1/projects/get */
const ofProject: Readonly<Record<string, string>> = {
  google_compute_network: 'NETWORKS',
  google_compute_subnetwork: 'SUBNETWORKS',
  google_compute_firewall: 'FIREWALLS',
  google_compute_route: 'ROUTES',
  google_compute_router: 'ROUTERS',
  google_compute_ha_vpn_gateway: 'VPN_GATEWAYS',
  google_compute_external_vpn_gateway: 'EXTERNAL_VPN_GATEWAYS',
  google_compute_vpn_tunnel: 'VPN_TUNNELS',
};

/** Pure. What is in no place that is known before it is made is left out. */
export function googleQuotasOf(resources: Resources): GoogleQuotas {
  const all = Object.entries(ofProject).map(([type, metric]) => {
    return [metric, Object.keys(resources[type] ?? {}).length] as const;
  });
  const project = Object.fromEntries(all.filter(([, count]) => count > 0));
  const byRegion = Map.groupBy(
    Object.values(resources['google_compute_instance'] ?? {}),
    ({ zone }) => /^([a-z]+-[a-z]+\d+)-[a-z]$/.exec(String(zone))?.[1],
  );
  const ofRegions = [...byRegion].flatMap(([region, instances]) =>
    region === undefined ? [] : [[region, ofInstances(instances)] as const],
  );
  const places =
    Object.keys(project).length === 0 ? ofRegions : [['global', project] as const, ...ofRegions];
  return Object.fromEntries(places);
}

function ofInstances(instances: readonly Attributes[]): Readonly<Record<string, number>> {
  const cpus = instances.reduce((sum, instance) => sum + cpusOf(instance), 0);
  const addresses = instances
    .flatMap(({ network_interface: cards }) => blocks(cards))
    .flatMap(({ access_config: configs }) => blocks(configs));
  return { INSTANCES: instances.length, CPUS: cpus, IN_USE_ADDRESSES: addresses.length };
}

/** `e2-standard-4` has four; those that share a core count two, and the oldest of them one. */
function cpusOf({ machine_type: type }: Attributes): number {
  const name = String(type);
  const written = /-(\d+)$/.exec(name)?.[1];
  if (written !== undefined) return Number(written);
  return /^(f1|g1)-/.test(name) ? 1 : 2;
}

function blocks(value: unknown): readonly Attributes[] {
  return Array.isArray(value) ? (value as readonly Attributes[]) : [];
}
