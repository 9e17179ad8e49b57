import { isDeepStrictEqual } from 'node:util';
import type { Attributes, BlockSchema, Value } from '../../terraform/provider.ts';
import {
  authorize,
  createSecurityGroup,
  deleteSecurityGroup,
  isSameRule,
  revokeById,
} from '../resources/security-group.ts';
import type { RuleInput, SecurityGroupRule } from '../resources/security-group.ts';
import type { Draft } from '../resources/store.ts';
import { get } from '../resources/store.ts';
import type { AwsResource } from './aws-resource.ts';
import { arnOf, madeId } from './aws-resource.ts';
import {
  blocksOf,
  chosen,
  flag,
  flagOf,
  given,
  list,
  number,
  numberOf,
  required,
  set,
  tagged,
  tagsOf,
  text,
  textOf,
  textsOf,
  timeouts,
} from './attributes.ts';

type Direction = RuleInput['direction'];

const ruleBlock: BlockSchema = {
  unordered: true,
  computed: true,
  attributes: {
    description: text({ default: '' }),
    from_port: number(required),
    to_port: number(required),
    protocol: text(required),
    cidr_blocks: list({ default: [] }),
    ipv6_cidr_blocks: list({ default: [] }),
    prefix_list_ids: list({ default: [] }),
    security_groups: set({ default: [] }),
    self: flag({ default: false }),
  },
};

export const securityGroup: AwsResource = {
  kind: 'securityGroups',
  schema: {
    attributes: {
      ...tagged,
      name: text(chosen),
      name_prefix: text(chosen),
      description: text({ default: 'Managed by Terraform', forceNew: true }),
      vpc_id: text(chosen),
      revoke_rules_on_delete: flag({ default: false }),
      owner_id: text(given),
    },
    blocks: { ...timeouts('create', 'delete'), ingress: ruleBlock, egress: ruleBlock },
  },
  create(draft, config) {
    const name =
      textOf(config, 'name') ??
      madeId(textOf(config, 'name_prefix') ?? 'terraform', JSON.stringify(config));
    const { id } = createSecurityGroup(draft, {
      vpcId: textOf(config, 'vpc_id'),
      name,
      description: textOf(config, 'description') ?? 'Managed by Terraform',
      // Terraform takes away the rule that lets everything out: configurations say what may leave.
      rules: () => [],
      tags: tagsOf(config),
    });
    setRules(draft, id, 'ingress', config);
    setRules(draft, id, 'egress', config);
    return id;
  },
  read(resources, id, previous) {
    const found = resources.find('securityGroups', id);
    return (
      found && {
        arn: arnOf(resources, 'security-group', id),
        name: found.name,
        name_prefix: textOf(previous, 'name_prefix') ?? '',
        description: found.description,
        vpc_id: found.vpcId,
        owner_id: resources.accountId,
        ingress: ruleBlocks(found.rules, id, 'ingress', blocksOf(previous, 'ingress')),
        egress: ruleBlocks(found.rules, id, 'egress', blocksOf(previous, 'egress')),
      }
    );
  },
  update(draft, id, { config }) {
    setRules(draft, id, 'ingress', config);
    setRules(draft, id, 'egress', config);
  },
  delete(draft, id, state) {
    if (flagOf(state, 'revoke_rules_on_delete')) {
      const { rules } = get(draft, 'securityGroups', id);
      revokeById(
        draft,
        id,
        rules.map((rule) => rule.id),
      );
    }
    deleteSecurityGroup(draft, id);
  },
};

/** A group with blocks has exactly these rules; without, those that other resources make stay. */
function setRules(draft: Draft, id: string, direction: Direction, config: Attributes): void {
  const blocks = blocksOf(config, direction);
  if (blocks.length === 0) return;
  const wanted = blocks.flatMap((block) => rulesOfBlock(block, direction, id));
  const current = get(draft, 'securityGroups', id).rules.filter(
    (rule) => rule.direction === direction,
  );
  const gone = current.filter((rule) => !wanted.some((it) => isSameRule(it, rule)));
  revokeById(
    draft,
    id,
    gone.map((rule) => rule.id),
  );
  authorize(
    draft,
    id,
    wanted.filter((rule) => !current.some((it) => isSameRule(it, rule))),
  );
}

/** One rule a peer, as EC2 keeps them. */
export function rulesOfBlock(
  block: Attributes,
  direction: Direction,
  ownId: string,
): readonly RuleInput[] {
  const rule = {
    direction,
    protocol: textOf(block, 'protocol') ?? '-1',
    fromPort: numberOf(block, 'from_port') ?? -1,
    toPort: numberOf(block, 'to_port') ?? -1,
    description: textOf(block, 'description'),
  };
  const groups = [
    ...(textsOf(block, 'security_groups') ?? []),
    ...(flagOf(block, 'self') ? [ownId] : []),
  ];
  return [
    ...(textsOf(block, 'cidr_blocks') ?? []).map((cidr): RuleInput => ({
      ...rule,
      peer: { kind: 'cidr', cidr },
    })),
    ...(textsOf(block, 'ipv6_cidr_blocks') ?? []).map((cidr): RuleInput => ({
      ...rule,
      peer: { kind: 'cidr6', cidr },
    })),
    ...groups.map((groupId): RuleInput => ({ ...rule, peer: { kind: 'group', groupId } })),
  ];
}

/** Blocks as the configuration has them while they say what there is; otherwise one a rule. */
function ruleBlocks(
  rules: readonly SecurityGroupRule[],
  id: string,
  direction: Direction,
  previous: readonly Attributes[],
): Value {
  const current = rules.filter((rule) => rule.direction === direction);
  const said = previous.flatMap((block) => rulesOfBlock(block, direction, id));
  const key = ({ protocol, fromPort, toPort, peer }: RuleInput) =>
    JSON.stringify(protocol === '-1' ? [protocol, peer] : [protocol, fromPort, toPort, peer]);
  const keys = (list: readonly RuleInput[]) => list.map(key).sort();
  if (previous.length > 0 && isDeepStrictEqual(keys(said), keys(current))) return previous;
  return current.map((rule) => ({
    description: rule.description ?? '',
    from_port: rule.protocol === '-1' ? 0 : rule.fromPort,
    to_port: rule.protocol === '-1' ? 0 : rule.toPort,
    protocol: rule.protocol,
    cidr_blocks: rule.peer.kind === 'cidr' ? [rule.peer.cidr] : [],
    ipv6_cidr_blocks: rule.peer.kind === 'cidr6' ? [rule.peer.cidr] : [],
    prefix_list_ids: [],
    security_groups:
      rule.peer.kind === 'group' && rule.peer.groupId !== id ? [rule.peer.groupId] : [],
    self: rule.peer.kind === 'group' && rule.peer.groupId === id,
  }));
}
