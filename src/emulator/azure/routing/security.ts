import type { FilterRule, PortRange } from '../../fabric/fabric.ts';
import type { Observations } from '../../fabric/observations.ts';
import { contains, hostRoute, subtract } from '../../net/prefix.ts';
import { defaultSecurityRules } from '../resources/default-security-rules.ts';
import type { SecurityRuleProperties } from '../resources/security-rule.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { injectedRoutes } from './injected-routes.ts';
import { connectedPeerings, networkOfSubnet, prefixesOf } from './networks.ts';
import { routeTableOf } from './subnet-routes.ts';

/** Where Azure's own probes, DNS and DHCP come from. */
const platformAddress = '168.63.129.16/32';

/** A rule with its name, in the order of evaluation. */
export interface OrderedRule {
  readonly name: string;
  readonly isDefault: boolean;
  readonly properties: SecurityRuleProperties;
}

export function rulesOf(
  group: Resource<'networkSecurityGroups'>,
  direction: 'Inbound' | 'Outbound',
  resources: Resources,
): readonly OrderedRule[] {
  const own = resources
    .inside('securityRules', group.id)
    .map(({ name, properties }) => ({ name, isDefault: false, properties }));
  const inherited = defaultSecurityRules.map((rule) => ({ ...rule, isDefault: true }));
  return [...own, ...inherited]
    .filter(({ properties }) => properties.direction === direction)
    .toSorted((left, right) => left.properties.priority - right.properties.priority);
}

/** What the service tags stand for in one subnet, as prefixes. */
export interface TagPrefixes {
  readonly VirtualNetwork: readonly string[];
  readonly Internet: readonly string[];
  readonly AzureLoadBalancer: readonly string[];
}

/**
 * `VirtualNetwork` is the network, its peers, what its gateway reaches, the host and the prefixes of user-defined routes.
 * @see https://learn.microsoft.com/azure/virtual-network/service-tags-overview#available-service-tags
 */
export function tagsOf(
  subnet: Resource<'subnets'>,
  resources: Resources,
  observations: Observations,
): TagPrefixes {
  const network = networkOfSubnet(subnet.id, resources);
  const table = routeTableOf(subnet, resources);
  const all = [
    ...(network ? prefixesOf(network) : []),
    ...(network ? connectedPeerings(network.id, resources) : [])
      .filter(({ peering }) => peering.properties.allowVirtualNetworkAccess)
      .flatMap(({ remote }) => prefixesOf(remote)),
    ...(network ? injectedRoutes(network.id, resources, observations) : []).map(
      ({ prefix }) => prefix,
    ),
    ...(table ? resources.inside('routes', table.id) : []).map(
      ({ properties }) => properties.addressPrefix,
    ),
    platformAddress,
  ];
  const VirtualNetwork = [...new Set(all)].filter(
    (prefix) => !all.some((other) => other !== prefix && contains(other, prefix)),
  );
  return {
    VirtualNetwork,
    Internet: subtract('0.0.0.0/0', VirtualNetwork),
    AzureLoadBalancer: [platformAddress],
  };
}

const protocols = { Tcp: 6, Udp: 17, Icmp: 1, Esp: 50, Ah: 51, '*': undefined } as const;

export function filterRule(rule: SecurityRuleProperties, tags: TagPrefixes): FilterRule {
  const protocol = protocols[rule.protocol];
  const sources = expand(rule.sourceAddressPrefixes, tags);
  const destinations = expand(rule.destinationAddressPrefixes, tags);
  const sourcePorts = ports(rule.sourcePortRanges);
  const destinationPorts = ports(rule.destinationPortRanges);
  return {
    action: rule.access === 'Allow' ? 'accept' : 'drop',
    ...(protocol !== undefined && { protocol }),
    ...(sources && { sources }),
    ...(destinations && { destinations }),
    ...(sourcePorts && { sourcePorts }),
    ...(destinationPorts && { destinationPorts }),
  };
}

/** Prefixes and tags as prefixes; undefined for anything. */
export function expand(texts: readonly string[], tags: TagPrefixes): readonly string[] | undefined {
  if (texts.some((text) => ['*', 'any', '0.0.0.0/0'].includes(text.toLowerCase())))
    return undefined;
  return texts.flatMap((text) => {
    const tag = (Object.keys(tags) as (keyof TagPrefixes)[]).find(
      (name) => name.toLowerCase() === text.toLowerCase(),
    );
    if (tag) return tags[tag];
    return [text.includes('/') ? text : hostRoute(text)];
  });
}

function ports(texts: readonly string[]): readonly PortRange[] | undefined {
  if (texts.includes('*')) return undefined;
  return texts.map((text) => {
    const [from = 0, to = from] = text.split('-').map(Number);
    return { from, to };
  });
}
