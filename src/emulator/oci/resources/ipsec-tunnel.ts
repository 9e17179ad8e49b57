import { randomBytes } from 'node:crypto';
import { networkOf } from '../../net/prefix.ts';
import { invalidField, missingParameter, notEmulated } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { interfaceIn } from './interface-address.ts';
import type { Body } from './kind.ts';
import { bodyIn, choiceIn, numberWithin, textIn } from './read.ts';
import type { PhaseOne, PhaseTwo } from './ipsec-phases.ts';
import { phaseOneIn, phaseTwoIn } from './ipsec-phases.ts';

/** One of the two tunnels of a connection. */
export interface IpsecTunnel {
  readonly id: Ocid;
  readonly displayName: string;
  /** Oracle's public address; undefined only until it is given. */
  readonly vpnIp: string | undefined;
  readonly routing: 'BGP' | 'STATIC';
  readonly sharedSecret: string;
  /** Kept when the routing changes to STATIC: the interfaces may then still be used for tests. */
  readonly bgp: BgpConfig;
  readonly oracleCanInitiate: 'INITIATOR_OR_RESPONDER' | 'RESPONDER_ONLY';
  readonly natTranslationEnabled: 'ENABLED' | 'DISABLED' | 'AUTO';
  readonly dpdMode: 'INITIATE_AND_RESPOND' | 'RESPOND_ONLY';
  /** Seconds. */
  readonly dpdTimeoutInSec: number;
  readonly phaseOne: PhaseOne;
  readonly phaseTwo: PhaseTwo;
}

export interface BgpConfig {
  /** With a length: `169.254.21.1/30`. */
  readonly oracleInterfaceIp: string | undefined;
  readonly customerInterfaceIp: string | undefined;
  readonly customerBgpAsn: number | undefined;
}

/** A tunnel whose routing is BGP has all of them. */
export interface BgpSession {
  readonly oracleInterfaceIp: string;
  readonly customerInterfaceIp: string;
  readonly customerBgpAsn: number;
}

/**
 * A tunnel with what the body sets; what it leaves out stays, or is OCI's default. Throws {@link OciError}.
 * @see https://docs.oracle.com/iaas/api/#/en/iaas/latest/datatypes/CreateIPSecConnectionTunnelDetails
 */
export function tunnelIn(body: Body, before: TunnelBefore): IpsecTunnel {
  const { existing } = before;
  if (choiceIn(body, 'ikeVersion', ['V1', 'V2']) === 'V1') {
    throw notEmulated('tunnels of IKEv1: set ikeVersion to V2');
  }
  const routing = choiceIn(body, 'routing', ['BGP', 'STATIC', 'POLICY']);
  if (routing === 'POLICY') throw notEmulated('policy-based tunnels');
  if (textIn(body, 'oracleTunnelIp') !== undefined) {
    throw notEmulated('tunnels over a private virtual circuit (oracleTunnelIp)');
  }
  const dpd = bodyIn(body, 'dpdConfig') ?? {};
  const tunnel: IpsecTunnel = {
    id: before.id,
    displayName: textIn(body, 'displayName') ?? existing?.displayName ?? before.defaultName,
    vpnIp: existing?.vpnIp,
    routing: routing ?? existing?.routing ?? 'STATIC',
    sharedSecret: secretIn(body) ?? existing?.sharedSecret ?? freshSecret(),
    bgp: bgpIn(bodyIn(body, 'bgpSessionConfig') ?? {}, existing?.bgp),
    oracleCanInitiate:
      choiceIn(body, 'oracleInitiation', ['INITIATOR_OR_RESPONDER', 'RESPONDER_ONLY']) ??
      existing?.oracleCanInitiate ??
      'INITIATOR_OR_RESPONDER',
    natTranslationEnabled:
      choiceIn(body, 'natTranslationEnabled', ['ENABLED', 'DISABLED', 'AUTO']) ??
      existing?.natTranslationEnabled ??
      'AUTO',
    dpdMode:
      choiceIn(dpd, 'dpdMode', ['INITIATE_AND_RESPOND', 'RESPOND_ONLY']) ??
      existing?.dpdMode ??
      'INITIATE_AND_RESPOND',
    dpdTimeoutInSec:
      numberWithin(dpd, 'dpdTimeoutInSec', [2, 86_400]) ?? existing?.dpdTimeoutInSec ?? 20,
    phaseOne: phaseOneIn(bodyIn(body, 'phaseOneConfig'), existing?.phaseOne),
    phaseTwo: phaseTwoIn(bodyIn(body, 'phaseTwoConfig'), existing?.phaseTwo),
  };
  if (tunnel.routing === 'BGP') requireSession(tunnel);
  return tunnel;
}

export interface TunnelBefore {
  readonly id: Ocid;
  readonly defaultName: string;
  readonly existing: IpsecTunnel | undefined;
}

/** The session of a tunnel that has all that BGP needs, whatever its routing; undefined otherwise. */
export function sessionOf({ bgp }: IpsecTunnel): BgpSession | undefined {
  const { oracleInterfaceIp, customerInterfaceIp, customerBgpAsn } = bgp;
  if (!oracleInterfaceIp || !customerInterfaceIp || customerBgpAsn === undefined) return undefined;
  return { oracleInterfaceIp, customerInterfaceIp, customerBgpAsn };
}

const secretPattern = /^[A-Za-z0-9 ]+$/;

/** @see https://docs.oracle.com/iaas/api/#/en/iaas/latest/datatypes/CreateIPSecConnectionTunnelDetails: sharedSecret */
export function secretIn(body: Body): string | undefined {
  const secret = textIn(body, 'sharedSecret');
  if (secret === undefined || secretPattern.test(secret)) return secret;
  throw invalidField('sharedSecret', '(hidden)', 'only numbers, letters and spaces are allowed');
}

function freshSecret(): string {
  return randomBytes(48).toString('base64').replaceAll(/[+/]/g, 'x');
}

function bgpIn(body: Body, existing: BgpConfig | undefined): BgpConfig {
  const config = {
    oracleInterfaceIp: interfaceIn(body, 'oracleInterfaceIp') ?? existing?.oracleInterfaceIp,
    customerInterfaceIp: interfaceIn(body, 'customerInterfaceIp') ?? existing?.customerInterfaceIp,
    customerBgpAsn:
      numberWithin(body, 'customerBgpAsn', [1, 4_294_967_295]) ?? existing?.customerBgpAsn,
  };
  const { oracleInterfaceIp: oracle, customerInterfaceIp: customer } = config;
  if (oracle && customer && (networkOf(oracle) !== networkOf(customer) || oracle === customer)) {
    throw invalidField('customerInterfaceIp', customer, `must be the other address of ${oracle}`);
  }
  return config;
}

function requireSession({ bgp }: IpsecTunnel): void {
  const missing = (['oracleInterfaceIp', 'customerInterfaceIp', 'customerBgpAsn'] as const).find(
    (field) => bgp[field] === undefined,
  );
  if (missing) throw missingParameter(`bgpSessionConfig.${missing}`);
}
