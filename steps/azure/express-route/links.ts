/** What is read of a circuit is read by the name and the id of its resource. */
export interface Circuit {
  readonly name: string;
  readonly id: string;
}

/** Which of a circuit's two links: each ends at a router of its own. */
export type CircuitLink = 'primary' | 'secondary';

/** The peering that a circuit's links carry towards virtual networks. */
export const privatePeering = 'AzurePrivatePeering';

/** Options of `az network express-route list-…` for one link. */
export function diagnostics(resourceGroup: string, name: string, link: CircuitLink) {
  return { g: resourceGroup, n: name, 'peering-name': privatePeering, path: link, query: 'value' };
}
