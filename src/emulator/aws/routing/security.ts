import type { FilterRule, PortRange } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import type { AclEntry, NetworkAcl } from '../resources/network-acl.ts';
import type { Resources } from '../resources/store.ts';
import type { SecurityGroupRule } from '../resources/security-group.ts';

const protocolNumbers = { icmp: 1, tcp: 6, udp: 17, '1': 1, '6': 6, '17': 17, '50': 50, '51': 51 };

type Direction = 'ingress' | 'egress';

/** What the groups of a card allow together. A reference to a group means the addresses of its members. */
export function groupRules(
  groupIds: readonly string[],
  direction: Direction,
  resources: Resources,
): readonly FilterRule[] {
  return groupIds
    .flatMap((id) => resources.find('securityGroups', id)?.rules ?? [])
    .filter((rule) => rule.direction === direction)
    .flatMap((rule) => groupRule(rule, resources));
}

function groupRule(rule: SecurityGroupRule, resources: Resources): readonly FilterRule[] {
  const peers = peersOf(rule, resources);
  if (peers === undefined) return [];
  const side = rule.direction === 'ingress' ? { sources: peers } : { destinations: peers };
  if (rule.protocol === '-1') return [{ action: 'accept', ...side }];
  const protocol = protocolOf(rule.protocol);
  if (protocol === undefined) return [];
  const isIcmp = protocol === 1;
  const ports =
    protocol === 6 || protocol === 17
      ? { destinationPorts: [{ from: rule.fromPort, to: rule.toPort }] }
      : {};
  const icmp = isIcmp && rule.fromPort !== -1 ? { icmp: icmpOf(rule.fromPort, rule.toPort) } : {};
  return [{ action: 'accept', protocol, ...side, ...ports, ...icmp }];
}

/** undefined: addresses that IPv4 packets do not have. */
function peersOf({ peer }: SecurityGroupRule, resources: Resources): readonly string[] | undefined {
  if (peer.kind === 'cidr') return [peer.cidr];
  if (peer.kind === 'cidr6') return undefined;
  return resources
    .all('networkInterfaces')
    .filter(({ groupIds }) => groupIds.includes(peer.groupId))
    .flatMap(({ privateAddresses }) => privateAddresses.map(hostRoute));
}

/**
 * One direction of a network ACL, in order. Packets that stay in the subnet do not meet it: `inside` are the prefixes
 * whose packets come and go without crossing its border.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export function aclRules(
  acl: NetworkAcl,
  direction: Direction,
  inside: readonly string[],
): readonly FilterRule[] {
  const within: FilterRule = {
    action: 'accept',
    ...(direction === 'ingress' ? { sources: inside } : { destinations: inside }),
  };
  const rules = acl.entries
    .filter(({ egress }) => egress === (direction === 'egress'))
    .toSorted((left, right) => left.number - right.number)
    .flatMap((entry) => aclRule(entry, direction));
  return [within, ...rules];
}

/** Whether an ACL lets everything pass both ways, so that nothing needs to look. */
export function isOpen(acl: NetworkAcl): boolean {
  return [true, false].every((egress) => {
    const first = acl.entries
      .filter((entry) => entry.egress === egress)
      .toSorted((left, right) => left.number - right.number)[0];
    return first?.action === 'allow' && first.protocol === '-1' && first.cidrBlock === '0.0.0.0/0';
  });
}

function aclRule(entry: AclEntry, direction: Direction): readonly FilterRule[] {
  const side =
    direction === 'ingress' ? { sources: [entry.cidrBlock] } : { destinations: [entry.cidrBlock] };
  const action = entry.action === 'allow' ? 'accept' : 'drop';
  if (entry.protocol === '-1') return [{ action, ...side }];
  const protocol = protocolOf(entry.protocol);
  if (protocol === undefined) return [];
  const ranges: readonly PortRange[] | undefined = entry.ports && [entry.ports];
  const { icmp } = entry;
  return [
    {
      action,
      protocol,
      ...side,
      ...(ranges && { destinationPorts: ranges }),
      ...(protocol === 1 && icmp && icmp.type !== -1 && { icmp: icmpOf(icmp.type, icmp.code) }),
    },
  ];
}

function icmpOf(type: number, code: number): { readonly type: number; readonly code?: number } {
  return { type, ...(code !== -1 && { code }) };
}

function protocolOf(name: string): FilterRule['protocol'] {
  return protocolNumbers[name as keyof typeof protocolNumbers] as FilterRule['protocol'];
}
