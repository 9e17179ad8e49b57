import type { Attributes } from '../../terraform/provider.ts';
import type { RuleInput, RulePeer } from '../resources/security-group.ts';
import { authorize, findRule, isSameRule, revokeById } from '../resources/security-group.ts';
import { Ec2Error } from '../query/error.ts';
import type { Resources } from '../resources/store.ts';
import { get } from '../resources/store.ts';
import type { AwsResource } from './aws-resource.ts';
import { madeId } from './aws-resource.ts';
import {
  common,
  fixed,
  flag,
  forceNew,
  given,
  list,
  number,
  numberOf,
  tagged,
  tagsOf,
  text,
  textOf,
  timeouts,
} from './attributes.ts';
import { rulesOfBlock } from './security-group.ts';

/** `aws_security_group_rule`: one block of rules, possibly for several peers. */
export const securityGroupRule: AwsResource = {
  schema: {
    attributes: {
      ...common,
      type: text(fixed),
      security_group_id: text(fixed),
      protocol: text(fixed),
      from_port: number(fixed),
      to_port: number(fixed),
      cidr_blocks: list(forceNew),
      ipv6_cidr_blocks: list(forceNew),
      prefix_list_ids: list(forceNew),
      source_security_group_id: text({ computed: true, forceNew: true }),
      self: flag({ default: false, forceNew: true }),
      description: text(forceNew),
      security_group_rule_id: text(given),
    },
    blocks: timeouts('create'),
  },
  create(draft, config) {
    const id = textOf(config, 'security_group_id') ?? '';
    const rules = rulesOf(config);
    authorize(draft, id, rules);
    return madeId('sgrule', id, JSON.stringify(rules));
  },
  read(resources, _id, previous) {
    const found = presentIds(resources, previous);
    if (!found) return undefined;
    const [first, ...others] = found;
    return { security_group_rule_id: first && others.length === 0 ? first : '' };
  },
  delete(draft, _id, state) {
    revokeById(draft, textOf(state, 'security_group_id') ?? '', presentIds(draft, state) ?? []);
  },
};

function rulesOf(attributes: Attributes): readonly RuleInput[] {
  const direction = textOf(attributes, 'type') === 'egress' ? 'egress' : 'ingress';
  const source = textOf(attributes, 'source_security_group_id');
  const block = { ...attributes, security_groups: source === undefined ? [] : [source] };
  return rulesOfBlock(block, direction, textOf(attributes, 'security_group_id') ?? '');
}

/** Ids of the rules; undefined when not all are there. */
function presentIds(resources: Resources, attributes: Attributes): readonly string[] | undefined {
  const group = resources.find('securityGroups', textOf(attributes, 'security_group_id') ?? '');
  const ids = rulesOf(attributes).map(
    (wanted) => group?.rules.find((rule) => isSameRule(canonical(wanted), rule))?.id,
  );
  const present = ids.filter((id) => id !== undefined);
  return present.length === ids.length && present.length > 0 ? present : undefined;
}

function canonical(rule: RuleInput): RuleInput {
  const protocol = rule.protocol === 'all' ? '-1' : rule.protocol.toLowerCase();
  return protocol === '-1'
    ? { ...rule, protocol, fromPort: -1, toPort: -1 }
    : { ...rule, protocol };
}

/** `aws_vpc_security_group_ingress_rule` and `…_egress_rule`: one rule with an id of its own. */
export function vpcSecurityGroupRule(direction: RuleInput['direction']): AwsResource {
  return {
    schema: {
      attributes: {
        ...tagged,
        security_group_id: text(fixed),
        ip_protocol: text({
          required: true,
          normalize: (value) => (value === 'all' ? '-1' : value),
        }),
        from_port: number(),
        to_port: number(),
        cidr_ipv4: text(),
        cidr_ipv6: text(),
        prefix_list_id: text(),
        referenced_security_group_id: text(),
        description: text(),
        security_group_rule_id: text(given),
      },
    },
    create(draft, config) {
      const groupId = textOf(config, 'security_group_id') ?? '';
      const [rule] = authorize(draft, groupId, [ruleOf(config, direction)], tagsOf(config));
      return rule?.id ?? '';
    },
    read(resources, id, previous) {
      const found = findRule(id, resources);
      if (!found) return undefined;
      return {
        arn: `arn:aws:ec2:${resources.region}:${resources.accountId}:security-group-rule/${id}`,
        security_group_id: found.group.id,
        security_group_rule_id: id,
        tags_all: found.rule.tags,
        ...(Object.keys(found.rule.tags).length > 0 && { tags: found.rule.tags }),
        ip_protocol: textOf(previous, 'ip_protocol') ?? found.rule.protocol,
        ...(numberOf(previous, 'from_port') === undefined && found.rule.protocol === '-1'
          ? {}
          : { from_port: found.rule.fromPort, to_port: found.rule.toPort }),
      };
    },
    update(draft, id, { config }) {
      const found = findRule(id, draft);
      if (!found) return;
      const { group } = found;
      const others = group.rules.filter((rule) => rule.id !== id);
      draft.set('securityGroups', { ...group, rules: others });
      const [made] = authorize(draft, group.id, [ruleOf(config, direction)], tagsOf(config));
      const renamed = get(draft, 'securityGroups', group.id).rules.map((rule) =>
        rule.id === made?.id ? { ...rule, id } : rule,
      );
      draft.set('securityGroups', { ...group, rules: renamed });
    },
    delete(draft, id) {
      const found = findRule(id, draft);
      if (found) revokeById(draft, found.group.id, [id]);
    },
  };
}

function ruleOf(config: Attributes, direction: RuleInput['direction']): RuleInput {
  const protocol = textOf(config, 'ip_protocol') ?? '-1';
  return {
    direction,
    protocol,
    fromPort: numberOf(config, 'from_port') ?? -1,
    toPort: numberOf(config, 'to_port') ?? -1,
    peer: peerOf(config),
    description: textOf(config, 'description'),
  };
}

function peerOf(config: Attributes): RulePeer {
  const [cidr, cidr6, groupId] = [
    textOf(config, 'cidr_ipv4'),
    textOf(config, 'cidr_ipv6'),
    textOf(config, 'referenced_security_group_id'),
  ];
  if (cidr !== undefined) return { kind: 'cidr', cidr };
  if (cidr6 !== undefined) return { kind: 'cidr6', cidr: cidr6 };
  if (groupId !== undefined) return { kind: 'group', groupId };
  throw new Ec2Error(
    'MissingParameter',
    'The rule must have one of cidr_ipv4, cidr_ipv6, referenced_security_group_id.',
  );
}
