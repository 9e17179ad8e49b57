import { z } from 'zod';
import { badRequest } from '../arm/error.ts';
import { parentId, sameId } from '../arm/id.ts';
import { isAddress } from '../../net/address.ts';
import { isPrefix } from '../../net/prefix.ts';
import { defineKind } from './kind.ts';
import { parse, shape } from './shape.ts';

/** The wire's single and plural forms are kept as one list each. */
export interface SecurityRuleProperties {
  readonly description?: string | undefined;
  readonly protocol: 'Tcp' | 'Udp' | 'Icmp' | 'Esp' | 'Ah' | '*';
  readonly sourcePortRanges: readonly string[];
  readonly destinationPortRanges: readonly string[];
  readonly sourceAddressPrefixes: readonly string[];
  readonly destinationAddressPrefixes: readonly string[];
  readonly access: 'Allow' | 'Deny';
  readonly priority: number;
  readonly direction: 'Inbound' | 'Outbound';
}

const texts = z.array(z.string()).optional();
const protocols = ['Tcp', 'Udp', 'Icmp', 'Esp', 'Ah', '*'] as const;

const schema = shape({
  description: z.string().max(140).optional(),
  protocol: z.preprocess(
    (value) =>
      protocols.find((name) => name.toLowerCase() === String(value).toLowerCase()) ?? value,
    z.enum(protocols),
  ),
  sourcePortRange: z.string().optional(),
  destinationPortRange: z.string().optional(),
  sourcePortRanges: texts,
  destinationPortRanges: texts,
  sourceAddressPrefix: z.string().optional(),
  destinationAddressPrefix: z.string().optional(),
  sourceAddressPrefixes: texts,
  destinationAddressPrefixes: texts,
  access: z.enum(['Allow', 'Deny']),
  priority: z.number().int(),
  direction: z.enum(['Inbound', 'Outbound']),
});

/** Service tags that stand for networks of the emulated world. */
const serviceTags = ['*', 'Any', 'VirtualNetwork', 'Internet', 'AzureLoadBalancer'];

export const securityRuleKind = defineKind<'securityRules'>({
  type: 'Microsoft.Network/networkSecurityGroups/securityRules',
  parent: 'networkSecurityGroups',

  prepare(body, { id, name }) {
    const input = parse(schema, body['properties'], `security rule ${name}`);
    if (input.priority < 100 || input.priority > 4096) {
      throw badRequest(
        'SecurityRuleInvalidPriority',
        `Security rule has invalid Priority. Value provided: ${input.priority} Allowed range 100-4096. Rule: ${id}.`,
      );
    }
    const list = (many: readonly string[] | undefined, one: string | undefined) =>
      many !== undefined && many.length > 0 ? many : one === undefined ? [] : [one];
    const rule: SecurityRuleProperties = {
      description: input.description,
      protocol: input.protocol,
      sourcePortRanges: list(input.sourcePortRanges, input.sourcePortRange),
      destinationPortRanges: list(input.destinationPortRanges, input.destinationPortRange),
      sourceAddressPrefixes: list(input.sourceAddressPrefixes, input.sourceAddressPrefix),
      destinationAddressPrefixes: list(
        input.destinationAddressPrefixes,
        input.destinationAddressPrefix,
      ),
      access: input.access,
      priority: input.priority,
      direction: input.direction,
    };
    for (const text of [...rule.sourceAddressPrefixes, ...rule.destinationAddressPrefixes]) {
      refuseAddress(text, id);
    }
    for (const text of [...rule.sourcePortRanges, ...rule.destinationPortRanges]) {
      refusePorts(text, id);
    }
    for (const [property, values] of Object.entries(rule)) {
      if (!Array.isArray(values) || values.length > 0) continue;
      throw badRequest(
        'SecurityRuleParameterMissing',
        `Required security rule parameters are missing for security rule with Id: ${id}. Security rule must specify ${property}.`,
      );
    }
    return rule;
  },

  stored(rule, draft) {
    const twin = draft
      .inside('securityRules', parentId(rule.id))
      .find(
        (other) =>
          !sameId(other.id, rule.id) &&
          other.properties.direction === rule.properties.direction &&
          other.properties.priority === rule.properties.priority,
      );
    if (!twin) return;
    throw badRequest(
      'SecurityRuleConflict',
      `Security rule ${rule.name} conflicts with rule ${twin.name}. Rules cannot have the same Priority and Direction.`,
    );
  },

  view(rule) {
    const { properties } = rule;
    return {
      description: properties.description,
      protocol: properties.protocol,
      access: properties.access,
      priority: properties.priority,
      direction: properties.direction,
      ...oneOrMany('sourcePortRange', properties.sourcePortRanges),
      ...oneOrMany('destinationPortRange', properties.destinationPortRanges),
      ...oneOrMany('sourceAddressPrefix', properties.sourceAddressPrefixes, 'es'),
      ...oneOrMany('destinationAddressPrefix', properties.destinationAddressPrefixes, 'es'),
    };
  },
});

/** The wire's form of a list: `sourcePortRange: "22"` or `sourcePortRanges: ["22", "80"]`. */
export function oneOrMany(name: string, values: readonly string[], plural = 's'): object {
  return values.length === 1
    ? { [name]: values[0], [`${name}${plural}`]: [] }
    : { [`${name}${plural}`]: values };
}

function refuseAddress(text: string, id: string): void {
  if (serviceTags.some((tag) => tag.toLowerCase() === text.toLowerCase())) return;
  if ([isAddress, isPrefix].some((accepts) => accepts(text))) return;
  throw badRequest(
    'SecurityRuleInvalidAddressPrefix',
    `Security rule has invalid Address prefix. Value provided: ${text} for rule ${id}. The local cloud knows prefixes and the tags ${serviceTags.join(', ')}.`,
  );
}

function refusePorts(text: string, id: string): void {
  if (text === '*') return;
  const [from = NaN, to = from, ...rest] = text.split('-').map(Number);
  const valid =
    rest.length === 0 &&
    [from, to].every((port) => Number.isInteger(port) && port >= 0 && port <= 65535) &&
    from <= to;
  if (valid) return;
  throw badRequest(
    'SecurityRuleInvalidPortRange',
    `Security rule has invalid Port range. Value provided: ${text}. Value should be an integer OR integer range with '-' delimiter. Valid range 0-65535. Rule: ${id}.`,
  );
}
