import type { FilterRule, PortRange as FilterPorts } from '../../fabric/fabric.ts';
import type { Direction, PortRange, SecurityRule } from '../resources/security-rules.ts';
import type { Resource, Resources } from '../resources/store.ts';

/** What the security lists of a subnet let pass together: the union of their rules. */
export function rulesOf(
  { properties }: Resource<'subnets'>,
  direction: Direction,
  resources: Resources,
): readonly SecurityRule[] {
  return properties.securityListIds
    .flatMap((id) => resources.find('securityLists', id) ?? [])
    .flatMap((list) => list.properties[`${direction}SecurityRules`]);
}

/** The packets that a rule names, in its own direction. */
export function filterRules(
  rules: readonly SecurityRule[],
  direction: Direction,
): readonly FilterRule[] {
  return rules.flatMap((rule) => {
    const protocol = protocolOf(rule.protocol);
    if (protocol === 'none') return [];
    const side = direction === 'ingress' ? 'sources' : 'destinations';
    const { source, destination } = rule.ports ?? {};
    return [
      {
        action: 'accept',
        ...(protocol !== undefined && { protocol }),
        [side]: [rule.peer],
        ...(source && { sourcePorts: [portsOf(source)] }),
        ...(destination && { destinationPorts: [portsOf(destination)] }),
        ...(rule.icmp && { icmp: rule.icmp }),
      },
    ];
  });
}

/**
 * The answers to what a stateful rule lets pass, for the direction against it. Where a subnet has stateless rules, too,
 * only these and what a rule names may pass: OCI remembers no connection that a stateless rule let in.
 * @see https://docs.oracle.com/iaas/Content/Network/Concepts/securityrules.htm#stateful
 */
export function answerRules(
  rules: readonly SecurityRule[],
  direction: Direction,
): readonly FilterRule[] {
  const against = direction === 'ingress' ? 'egress' : 'ingress';
  const turned = rules
    .filter(({ isStateless }) => !isStateless)
    .map(({ protocol, peer, ports }): SecurityRule => ({
      protocol,
      peer,
      isStateless: false,
      ...(ports && {
        ports: {
          ...(ports.destination && { source: ports.destination }),
          ...(ports.source && { destination: ports.source }),
        },
      }),
    }));
  return filterRules(turned, against);
}

const known = { '1': 1, '6': 6, '17': 17, '50': 50, '51': 51 } as const;

/** undefined: every protocol. none: one that no packet here has. */
function protocolOf(text: string): FilterRule['protocol'] | 'none' {
  if (text === 'all') return undefined;
  return Object.hasOwn(known, text) ? known[text as keyof typeof known] : 'none';
}

function portsOf({ min, max }: PortRange): FilterPorts {
  return { from: min, to: max };
}
