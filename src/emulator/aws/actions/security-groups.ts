import { Ec2Error, notFound } from '../query/error.ts';
import type { Tags } from '../query/filters.ts';
import type { Parameters } from '../query/parameters.ts';
import type { Xml, XmlObject } from '../query/xml.ts';
import type { RuleInput, SecurityGroup, SecurityGroupRule } from '../resources/security-group.ts';
import {
  authorize,
  createSecurityGroup,
  deleteSecurityGroup,
  revoke,
  revokeById,
} from '../resources/security-group.ts';
import type { Resources } from '../resources/store.ts';
import { defaultVpc } from '../resources/vpc-blocks.ts';
import type { Action, ActionRequest, Actions } from './action.ts';
import { describe, done, tagSet, tagsFor } from './action.ts';

type Direction = RuleInput['direction'];

function showGroup({ resources }: ActionRequest): (group: SecurityGroup) => XmlObject {
  return (group) => ({
    groupId: group.id,
    groupName: group.name,
    groupDescription: group.description,
    ownerId: resources.accountId,
    vpcId: group.vpcId,
    securityGroupArn: `arn:aws:ec2:${resources.region}:${resources.accountId}:security-group/${group.id}`,
    ipPermissions: permissions(group, 'ingress', resources),
    ipPermissionsEgress: permissions(group, 'egress', resources),
    tagSet: tagSet(group.tags),
  });
}

/** Rules of the same protocol and ports are one permission. */
function permissions(group: SecurityGroup, direction: Direction, resources: Resources): Xml {
  const rules = group.rules.filter((rule) => rule.direction === direction);
  const together = Map.groupBy(
    rules,
    ({ protocol, fromPort, toPort }) => `${protocol} ${fromPort} ${toPort}`,
  );
  return [...together.values()].map(([first, ...others]) => {
    const all = first ? [first, ...others] : [];
    return {
      ipProtocol: first?.protocol ?? '-1',
      ...ports(first),
      groups: all.flatMap(({ peer, description }) =>
        peer.kind === 'group'
          ? [{ groupId: peer.groupId, userId: resources.accountId, description }]
          : [],
      ),
      ipRanges: all.flatMap(({ peer, description }) =>
        peer.kind === 'cidr' ? [{ cidrIp: peer.cidr, description }] : [],
      ),
      ipv6Ranges: all.flatMap(({ peer, description }) =>
        peer.kind === 'cidr6' ? [{ cidrIpv6: peer.cidr, description }] : [],
      ),
      prefixListIds: [],
    };
  });
}

function ports(rule: SecurityGroupRule | undefined): XmlObject {
  if (!rule || rule.protocol === '-1') return {};
  return { fromPort: rule.fromPort, toPort: rule.toPort };
}

function showRule(group: SecurityGroup, rule: SecurityGroupRule, resources: Resources): XmlObject {
  const { peer } = rule;
  return {
    securityGroupRuleId: rule.id,
    groupId: group.id,
    groupOwnerId: resources.accountId,
    isEgress: rule.direction === 'egress',
    ipProtocol: rule.protocol,
    fromPort: rule.fromPort,
    toPort: rule.toPort,
    cidrIpv4: peer.kind === 'cidr' ? peer.cidr : undefined,
    cidrIpv6: peer.kind === 'cidr6' ? peer.cidr : undefined,
    referencedGroupInfo:
      peer.kind === 'group'
        ? { groupId: peer.groupId, userId: resources.accountId, vpcId: group.vpcId }
        : undefined,
    description: rule.description,
    tagSet: tagSet(rule.tags),
  };
}

function groupIdOf(parameters: Parameters, resources: Resources): string {
  const id = parameters.text('GroupId');
  if (id !== undefined) return id;
  const name = parameters.text('GroupName');
  if (name === undefined) {
    throw new Ec2Error(
      'MissingParameter',
      'The request must contain the parameter groupName or groupId',
    );
  }
  const vpc = defaultVpc(resources);
  const group = resources
    .all('securityGroups')
    .find((it) => it.name === name && it.vpcId === vpc?.id);
  if (group) return group.id;
  throw new Ec2Error(
    'InvalidGroup.NotFound',
    `The security group '${name}' does not exist in default VPC '${vpc?.id ?? 'null'}'`,
  );
}

/** `IpPermissions`, or the older parameters of one rule. */
function readRules(parameters: Parameters, direction: Direction): readonly RuleInput[] {
  const permissions = parameters.structures('IpPermissions');
  if (permissions.length > 0) {
    return permissions.flatMap((permission) => readPermission(permission, direction));
  }
  const cidr = parameters.text('CidrIp');
  const groupId = parameters.text('SourceSecurityGroupId');
  if (cidr === undefined && groupId === undefined) {
    throw new Ec2Error('MissingParameter', 'The request must contain the parameter ipPermissions');
  }
  return [
    {
      ...readProtocol(parameters, direction),
      peer: cidr === undefined ? { kind: 'group', groupId: groupId ?? '' } : { kind: 'cidr', cidr },
    },
  ];
}

function readProtocol(parameters: Parameters, direction: Direction) {
  return {
    direction,
    protocol: parameters.required('IpProtocol'),
    fromPort: parameters.number('FromPort') ?? -1,
    toPort: parameters.number('ToPort') ?? -1,
  };
}

function readPermission(permission: Parameters, direction: Direction): readonly RuleInput[] {
  const rule = readProtocol(permission, direction);
  return [
    ...permission.structures('IpRanges').map((range): RuleInput => ({
      ...rule,
      peer: { kind: 'cidr', cidr: range.required('CidrIp') },
      description: range.text('Description'),
    })),
    ...permission.structures('Ipv6Ranges').map((range): RuleInput => ({
      ...rule,
      peer: { kind: 'cidr6', cidr: range.required('CidrIpv6') },
      description: range.text('Description'),
    })),
    ...permission.structures('Groups').map((group): RuleInput => ({
      ...rule,
      peer: { kind: 'group', groupId: group.required('GroupId') },
      description: group.text('Description'),
    })),
  ];
}

function authorizing(direction: Direction): Action {
  return (request) => {
    const { parameters } = request;
    const id = groupIdOf(parameters, request.resources);
    const rules = request.change((draft) =>
      authorize(
        draft,
        id,
        readRules(parameters, direction),
        tagsFor(parameters, 'security-group-rule'),
      ),
    );
    const group = request.resources.find('securityGroups', id);
    return {
      ...done,
      securityGroupRuleSet: group
        ? rules.map((rule) => showRule(group, rule, request.resources))
        : [],
    };
  };
}

function revoking(direction: Direction): Action {
  return ({ parameters, change, resources }) => {
    const id = groupIdOf(parameters, resources);
    const ruleIds = parameters.texts('SecurityGroupRuleId');
    change((draft) => {
      if (ruleIds.length > 0) revokeById(draft, id, ruleIds);
      else revoke(draft, id, readRules(parameters, direction));
    });
    return { ...done, unknownIpPermissionSet: [] };
  };
}

interface ListedRule {
  readonly id: string;
  readonly group: SecurityGroup;
  readonly rule: SecurityGroupRule;
  readonly tags: Tags;
}

export const securityGroupActions: Actions = {
  CreateSecurityGroup({ parameters, change }) {
    const group = change((draft) =>
      createSecurityGroup(draft, {
        vpcId: parameters.text('VpcId'),
        name: parameters.required('GroupName'),
        description: parameters.required('GroupDescription'),
        tags: tagsFor(parameters, 'security-group'),
      }),
    );
    return { ...done, groupId: group.id, tagSet: tagSet(group.tags) };
  },
  DeleteSecurityGroup({ parameters, change, resources }) {
    const groupId = groupIdOf(parameters, resources);
    change((draft) => deleteSecurityGroup(draft, groupId));
    return { ...done, groupId };
  },
  DescribeSecurityGroups(request) {
    const names = request.parameters.texts('GroupName');
    const known = request.resources.all('securityGroups');
    const unknown = names.find((name) => !known.some((group) => group.name === name));
    if (unknown !== undefined) throw notFound('sg', unknown);
    return describe<SecurityGroup>({
      set: 'securityGroupInfo',
      ids: { parameter: 'GroupId', prefix: 'sg' },
      all: () => known.filter(({ name }) => names.length === 0 || names.includes(name)),
      filters: () => ({
        description: (group) => [group.description],
        'group-id': (group) => [group.id],
        'group-name': (group) => [group.name],
        'vpc-id': (group) => [group.vpcId],
        ...Object.fromEntries(
          (['ingress', 'egress'] as const).flatMap((direction) => {
            const start = direction === 'egress' ? 'egress.ip-permission' : 'ip-permission';
            const of = (group: SecurityGroup) =>
              group.rules.filter((rule) => rule.direction === direction);
            return Object.entries({
              cidr: (group: SecurityGroup) =>
                of(group).map(({ peer }) => (peer.kind === 'cidr' ? peer.cidr : undefined)),
              'from-port': (group: SecurityGroup) => of(group).map((rule) => String(rule.fromPort)),
              'to-port': (group: SecurityGroup) => of(group).map((rule) => String(rule.toPort)),
              protocol: (group: SecurityGroup) => of(group).map((rule) => rule.protocol),
              'group-id': (group: SecurityGroup) =>
                of(group).map(({ peer }) => (peer.kind === 'group' ? peer.groupId : undefined)),
            }).map(([name, read]) => [`${start}.${name}`, read]);
          }),
        ),
      }),
      show: showGroup,
    })(request);
  },
  DescribeSecurityGroupRules: describe<ListedRule>({
    set: 'securityGroupRuleSet',
    ids: { parameter: 'SecurityGroupRuleId', prefix: 'sgr' },
    all: ({ resources }) =>
      resources
        .all('securityGroups')
        .flatMap((group) =>
          group.rules.map((rule) => ({ id: rule.id, group, rule, tags: rule.tags })),
        ),
    filters: () => ({
      'group-id': ({ group }) => [group.id],
      'security-group-rule-id': ({ id }) => [id],
    }),
    show:
      ({ resources }) =>
      ({ group, rule }) =>
        showRule(group, rule, resources),
  }),
  AuthorizeSecurityGroupIngress: authorizing('ingress'),
  AuthorizeSecurityGroupEgress: authorizing('egress'),
  RevokeSecurityGroupIngress: revoking('ingress'),
  RevokeSecurityGroupEgress: revoking('egress'),
};
