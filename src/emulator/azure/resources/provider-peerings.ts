import { parentId, sameId } from '../arm/id.ts';
import type { KindName } from './kinds.ts';
import type { Resource, Resources } from './store.ts';

const kind = 'expressRouteCircuitPeerings';

/**
 * Adds the private peerings that providers of layer 3 make by their orders: they are listed and read like a peering that
 * the customer made.
 */
export function withProviderPeerings(resources: Resources): Resources {
  const all = <K extends KindName>(name: K): readonly Resource<K>[] => {
    const own = resources.all(name);
    if (name !== kind) return own;
    return [
      ...own,
      ...(providerPeerings(resources) as readonly Resource[] as readonly Resource<K>[]),
    ];
  };
  return {
    ...resources,
    all,
    find: (name, id) =>
      resources.find(name, id) ??
      (name === kind ? all(name).find((resource) => sameId(resource.id, id)) : undefined),
    inside: (name, outer) => {
      if (name !== kind) return resources.inside(name, outer);
      const start = `${outer.toLowerCase()}/`;
      return all(name).filter(({ id }) => id.toLowerCase().startsWith(start));
    },
  };
}

/** Whether a peering is the provider's, and not the customer's to change. */
export function isProviderPeering(peeringId: string, resources: Resources): boolean {
  const circuit = resources.find('expressRouteCircuits', parentId(peeringId));
  return circuit !== undefined && orderedPeering(circuit, resources) !== undefined;
}

function providerPeerings(resources: Resources): readonly Resource<typeof kind>[] {
  return resources.all('expressRouteCircuits').flatMap((circuit) => {
    const peering = orderedPeering(circuit, resources);
    if (!peering) return [];
    const name = 'AzurePrivatePeering';
    return [
      {
        kind,
        id: `${circuit.id}/peerings/${name}`,
        name,
        version: 1,
        properties: {
          peeringType: name,
          state: 'Enabled' as const,
          peerASN: peering.asn,
          primaryPeerAddressPrefix: peering.primary,
          secondaryPeerAddressPrefix: peering.secondary,
          vlanId: peering.vlan,
        },
      },
    ];
  });
}

function orderedPeering(circuit: Resource<'expressRouteCircuits'>, resources: Resources) {
  return resources.circuitOrder(circuit.properties.serviceKey)?.peering;
}
