import type { FilterRule, PortRange } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { protocolNumber } from '../resources/firewall.ts';
import type { FirewallProperties, FirewallProtocol } from '../resources/firewall.ts';
import type { Resources } from '../resources/store.ts';

/** Whose packets the rules look at: a card of an instance. */
export interface FirewallTarget {
  readonly network: string;
  /** The instance's network tags. */
  readonly tags: readonly string[];
}

/**
 * The rules of one card and direction, in the order of evaluation, the implied one last: the lower priority number
 * wins, at the same number deny does. Ingress that no rule allows is dropped, egress that no rule denies passes.
 * @see https://cloud.google.com/firewall/docs/firewalls#default_firewall_rules
 */
export function firewallRules(
  target: FirewallTarget,
  direction: 'INGRESS' | 'EGRESS',
  resources: Resources,
): readonly FilterRule[] {
  const rules = resources
    .all('firewalls')
    .map(({ properties }) => properties)
    .filter((rule) => rule.direction === direction && applies(rule, target))
    .toSorted(
      (left, right) =>
        left.priority - right.priority ||
        Number(left.action === 'allow') - Number(right.action === 'allow'),
    );
  return [
    ...rules.flatMap((rule) => filterRules(rule, resources)),
    { action: direction === 'EGRESS' ? 'accept' : 'drop' },
  ];
}

function applies(rule: FirewallProperties, target: FirewallTarget): boolean {
  if (rule.disabled || rule.network !== target.network) return false;
  return rule.targetTags.length === 0 || rule.targetTags.some((tag) => target.tags.includes(tag));
}

/** One for each protocol. */
function filterRules(rule: FirewallProperties, resources: Resources): readonly FilterRule[] {
  const sources =
    rule.direction === 'INGRESS' || rule.sourceRanges.length > 0
      ? ranges([...rule.sourceRanges, ...taggedAddresses(rule, resources)])
      : undefined;
  const destinations =
    rule.destinationRanges.length > 0 ? ranges(rule.destinationRanges) : undefined;
  return rule.protocols.map((part): FilterRule => {
    const protocol = protocolNumber(part.protocol);
    const destinationPorts = ports(part);
    return {
      action: rule.action === 'allow' ? 'accept' : 'drop',
      ...(protocol !== undefined && { protocol }),
      ...(sources && { sources }),
      ...(destinations && { destinations }),
      ...(destinationPorts && { destinationPorts }),
    };
  });
}

/** undefined: anything. */
function ranges(texts: readonly string[]): readonly string[] | undefined {
  return texts.includes('0.0.0.0/0') ? undefined : [...new Set(texts)];
}

/** Internal addresses, in the rule's network, of the instances that have one of its source tags. */
function taggedAddresses(rule: FirewallProperties, resources: Resources): readonly string[] {
  if (rule.sourceTags.length === 0) return [];
  return resources
    .all('instances')
    .filter(({ properties }) => properties.tags.some((tag) => rule.sourceTags.includes(tag)))
    .flatMap(({ properties }) => properties.networkInterfaces)
    .filter((card) => card.network === rule.network)
    .map((card) => hostRoute(card.networkIP));
}

function ports({ ports: texts }: FirewallProtocol): readonly PortRange[] | undefined {
  if (texts.length === 0) return undefined;
  return texts.map((text) => {
    const [from = 0, to = from] = text.split('-').map(Number);
    return { from, to };
  });
}
