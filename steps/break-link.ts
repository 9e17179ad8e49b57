import type {
  Connection,
  Handle,
  Handles,
  LocalNetworkGateway,
  Machine,
  Network,
  NetworkSecurityGroup,
  Ref,
  Router,
  RouteTable,
  SecurityGroup,
  VirtualCircuit,
  VirtualNetworkGateway,
  VpnConnection,
} from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import type { BreakTunnel, TunnelBroken } from './links/aws-tunnel.ts';
import type { BreakInstance, InstanceBroken } from './links/gateway-instance.ts';
import type { BgpPeerBroken, BreakBgpPeer } from './links/bgp-peer.ts';
import type { BreakByDeleting, ConnectionDeleted } from './links/deleted-connection.ts';
import { linkOf, type BreakLinkResult, type BreakParameters } from './links/index.ts';
import type { BreakInterface, BreakIpsec, InterfaceBroken, IpsecBroken } from './links/machine.ts';
import type { BreakPeeringAddress, PeeringAddressBroken } from './links/peering-address.ts';
import type { BreakPropagation, PropagationBroken } from './links/propagation.ts';
import type { BreakRoute, RouteBroken } from './links/route.ts';
import type { BreakRule, RuleBroken } from './links/rule.ts';
import type { BreakSharedKey, SharedKeyBroken } from './links/shared-key.ts';
import type { BreakSourceDestCheck, SourceDestCheckBroken } from './links/source-dest-check.ts';
import type { BreakVirtualCircuit, VirtualCircuitBroken } from './links/virtual-circuit.ts';

export type { BreakLinkResult } from './links/index.ts';

/**
 * Makes something between two networks fail. {@link repairLink} undoes it.
 *
 * @example
 * ```ts
 * const failure = step(breakLink(lng1, { peeringAddress: '10.4.0.253', behindTerraform: true }));
 * step(repairLink(failure));
 *
 * breakLink(lng1, {
 *   peeringAddress: '10.4.0.253',
 *   stack,
 *   props: (lng1PeeringAddress) => ({ lng1PeeringAddress }),
 * });
 * breakLink(vpn, { sourceDestCheck: 'on' });
 * breakLink(vpn, { ipsec: 'azure' });
 * breakLink(router, { interface: 'eth1' });
 * breakLink(azureToAws, { sharedKey: 'wrong' });
 * breakLink(routeTable, { route: '10.3.0.0/24' });
 * breakLink(routeTable, { propagation: vpnGateway });
 * breakLink(group, { rule: { protocol: 'udp', ports: [500, 4500], from: gateway } });
 * breakLink(awsToAzure, { tunnel: '169.254.21.0/30' });
 * breakLink(gateway, { instance: 0 });
 * breakLink(cloudRouter, { bgpPeer: 'azvpngw0' });
 * breakLink(azureToAws, { delete: true });
 * breakLink(interconnect, { deactivate: true });
 * ```
 */
export function breakLink<Props extends object, H extends Handles>(
  gateway: Ref<LocalNetworkGateway>,
  parameters: BreakPeeringAddress<Props, H>,
): Step<PeeringAddressBroken>;
export function breakLink(
  machine: Ref<Machine>,
  parameters: BreakSourceDestCheck,
): Step<SourceDestCheckBroken>;
export function breakLink(machine: Ref<Machine>, parameters: BreakIpsec): Step<IpsecBroken>;
export function breakLink(machine: Ref<Machine>, parameters: BreakInterface): Step<InterfaceBroken>;
export function breakLink(
  connection: Ref<Connection>,
  parameters: BreakSharedKey,
): Step<SharedKeyBroken>;
export function breakLink(table: Ref<RouteTable>, parameters: BreakRoute): Step<RouteBroken>;
export function breakLink(
  table: Ref<RouteTable>,
  parameters: BreakPropagation,
): Step<PropagationBroken>;
export function breakLink(
  guard: Ref<SecurityGroup> | Ref<NetworkSecurityGroup> | Ref<Network>,
  parameters: BreakRule,
): Step<RuleBroken>;
export function breakLink(
  connection: Ref<VpnConnection>,
  parameters: BreakTunnel,
): Step<TunnelBroken>;
export function breakLink(
  gateway: Ref<VirtualNetworkGateway>,
  parameters: BreakInstance,
): Step<InstanceBroken>;
export function breakLink(router: Ref<Router>, parameters: BreakBgpPeer): Step<BgpPeerBroken>;
export function breakLink(
  connection: Ref<Connection>,
  parameters: BreakByDeleting,
): Step<ConnectionDeleted>;
export function breakLink(
  circuit: Ref<VirtualCircuit>,
  parameters: BreakVirtualCircuit,
): Step<VirtualCircuitBroken>;
export function breakLink(handle: Ref<Handle>, parameters: object): Step<BreakLinkResult> {
  const given = parameters as BreakParameters;
  const link = linkOf(given);
  return {
    kind: 'breakLink',
    title: link.title(handle.ref, given),
    uses: [handle, ...(link.uses?.(given) ?? [])],
    run: (context) => link.break(context, handle.ref, given),
  };
}
