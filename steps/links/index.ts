import { bgpPeer, type BgpPeerBroken, type BreakBgpPeer } from './bgp-peer.ts';
import {
  deletedConnection,
  type BreakByDeleting,
  type ConnectionDeleted,
} from './deleted-connection.ts';
import { tunnel, type BreakTunnel, type TunnelBroken } from './aws-tunnel.ts';
import { instance, type BreakInstance, type InstanceBroken } from './gateway-instance.ts';
import type { Link } from './link.ts';
import {
  ipsec,
  networkInterface,
  type BreakInterface,
  type BreakIpsec,
  type InterfaceBroken,
  type IpsecBroken,
} from './machine.ts';
import {
  peeringAddress,
  type BreakPeeringAddress,
  type PeeringAddressBroken,
} from './peering-address.ts';
import { propagation, type BreakPropagation, type PropagationBroken } from './propagation.ts';
import { route, type BreakRoute, type RouteBroken } from './route.ts';
import { rule, type BreakRule, type RuleBroken } from './rule.ts';
import { sharedKey, type BreakSharedKey, type SharedKeyBroken } from './shared-key.ts';
import {
  sourceDestCheck,
  type BreakSourceDestCheck,
  type SourceDestCheckBroken,
} from './source-dest-check.ts';
import {
  virtualCircuit,
  type BreakVirtualCircuit,
  type VirtualCircuitBroken,
} from './virtual-circuit.ts';
import type { Handles } from '../../src/lab/handle.ts';

/** What was broken, and all that its repair needs. It holds no secret. */
export type BreakLinkResult =
  | PeeringAddressBroken
  | SourceDestCheckBroken
  | SharedKeyBroken
  | RouteBroken
  | PropagationBroken
  | RuleBroken
  | InterfaceBroken
  | IpsecBroken
  | TunnelBroken
  | InstanceBroken
  | BgpPeerBroken
  | ConnectionDeleted
  | VirtualCircuitBroken;

/** A link is told by the one property that only its parameters have: its kind. */
interface ParametersByKind {
  readonly peeringAddress: BreakPeeringAddress<object, Handles>;
  readonly sourceDestCheck: BreakSourceDestCheck;
  readonly sharedKey: BreakSharedKey;
  readonly route: BreakRoute;
  readonly propagation: BreakPropagation;
  readonly rule: BreakRule;
  readonly interface: BreakInterface;
  readonly ipsec: BreakIpsec;
  readonly tunnel: BreakTunnel;
  readonly instance: BreakInstance;
  readonly bgpPeer: BreakBgpPeer;
  readonly delete: BreakByDeleting;
  readonly deactivate: BreakVirtualCircuit;
}

export type LinkKind = BreakLinkResult['kind'];
export type BreakParameters = ParametersByKind[LinkKind];

type Broken<Kind extends LinkKind> = Extract<BreakLinkResult, { readonly kind: Kind }>;

const links: { readonly [Kind in LinkKind]: Link<ParametersByKind[Kind], Broken<Kind>> } = {
  peeringAddress,
  sourceDestCheck,
  sharedKey,
  route,
  propagation,
  rule,
  interface: networkInterface,
  ipsec,
  tunnel,
  instance,
  bgpPeer,
  delete: deletedConnection,
  deactivate: virtualCircuit,
};

/** The link that parameters speak of. */
export function linkOf(parameters: BreakParameters): Link<BreakParameters, BreakLinkResult> {
  const kind = Object.keys(links).find((name) => name in parameters) as LinkKind;
  return links[kind];
}

/** The link that was broken; undefined when another version of this program has broken it. */
export function linkOfKind(kind: LinkKind): Link<BreakParameters, BreakLinkResult> | undefined {
  return links[kind];
}
