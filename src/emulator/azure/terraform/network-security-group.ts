import { isDeepStrictEqual } from 'node:util';
import type { Attributes } from '../../terraform/provider.ts';
import type { SecurityRuleProperties } from '../resources/security-rule.ts';
import type { ArmResource } from './arm-resource.ts';
import {
  armId,
  blocksOf,
  defined,
  fixed,
  given,
  number,
  numberOf,
  regional,
  required,
  set,
  text,
  textOf,
  textsOf,
  timeouts,
} from './attributes.ts';

const ruleAttributes = {
  description: text(),
  protocol: text(required),
  access: text(required),
  direction: text(required),
  priority: number(required),
  source_port_range: text(),
  source_port_ranges: set(),
  destination_port_range: text(),
  destination_port_ranges: set(),
  source_address_prefix: text(),
  source_address_prefixes: set(),
  destination_address_prefix: text(),
  destination_address_prefixes: set(),
};

export const networkSecurityGroup: ArmResource<'networkSecurityGroups'> = {
  kind: 'networkSecurityGroups',
  schema: {
    attributes: regional,
    blocks: {
      ...timeouts,
      security_rule: {
        computed: true,
        unordered: true,
        attributes: { name: text(required), ...ruleAttributes },
      },
    },
  },
  path: (config) => `/providers/Microsoft.Network/networkSecurityGroups/${textOf(config, 'name')}`,
  body(config, before) {
    const rules = blocksOf(config, 'security_rule');
    const shown = before?.shown['properties'] as { securityRules?: unknown } | undefined;
    const unchanged = before && isDeepStrictEqual(rules, blocksOf(before.state, 'security_rule'));
    return {
      properties: {
        securityRules: unchanged
          ? shown?.securityRules
          : rules.map((rule) => ({ name: textOf(rule, 'name'), properties: ruleBody(rule) })),
      },
    };
  },
  attributes(group, { previous, resources }) {
    // Rules that are resources of their own are not shown here.
    if (blocksOf(previous, 'security_rule').length === 0) return { security_rule: [] };
    return {
      security_rule: resources
        .inside('securityRules', group.id)
        .map(({ name, properties }) => defined({ name, ...ruleShown(properties) })),
    };
  },
};

export const networkSecurityRule: ArmResource<'securityRules'> = {
  kind: 'securityRules',
  schema: {
    attributes: {
      id: armId(given),
      name: text(fixed),
      resource_group_name: text(fixed),
      network_security_group_name: text(fixed),
      ...ruleAttributes,
    },
    blocks: timeouts,
  },
  path: (config) =>
    `/providers/Microsoft.Network/networkSecurityGroups/${textOf(config, 'network_security_group_name')}/securityRules/${textOf(config, 'name')}`,
  body: (config) => ({ properties: ruleBody(config) }),
  attributes: ({ properties }) => ruleShown(properties),
};

function ruleBody(rule: Attributes) {
  return {
    description: textOf(rule, 'description'),
    protocol: textOf(rule, 'protocol'),
    access: textOf(rule, 'access'),
    direction: textOf(rule, 'direction'),
    priority: numberOf(rule, 'priority'),
    sourcePortRange: textOf(rule, 'source_port_range'),
    sourcePortRanges: textsOf(rule, 'source_port_ranges') ?? [],
    destinationPortRange: textOf(rule, 'destination_port_range'),
    destinationPortRanges: textsOf(rule, 'destination_port_ranges') ?? [],
    sourceAddressPrefix: textOf(rule, 'source_address_prefix'),
    sourceAddressPrefixes: textsOf(rule, 'source_address_prefixes') ?? [],
    destinationAddressPrefix: textOf(rule, 'destination_address_prefix'),
    destinationAddressPrefixes: textsOf(rule, 'destination_address_prefixes') ?? [],
  };
}

function ruleShown(rule: SecurityRuleProperties) {
  return {
    description: rule.description,
    protocol: rule.protocol,
    access: rule.access,
    direction: rule.direction,
    priority: rule.priority,
    ...oneOrMany('source_port_range', 's', rule.sourcePortRanges),
    ...oneOrMany('destination_port_range', 's', rule.destinationPortRanges),
    ...oneOrMany('source_address_prefix', 'es', rule.sourceAddressPrefixes),
    ...oneOrMany('destination_address_prefix', 'es', rule.destinationAddressPrefixes),
  };
}

function oneOrMany(name: string, plural: string, values: readonly string[]) {
  const alone = values.length === 1;
  return {
    [name]: alone ? values[0] : undefined,
    [`${name}${plural}`]: alone ? undefined : values.toSorted(),
  };
}
