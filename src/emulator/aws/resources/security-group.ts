import { Ec2Error, invalidParameter } from '../query/error.ts';
import { readCidr } from './cidr.ts';
import type { Tagged } from './kinds.ts';
import type { Draft, Resources } from './store.ts';
import { get } from './store.ts';
import { defaultVpc } from './vpc-blocks.ts';

export interface SecurityGroup extends Tagged {
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  readonly rules: readonly SecurityGroupRule[];
}

export interface SecurityGroupRule extends RuleInput {
  /** `sgr-…` */
  readonly id: string;
  readonly tags: Tagged['tags'];
}

/** One rule allows one peer. */
export interface RuleInput {
  readonly direction: 'ingress' | 'egress';
  /** `-1` is all; `tcp`, `udp`, `icmp`, `icmpv6`, or a number. */
  readonly protocol: string;
  /** For ICMP the type and the code; -1 is all. */
  readonly fromPort: number;
  readonly toPort: number;
  readonly peer: RulePeer;
  readonly description?: string | undefined;
}

export type RulePeer =
  | { readonly kind: 'cidr'; readonly cidr: string }
  | { readonly kind: 'cidr6'; readonly cidr: string }
  | { readonly kind: 'group'; readonly groupId: string };

const everything = { protocol: '-1', fromPort: -1, toPort: -1 } as const;
const allEgress: RuleInput = {
  ...everything,
  direction: 'egress',
  peer: { kind: 'cidr', cidr: '0.0.0.0/0' },
};

/** A new group lets everything out and nothing in. */
const newGroupRules = (): readonly RuleInput[] => [allEgress];

/** A VPC's default group also lets in what comes from its own members. */
export const defaultGroupRules = (groupId: string): readonly RuleInput[] => [
  { ...everything, direction: 'ingress', peer: { kind: 'group', groupId } },
  allEgress,
];

export interface GroupInput {
  readonly vpcId?: string | undefined;
  readonly name: string;
  readonly description: string;
  readonly rules?: (groupId: string) => readonly RuleInput[];
  readonly tags?: Tagged['tags'];
}

export function createSecurityGroup(draft: Draft, input: GroupInput): SecurityGroup {
  const vpcId = input.vpcId ?? defaultVpc(draft)?.id;
  if (vpcId === undefined) {
    throw new Ec2Error('VPCIdNotSpecified', 'No default VPC for this user');
  }
  get(draft, 'vpcs', vpcId);
  if (input.name.startsWith('sg-')) {
    throw invalidParameter(
      'group-name',
      input.name,
      "Invalid security group name. Group names may not be in the format 'sg-*'.",
    );
  }
  if (draft.all('securityGroups').some((it) => it.vpcId === vpcId && it.name === input.name)) {
    throw new Ec2Error(
      'InvalidGroup.Duplicate',
      `The security group '${input.name}' already exists for VPC '${vpcId}'`,
    );
  }
  const id = draft.newId('sg');
  const rules = (input.rules ?? newGroupRules)(id).map((rule) => withId(draft, rule, {}));
  const { name, description, tags = {} } = input;
  const group: SecurityGroup = { id, vpcId, name, description, rules, tags };
  draft.set('securityGroups', group);
  return group;
}

export function deleteSecurityGroup(draft: Draft, id: string): void {
  const group = get(draft, 'securityGroups', id);
  if (group.name === 'default') {
    throw new Ec2Error(
      'CannotDelete',
      `the specified group: "${id}" name: "default" cannot be deleted by a user`,
    );
  }
  const used =
    draft.all('networkInterfaces').some(({ groupIds }) => groupIds.includes(id)) ||
    draft.all('securityGroups').some((other) => other.id !== id && refersTo(other, id));
  if (used) throw new Ec2Error('DependencyViolation', `resource ${id} has a dependent object`);
  draft.remove('securityGroups', id);
}

/** Throws `InvalidPermission.Duplicate` when the group has the rule. */
export function authorize(
  draft: Draft,
  id: string,
  inputs: readonly RuleInput[],
  tags: Tagged['tags'] = {},
): readonly SecurityGroupRule[] {
  const group = get(draft, 'securityGroups', id);
  const added: SecurityGroupRule[] = [];
  for (const input of inputs.map(canonical)) {
    if (input.peer.kind === 'group') get(draft, 'securityGroups', input.peer.groupId);
    if ([...group.rules, ...added].some((rule) => isSameRule(rule, input))) {
      throw new Ec2Error(
        'InvalidPermission.Duplicate',
        `the specified rule "${ruleText(input)}" already exists`,
      );
    }
    added.push(withId(draft, input, tags));
  }
  draft.set('securityGroups', { ...group, rules: [...group.rules, ...added] });
  return added;
}

/** Throws `InvalidPermission.NotFound` when the group lacks the rule. */
export function revoke(draft: Draft, id: string, inputs: readonly RuleInput[]): void {
  const group = get(draft, 'securityGroups', id);
  const ids = inputs.map(canonical).map((input) => {
    const rule = group.rules.find((candidate) => isSameRule(candidate, input));
    if (rule) return rule.id;
    throw new Ec2Error(
      'InvalidPermission.NotFound',
      'The specified rule does not exist in this security group.',
    );
  });
  revokeById(draft, id, ids);
}

export function revokeById(draft: Draft, id: string, ruleIds: readonly string[]): void {
  const group = get(draft, 'securityGroups', id);
  const unknown = ruleIds.find((ruleId) => !group.rules.some((rule) => rule.id === ruleId));
  if (unknown !== undefined) {
    throw new Ec2Error(
      'InvalidSecurityGroupRuleId.NotFound',
      `The security group rule ID '${unknown}' does not exist`,
    );
  }
  const rules = group.rules.filter((rule) => !ruleIds.includes(rule.id));
  draft.set('securityGroups', { ...group, rules });
}

export function findRule(
  ruleId: string,
  resources: Resources,
): { readonly group: SecurityGroup; readonly rule: SecurityGroupRule } | undefined {
  for (const group of resources.all('securityGroups')) {
    const rule = group.rules.find(({ id }) => id === ruleId);
    if (rule) return { group, rule };
  }
  return undefined;
}

/** Without names and descriptions: whether two rules allow the same. */
export function isSameRule(left: RuleInput, right: RuleInput): boolean {
  return ruleText(left) === ruleText(right) && left.direction === right.direction;
}

function canonical(input: RuleInput): RuleInput {
  const names: Readonly<Record<string, string>> = {
    '1': 'icmp',
    '6': 'tcp',
    '17': 'udp',
    all: '-1',
  };
  const lower = input.protocol.toLowerCase();
  const protocol = names[lower] ?? lower;
  const hasPorts = ['tcp', 'udp', 'icmp', 'icmpv6', '58'].includes(protocol);
  const { fromPort, toPort } = hasPorts ? input : everything;
  if ((protocol === 'tcp' || protocol === 'udp') && !isPortRange(fromPort, toPort)) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Invalid value for portRange. Must specify both from and to ports with TCP/UDP. (from: ${fromPort}, to: ${toPort})`,
    );
  }
  const peer: RulePeer =
    input.peer.kind === 'cidr'
      ? { kind: 'cidr', cidr: readCidr(input.peer.cidr, 'cidrIp') }
      : input.peer;
  return { ...input, protocol, fromPort, toPort, peer };
}

function isPortRange(from: number, to: number): boolean {
  return from >= 0 && to >= from && to <= 65535;
}

function withId(draft: Draft, input: RuleInput, tags: Tagged['tags']): SecurityGroupRule {
  return { ...input, id: draft.newId('sgr'), tags };
}

function ruleText({ protocol, fromPort, toPort, peer }: RuleInput): string {
  const who = peer.kind === 'group' ? peer.groupId : peer.cidr;
  if (protocol === '-1') return `peer: ${who}, ALL, ALLOW`;
  return `peer: ${who}, ${protocol.toUpperCase()}, from port: ${fromPort}, to port: ${toPort}, ALLOW`;
}

function refersTo(group: SecurityGroup, id: string): boolean {
  return group.rules.some(({ peer }) => peer.kind === 'group' && peer.groupId === id);
}
