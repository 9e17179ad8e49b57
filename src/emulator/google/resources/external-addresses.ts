import type { Draft, Resource, Resources } from './store.ts';
import type { NetworkInterface } from './network-interface.ts';

export interface AddressPool {
  allocatePublicAddress(): string;
}

/** Gives an external address to everything that is to have one, and takes ephemeral ones of stopped instances. */
export function assignExternalAddresses(draft: Draft, pool: AddressPool): void {
  for (const resource of draft.all('addresses')) {
    if (resource.properties.address !== undefined) continue;
    const address = pool.allocatePublicAddress();
    draft.set<'addresses'>({ ...resource, properties: { ...resource.properties, address } });
  }
  for (const resource of draft.all('vpnGateways')) {
    const [one, two] = resource.properties.addresses;
    if (one !== undefined && two !== undefined) continue;
    const addresses = [
      one ?? pool.allocatePublicAddress(),
      two ?? pool.allocatePublicAddress(),
    ] as const;
    draft.set<'vpnGateways'>({ ...resource, properties: { ...resource.properties, addresses } });
  }
  for (const resource of draft.all('instances')) assignToInstance(resource, draft, pool);
}

function assignToInstance(resource: Resource<'instances'>, draft: Draft, pool: AddressPool): void {
  const running = resource.properties.status !== 'TERMINATED';
  let changed = false;
  const networkInterfaces = resource.properties.networkInterfaces.map((card): NetworkInterface => {
    const accessConfigs = card.accessConfigs.map((config) => {
      if (config.isStatic || (config.natIP !== undefined) === running) return config;
      changed = true;
      const { natIP: _, ...rest } = config;
      return running ? { ...rest, natIP: pool.allocatePublicAddress() } : rest;
    });
    return { ...card, accessConfigs };
  });
  if (!changed) return;
  draft.set<'instances'>({
    ...resource,
    properties: { ...resource.properties, networkInterfaces },
  });
}

/** All external addresses in use, each once. */
export function heldAddresses(resources: Resources): ReadonlySet<string> {
  return new Set(
    [
      ...resources.all('addresses').map(({ properties }) => properties.address),
      ...resources.all('vpnGateways').flatMap(({ properties }) => properties.addresses),
      ...resources
        .all('instances')
        .flatMap(({ properties }) => properties.networkInterfaces)
        .flatMap(({ accessConfigs }) => accessConfigs.map(({ natIP }) => natIP)),
    ].filter((address) => address !== undefined),
  );
}
