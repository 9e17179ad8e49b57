import { invalid, invalidField, notEmulated } from '../compute/error.ts';
import { selfLink } from '../compute/link.ts';
import type { Body } from './kind.ts';
import { defineKind, requiredLink } from './kind.ts';
import {
  bodiesIn,
  bodyIn,
  choiceIn,
  flagIn,
  numberWithin,
  present,
  readPrefix,
  requiredText,
  textIn,
  textsIn,
} from './read.ts';

export interface FirewallProperties {
  readonly network: string;
  readonly description?: string;
  readonly direction: 'INGRESS' | 'EGRESS';
  /** The lower number wins. */
  readonly priority: number;
  readonly action: 'allow' | 'deny';
  readonly protocols: readonly FirewallProtocol[];
  readonly sourceRanges: readonly string[];
  readonly sourceTags: readonly string[];
  readonly destinationRanges: readonly string[];
  /** Only instances with one of these; empty: all. */
  readonly targetTags: readonly string[];
  readonly disabled: boolean;
  readonly logged: boolean;
}

export interface FirewallProtocol {
  /** As it was given: `tcp`, `6`, `all`. */
  readonly protocol: string;
  /** `22`, `8000-8080` */
  readonly ports: readonly string[];
}

const serviceAccounts = ['sourceServiceAccounts', 'targetServiceAccounts'];

/** @see https://cloud.google.com/firewall/docs/firewalls */
export const firewall = defineKind<'firewalls'>({
  scope: 'global',
  noun: 'firewall',

  prepare(body, context) {
    const network = requiredLink(body, 'network', 'networks', context);
    const used = serviceAccounts.find((field) => textsIn(body, field).length > 0);
    if (used) throw notEmulated(`firewall rules by service account (${used})`);
    const direction = choiceIn(body, 'direction', ['INGRESS', 'EGRESS']) ?? 'INGRESS';
    const allowed = bodiesIn(body, 'allowed');
    const denied = bodiesIn(body, 'denied');
    if (allowed.length > 0 === denied.length > 0) {
      throw invalid('Exactly one of the fields allowed and denied must be specified.');
    }
    const sourceRanges = ranges(body, 'sourceRanges');
    const sourceTags = textsIn(body, 'sourceTags');
    const destinationRanges = ranges(body, 'destinationRanges');
    if (direction === 'EGRESS' && sourceTags.length > 0) {
      throw invalid('Source tags cannot be specified for EGRESS firewalls.');
    }
    const description = textIn(body, 'description');
    const everywhere = ['0.0.0.0/0'];
    return {
      network: network.path,
      ...(description !== undefined && { description }),
      direction,
      priority: numberWithin(body, 'priority', [0, 65_535]) ?? 1000,
      action: allowed.length > 0 ? 'allow' : 'deny',
      protocols: [...allowed, ...denied].map(readProtocol),
      sourceRanges:
        direction === 'INGRESS' && sourceRanges.length === 0 && sourceTags.length === 0
          ? everywhere
          : sourceRanges,
      sourceTags,
      destinationRanges:
        direction === 'EGRESS' && destinationRanges.length === 0 ? everywhere : destinationRanges,
      targetTags: textsIn(body, 'targetTags'),
      disabled: flagIn(body, 'disabled') ?? false,
      logged: flagIn(bodyIn(body, 'logConfig') ?? {}, 'enable') ?? false,
    };
  },

  view({ properties }): Body {
    const list = properties.protocols.map(({ protocol, ports }) => ({
      IPProtocol: protocol,
      ...(ports.length > 0 && { ports }),
    }));
    const some = (texts: readonly string[]) => (texts.length > 0 ? texts : undefined);
    return present({
      description: properties.description,
      network: selfLink(properties.network),
      priority: properties.priority,
      sourceRanges: some(properties.sourceRanges),
      sourceTags: some(properties.sourceTags),
      destinationRanges: some(properties.destinationRanges),
      targetTags: some(properties.targetTags),
      [properties.action === 'allow' ? 'allowed' : 'denied']: list,
      direction: properties.direction,
      logConfig: { enable: properties.logged },
      disabled: properties.disabled,
    });
  },
});

function ranges(body: Body, field: string): readonly string[] {
  return textsIn(body, field).map((text, index) => {
    if (text.includes(':')) throw notEmulated('IPv6 in firewall rules');
    return readPrefix(text, `resource.${field}[${index}]`);
  });
}

/** The numbers of the names that Google knows. */
const protocolNumbers = { icmp: 1, tcp: 6, udp: 17, esp: 50, ah: 51 } as const;
type ProtocolNumber = (typeof protocolNumbers)[keyof typeof protocolNumbers];

/** undefined: every protocol. */
export function protocolNumber(protocol: string): ProtocolNumber | undefined {
  const name = protocol.toLowerCase();
  return Object.entries(protocolNumbers).find(
    ([known, number]) => known === name || String(number) === name,
  )?.[1];
}

function readProtocol(body: Body): FirewallProtocol {
  const protocol = requiredText(body, 'IPProtocol').toLowerCase();
  const number = protocolNumber(protocol);
  if (protocol !== 'all' && number === undefined) {
    if (/^(sctp|ipip|\d{1,3})$/.test(protocol))
      throw notEmulated(`protocol ${protocol} in firewall rules`);
    throw invalidField('resource.allowed[0].IPProtocol', protocol, 'Unknown protocol.');
  }
  const ports = textsIn(body, 'ports');
  if (ports.length > 0 && number !== 6 && number !== 17) {
    throw invalidField(
      'resource.allowed[0].ports',
      ports,
      'Ports may only be specified for TCP, UDP and SCTP.',
    );
  }
  for (const port of ports) refuseBadPort(port);
  return { protocol, ports };
}

function refuseBadPort(text: string): void {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
  if (!match || to > 65_535 || from > to) {
    throw invalidField('resource.allowed[0].ports[0]', text, 'Must be a port or a range of ports.');
  }
}
