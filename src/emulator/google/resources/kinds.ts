import { address } from './address.ts';
import type { AddressProperties } from './address.ts';
import { disk } from './disk.ts';
import type { DiskProperties } from './disk.ts';
import { externalVpnGateway } from './external-vpn-gateway.ts';
import type { ExternalVpnGatewayProperties } from './external-vpn-gateway.ts';
import { firewall } from './firewall.ts';
import type { FirewallProperties } from './firewall.ts';
import { instance } from './instance.ts';
import type { InstanceProperties } from './instance.ts';
import type { Kind } from './kind.ts';
import { network } from './network.ts';
import type { NetworkProperties } from './network.ts';
import { route } from './route.ts';
import type { RouteProperties } from './route.ts';
import { router } from './router.ts';
import type { RouterProperties } from './router.ts';
import { subnetwork } from './subnetwork.ts';
import type { SubnetworkProperties } from './subnetwork.ts';
import { vpnGateway } from './vpn-gateway.ts';
import type { VpnGatewayProperties } from './vpn-gateway.ts';
import { vpnTunnel } from './vpn-tunnel.ts';
import type { VpnTunnelProperties } from './vpn-tunnel.ts';

/** By the name of their collection in the API. */
export interface Properties {
  readonly networks: NetworkProperties;
  readonly subnetworks: SubnetworkProperties;
  readonly firewalls: FirewallProperties;
  readonly routes: RouteProperties;
  readonly addresses: AddressProperties;
  readonly disks: DiskProperties;
  readonly instances: InstanceProperties;
  readonly vpnGateways: VpnGatewayProperties;
  readonly externalVpnGateways: ExternalVpnGatewayProperties;
  readonly vpnTunnels: VpnTunnelProperties;
  readonly routers: RouterProperties;
}

export type KindName = keyof Properties;

export const kinds: { readonly [K in KindName]: Kind<K> } = {
  networks: network,
  subnetworks: subnetwork,
  firewalls: firewall,
  routes: route,
  addresses: address,
  disks: disk,
  instances: instance,
  vpnGateways: vpnGateway,
  externalVpnGateways: externalVpnGateway,
  vpnTunnels: vpnTunnel,
  routers: router,
};

export function isKindName(text: string): text is KindName {
  return Object.hasOwn(kinds, text);
}

/** A kind by a name that is known only at run time. */
export function kindNamed<K extends KindName>(name: K): Kind<K> {
  return kinds[name];
}
