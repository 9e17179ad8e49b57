import { invalidField, missingParameter, notEmulated } from '../protocol/error.ts';
import type { Body } from './kind.ts';
import {
  bodiesIn,
  bodyIn,
  choiceIn,
  flagIn,
  isBody,
  numberWithin,
  present,
  readPrefix,
  requiredText,
  textIn,
} from './read.ts';

export interface SecurityRules {
  readonly ingressSecurityRules: readonly SecurityRule[];
  readonly egressSecurityRules: readonly SecurityRule[];
}

/** A rule lets packets pass; there are none that forbid. */
export interface SecurityRule {
  /** IANA number as text, or `all`. */
  readonly protocol: string;
  /** The other side: a source of ingress, a destination of egress. */
  readonly peer: string;
  readonly isStateless: boolean;
  readonly description?: string;
  readonly icmp?: { readonly type: number; readonly code?: number };
  /** Of TCP or UDP. */
  readonly ports?: { readonly source?: PortRange; readonly destination?: PortRange };
}

export interface PortRange {
  readonly min: number;
  readonly max: number;
}

export type Direction = 'ingress' | 'egress';

const [icmp, tcp, udp] = ['1', '6', '17'];

/**
 * SSH and the ICMP messages that TCP needs come in, everything goes out; no ping.
 * @see https://docs.oracle.com/iaas/Content/Network/Concepts/securitylists.htm#Default
 */
export function defaultSecurityRules(cidrBlocks: readonly string[]): SecurityRules {
  const open = { peer: '0.0.0.0/0', isStateless: false };
  return {
    ingressSecurityRules: [
      { ...open, protocol: '6', ports: { destination: { min: 22, max: 22 } } },
      { ...open, protocol: '1', icmp: { type: 3, code: 4 } },
      ...cidrBlocks.map((peer) => ({ ...open, peer, protocol: '1', icmp: { type: 3 } })),
    ],
    egressSecurityRules: [{ ...open, protocol: 'all' }],
  };
}

/** undefined when the body says nothing of that direction. */
export function rulesIn(body: Body, direction: Direction): readonly SecurityRule[] | undefined {
  return bodiesIn(body, `${direction}SecurityRules`)?.map((rule) => readRule(rule, direction));
}

function readRule(body: Body, direction: Direction): SecurityRule {
  const side = direction === 'ingress' ? 'source' : 'destination';
  const type = choiceIn(body, `${side}Type`, ['CIDR_BLOCK', 'SERVICE_CIDR_BLOCK']);
  if (type === 'SERVICE_CIDR_BLOCK') throw notEmulated('security rules for Oracle services');
  const protocol = requiredText(body, 'protocol');
  if (protocol !== 'all' && !/^\d{1,3}$/.test(protocol)) {
    throw invalidField('protocol', protocol, 'must be an IANA protocol number or all');
  }
  const description = textIn(body, 'description');
  const message = icmpIn(body, protocol);
  const ports = portsIn(body, protocol);
  return {
    protocol,
    peer: readPrefix(requiredText(body, side), side),
    isStateless: flagIn(body, 'isStateless') ?? false,
    ...(description !== undefined && { description }),
    ...(message && { icmp: message }),
    ...(ports && { ports }),
  };
}

function icmpIn(body: Body, protocol: string): SecurityRule['icmp'] {
  const options = bodyIn(body, 'icmpOptions');
  if (!options) return undefined;
  if (protocol !== icmp) throw invalidField('icmpOptions', options, 'only for protocol 1');
  const type = numberWithin(options, 'type', [0, 255]);
  const code = numberWithin(options, 'code', [0, 255]);
  if (type === undefined) throw missingParameter('icmpOptions.type');
  return { type, ...(code !== undefined && { code }) };
}

function portsIn(body: Body, protocol: string): SecurityRule['ports'] {
  for (const [field, number] of [
    ['tcpOptions', tcp],
    ['udpOptions', udp],
  ] as const) {
    const options = bodyIn(body, field);
    if (!options) continue;
    if (protocol !== number) throw invalidField(field, options, `only for protocol ${number}`);
    const source = rangeIn(options, 'sourcePortRange');
    const destination = rangeIn(options, 'destinationPortRange');
    return { ...(source && { source }), ...(destination && { destination }) };
  }
  return undefined;
}

function rangeIn(body: Body, field: string): PortRange | undefined {
  const range = body[field];
  if (!isBody(range)) return undefined;
  const [min, max] = (['min', 'max'] as const).map((end) => numberWithin(range, end, [1, 65_535]));
  if (min === undefined || max === undefined) throw missingParameter(`${field}.min and max`);
  if (min > max) throw invalidField(field, range, 'min is greater than max');
  return { min, max };
}

export function ruleView(rule: SecurityRule, direction: Direction): Body {
  const { protocol, peer, isStateless, description, icmp: icmpOptions, ports } = rule;
  const side = direction === 'ingress' ? 'source' : 'destination';
  const options = ports && {
    ...(ports.source && { sourcePortRange: ports.source }),
    ...(ports.destination && { destinationPortRange: ports.destination }),
  };
  return present({
    protocol,
    [side]: peer,
    [`${side}Type`]: 'CIDR_BLOCK',
    isStateless,
    description,
    icmpOptions,
    tcpOptions: protocol === tcp ? options : undefined,
    udpOptions: protocol === udp ? options : undefined,
  });
}
