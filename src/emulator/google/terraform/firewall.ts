import type { Attributes } from '../../terraform/provider.ts';
import { selfLink } from '../compute/link.ts';
import type { ComputeType } from './compute-resource.ts';
import {
  blocksOf,
  common,
  computed,
  fixed,
  flag,
  flagOf,
  given,
  link,
  list,
  number,
  numberOf,
  required,
  set,
  settled,
  text,
  textOf,
  textsOf,
  timeouts,
} from './attributes.ts';

const protocols = {
  unordered: true,
  attributes: { protocol: text(required), ports: list() },
} as const;

export const firewall: ComputeType<'firewalls'> = {
  kind: 'firewalls',
  schema: {
    attributes: {
      ...common,
      network: link(fixed),
      description: text(),
      direction: text(settled),
      priority: number({ default: 1000 }),
      disabled: flag(),
      source_ranges: set(computed),
      source_tags: set(),
      source_service_accounts: set({ forceNew: true }),
      destination_ranges: set(computed),
      target_tags: set(),
      target_service_accounts: set({ forceNew: true }),
      creation_timestamp: text(given),
    },
    blocks: {
      ...timeouts,
      allow: protocols,
      deny: protocols,
      log_config: { max: 1, attributes: { metadata: text(required) } },
    },
  },
  body: (config) => ({
    network: textOf(config, 'network'),
    description: textOf(config, 'description') ?? null,
    direction: textOf(config, 'direction') ?? 'INGRESS',
    priority: numberOf(config, 'priority') ?? 1000,
    disabled: flagOf(config, 'disabled') ?? false,
    sourceRanges: textsOf(config, 'source_ranges'),
    sourceTags: textsOf(config, 'source_tags'),
    sourceServiceAccounts: textsOf(config, 'source_service_accounts'),
    destinationRanges: textsOf(config, 'destination_ranges'),
    targetTags: textsOf(config, 'target_tags'),
    targetServiceAccounts: textsOf(config, 'target_service_accounts'),
    allowed: protocolBodies(blocksOf(config, 'allow')),
    denied: protocolBodies(blocksOf(config, 'deny')),
    logConfig: { enable: blocksOf(config, 'log_config').length > 0 },
  }),
  attributes({ properties }, { previous }) {
    const blocks = properties.protocols.map(({ protocol, ports }) => ({
      protocol,
      ...(ports.length > 0 && { ports }),
    }));
    const some = (texts: readonly string[]) => (texts.length > 0 ? texts.toSorted() : undefined);
    return {
      network: selfLink(properties.network),
      description: properties.description,
      direction: properties.direction,
      priority: properties.priority,
      disabled:
        properties.disabled || flagOf(previous, 'disabled') !== undefined
          ? properties.disabled
          : undefined,
      source_ranges: properties.sourceRanges.toSorted(),
      source_tags: some(properties.sourceTags),
      destination_ranges: properties.destinationRanges.toSorted(),
      target_tags: some(properties.targetTags),
      allow: properties.action === 'allow' ? blocks : [],
      deny: properties.action === 'deny' ? blocks : [],
    };
  },
};

function protocolBodies(blocks: readonly Attributes[]) {
  if (blocks.length === 0) return null;
  return blocks.map((block) => ({
    IPProtocol: textOf(block, 'protocol'),
    ports: textsOf(block, 'ports'),
  }));
}
