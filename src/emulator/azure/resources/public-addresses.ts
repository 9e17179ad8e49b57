import { sameId } from '../arm/id.ts';
import { machineOf } from './network-interface.ts';
import type { Draft, Resource, Resources } from './store.ts';

/** Where fresh addresses of the emulated internet come from. */
export interface AddressPool {
  allocatePublicAddress(): string;
}

/**
 * Gives public addresses where they are due and takes them where they are not: a static one is held from its creation,
 * a dynamic one while the machine or gateway that uses it is allocated. Every network has one more, by which
 * machines without a public address of their own reach the internet (default outbound access).
 * @see https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses
 */
export function assignPublicAddresses(draft: Draft, pool: AddressPool): void {
  for (const resource of draft.all('publicIPAddresses')) {
    const { ipAddress, ...rest } = resource.properties;
    const due = rest.publicIPAllocationMethod === 'Static' || isUsed(resource, draft);
    if (due === (ipAddress !== undefined)) continue;
    const properties = due ? { ...rest, ipAddress: pool.allocatePublicAddress() } : rest;
    draft.set({ ...resource, version: resource.version + 1, properties });
  }
  for (const network of draft.all('virtualNetworks')) {
    if (network.properties.outboundAddress !== undefined) continue;
    if (!hasMachines(network, draft)) continue;
    const outboundAddress = pool.allocatePublicAddress();
    draft.set({ ...network, properties: { ...network.properties, outboundAddress } });
  }
}

/** All addresses of the internet that resources hold. */
export function heldAddresses(resources: Resources): readonly string[] {
  return [
    ...resources.all('publicIPAddresses').map(({ properties }) => properties.ipAddress),
    ...resources.all('virtualNetworks').map(({ properties }) => properties.outboundAddress),
  ].filter((address) => address !== undefined);
}

function isUsed(address: Resource<'publicIPAddresses'>, resources: Resources): boolean {
  const holds = (part: { properties: { publicIPAddress?: { id: string } | undefined } }) =>
    part.properties.publicIPAddress !== undefined &&
    sameId(part.properties.publicIPAddress.id, address.id);
  const byCard = resources
    .all('networkInterfaces')
    .filter((card) => card.properties.ipConfigurations.some(holds))
    .some((card) => {
      const machine = machineOf(card.id, resources);
      return machine !== undefined && machine.properties.power !== 'deallocated';
    });
  return (
    byCard ||
    resources
      .all('virtualNetworkGateways')
      .some((gateway) => gateway.properties.ipConfigurations.some(holds))
  );
}

function hasMachines(network: Resource<'virtualNetworks'>, resources: Resources): boolean {
  const start = `${network.id.toLowerCase()}/`;
  return resources
    .all('networkInterfaces')
    .filter((card) =>
      card.properties.ipConfigurations.some((part) =>
        part.properties.subnet.id.toLowerCase().startsWith(start),
      ),
    )
    .some((card) => machineOf(card.id, resources) !== undefined);
}
