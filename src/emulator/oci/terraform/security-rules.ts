import type { Attributes, BlockSchema, Value } from '../../terraform/provider.ts';
import type { Body } from '../resources/kind.ts';
import type { Direction, SecurityRule, SecurityRules } from '../resources/security-rules.ts';
import {
  blocksOf,
  computed,
  defined,
  flag,
  flagOf,
  number,
  numberOf,
  required,
  text,
  textOf,
} from './attributes.ts';

/** A range of ports has its ends beside the source's, where the API has two ranges. */
const portOptions: BlockSchema = {
  max: 1,
  attributes: { min: number(), max: number() },
  blocks: {
    source_port_range: { max: 1, attributes: { min: number(required), max: number(required) } },
  },
};

/** What the provider has for an option without a code. */
const anyCode = -1;

/** A list without a block is one without rules in that direction, whatever it had. */
const rules = (side: 'source' | 'destination'): BlockSchema => ({
  unordered: true,
  attributes: {
    protocol: text(required),
    [side]: text(required),
    [`${side}_type`]: text(computed),
    stateless: flag(side === 'source' ? { default: false } : computed),
    description: text(computed),
  },
  blocks: {
    icmp_options: {
      max: 1,
      attributes: { type: number(required), code: number({ default: anyCode }) },
    },
    tcp_options: portOptions,
    udp_options: portOptions,
  },
});

/** The blocks of a security list. */
export const securityRuleBlocks = {
  ingress_security_rules: rules('source'),
  egress_security_rules: rules('destination'),
} as const satisfies Record<string, BlockSchema>;

export function securityRuleBodies(config: Attributes): Body {
  return {
    ingressSecurityRules: blocksOf(config, 'ingress_security_rules').map((rule) =>
      ruleBody(rule, 'source'),
    ),
    egressSecurityRules: blocksOf(config, 'egress_security_rules').map((rule) =>
      ruleBody(rule, 'destination'),
    ),
  };
}

function ruleBody(rule: Attributes, side: 'source' | 'destination'): Body {
  const [icmp] = blocksOf(rule, 'icmp_options');
  return {
    protocol: textOf(rule, 'protocol'),
    [side]: textOf(rule, side),
    [`${side}Type`]: textOf(rule, `${side}_type`),
    isStateless: flagOf(rule, 'stateless'),
    description: textOf(rule, 'description'),
    icmpOptions: icmp && icmpBody(icmp),
    tcpOptions: portsBody(blocksOf(rule, 'tcp_options')[0]),
    udpOptions: portsBody(blocksOf(rule, 'udp_options')[0]),
  };
}

function icmpBody(options: Attributes): Body {
  const code = numberOf(options, 'code');
  return { type: numberOf(options, 'type'), ...(code !== anyCode && { code }) };
}

function portsBody(options: Attributes | undefined): Body | undefined {
  if (!options) return undefined;
  const [source] = blocksOf(options, 'source_port_range');
  const range = (from: Attributes): Body => ({
    min: numberOf(from, 'min'),
    max: numberOf(from, 'max'),
  });
  return {
    ...(numberOf(options, 'min') !== undefined && { destinationPortRange: range(options) }),
    ...(source && { sourcePortRange: range(source) }),
  };
}

export function securityRuleAttributes(properties: SecurityRules): Readonly<Record<string, Value>> {
  return {
    ingress_security_rules: properties.ingressSecurityRules.map((rule) =>
      ruleAttributes(rule, 'ingress'),
    ),
    egress_security_rules: properties.egressSecurityRules.map((rule) =>
      ruleAttributes(rule, 'egress'),
    ),
  };
}

function ruleAttributes(rule: SecurityRule, direction: Direction): Attributes {
  const side = direction === 'ingress' ? 'source' : 'destination';
  const { ports, icmp, protocol } = rule;
  const options: Attributes[] = ports
    ? [
        {
          ...ports.destination,
          source_port_range: ports.source ? [{ ...ports.source }] : [],
        },
      ]
    : [];
  return defined({
    protocol,
    [side]: rule.peer,
    [`${side}_type`]: 'CIDR_BLOCK',
    stateless: rule.isStateless,
    description: rule.description,
    icmp_options: icmp ? [{ code: anyCode, ...icmp }] : [],
    tcp_options: protocol === '6' ? options : [],
    udp_options: protocol === '17' ? options : [],
  });
}
