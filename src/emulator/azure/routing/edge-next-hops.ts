import { addressAt, overlaps } from '../../net/prefix.ts';
import { digest } from '../arm/digest.ts';
import type { Resources } from '../resources/store.ts';
import type { Circuit, CircuitLink } from './express-route.ts';
import { prefixesOf } from './networks.ts';

/**
 * The address of a Microsoft edge that effective routes show as next hop: in the provider's own space, neither the
 * customer's nor a gateway's. Stable for a circuit, and clear of what the customer uses.
 */
export function shownEdgeAddress(
  circuit: Circuit,
  link: CircuitLink,
  resources: Resources,
): string {
  const seed = digest(`${circuit.id} edges`);
  const range = providerRange(seed, customerPrefixes(resources));
  return addressAt(range, 4 + (seed % 120) * 2 + (link === 'primary' ? 0 : 1));
}

/** A /24 inside 10.0.0.0/8. Where it begins its search depends on the circuit alone. */
function providerRange(seed: number, taken: readonly string[]): string {
  for (let step = 0; step < 2 ** 16; step++) {
    const index = (seed + step * 257) % 2 ** 16;
    const range = `10.${Math.floor(index / 256)}.${index % 256}.0/24`;
    if (!taken.some((prefix) => overlaps(prefix, range))) return range;
  }
  return '10.255.255.0/24';
}

function customerPrefixes(resources: Resources): readonly string[] {
  return [
    ...resources.all('virtualNetworks').flatMap(prefixesOf),
    ...resources
      .all('localNetworkGateways')
      .flatMap(({ properties }) => properties.localNetworkAddressSpace.addressPrefixes),
    ...resources
      .all('expressRouteCircuitPeerings')
      .flatMap(({ properties }) => [
        properties.primaryPeerAddressPrefix,
        properties.secondaryPeerAddressPrefix,
      ]),
  ];
}
