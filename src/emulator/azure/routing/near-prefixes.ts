import type { PrefixFilter } from '../../fabric/fabric.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { networkOfGateway, prefixesOf, spokesOf } from './networks.ts';

type Gateway = Resource<'virtualNetworkGateways'>;

/** Address spaces that a gateway speaks for: its own network and those that use it. */
export function nearPrefixes(gateway: Gateway, resources: Resources): readonly string[] {
  const network = networkOfGateway(gateway, resources);
  if (!network) return [];
  return [network, ...spokesOf(network.id, resources)].flatMap(prefixesOf);
}

/**
 * A gateway takes nothing that is inside the networks it speaks for; larger prefixes are welcome.
 * @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq#bgp
 */
export function outsideOnly(gateway: Gateway, resources: Resources): PrefixFilter {
  return {
    rules: nearPrefixes(gateway, resources).map((prefix) => ({
      action: 'deny',
      prefix,
      upTo: 32,
    })),
    otherwise: 'permit',
  };
}
