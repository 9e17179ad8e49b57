import { internetNode } from '../../cloud.ts';
import type { CloudFabric } from '../../cloud.ts';
import { tunnelTimers } from '../../common/timers.ts';
import type { FabricLink, RouterNode, Tunnel } from '../../fabric/fabric.ts';
import type { Resource } from '../resources/store.ts';
import type { Layout, RouterPlace } from './layout.ts';
import { gatewayToInternet } from './layout.ts';
import { hop, routerEnd } from '../../common/router-links.ts';
import { tunnelName } from './names.ts';
import { espProposals, ikeProposals } from './proposals.ts';
import { dpdTimeout } from './timers.ts';

type Gateway = Resource<'vpnGateways'>;

/** An HA VPN gateway: where IPsec ends, on its own external addresses, beside the network and not in it. */
export function gatewayNode(gateway: Gateway, { names }: Layout): RouterNode {
  return {
    kind: 'router',
    name: names.gateway(gateway),
    label: `HA VPN gateway ${gateway.name}`,
    loopbacks: addressesOf(gateway),
    routes: [{ to: '0.0.0.0/0', via: [hop(gatewayToInternet, internetNode, names)] }],
    transparentTtl: { decrementBetween: [] },
    tables: [],
  };
}

export function gatewayLink(gateway: Gateway, layout: Layout): FabricLink {
  const { names } = layout;
  const node = names.gateway(gateway);
  return {
    name: `${node}--${internetNode}`,
    ends: [
      routerEnd({ node, device: gatewayToInternet }, names),
      routerEnd({ node: internetNode, device: internetDevice(gateway, layout) }, names),
    ],
  };
}

export function gatewayAnnouncements(
  gateway: Gateway,
  layout: Layout,
): CloudFabric['announcements'] {
  const device = internetDevice(gateway, layout);
  return addressesOf(gateway).map((address) => ({ address, device }));
}

/** A tunnel each for the VPN tunnels of a Cloud Router: IPsec ends in the gateway, its inside is the router's. */
export function routerTunnels(place: RouterPlace, layout: Layout): readonly Tunnel[] {
  const { names, timers } = layout;
  return place.tunnels.flatMap(({ resource, gateway, device }): readonly Tunnel[] => {
    const { properties } = resource;
    const localAddress = gateway.properties.addresses[properties.vpnGatewayInterface];
    if (localAddress === undefined) return [];
    const outer = names.gateway(gateway);
    return [
      {
        name: tunnelName(resource),
        outer,
        outerDevice: names.device(outer, `t-${resource.name}`, resource.path),
        localAddress,
        remoteAddress: properties.peer.address,
        // A peer must name itself by the address that Google knows it by:
        // https://cloud.google.com/network-connectivity/docs/vpn/concepts/classic-topologies#1-to-1-nat
        remoteId: properties.peer.address,
        inner: place.node,
        innerDevice: device,
        presharedKey: properties.sharedSecret,
        role: 'both',
        ikeProposals,
        espProposals,
        localSelectors: ['0.0.0.0/0'],
        remoteSelectors: ['0.0.0.0/0'],
        timers: tunnelTimers(timers, dpdTimeout),
      },
    ];
  });
}

function addressesOf(gateway: Gateway): readonly string[] {
  return gateway.properties.addresses.filter((address) => address !== undefined);
}

function internetDevice(gateway: Gateway, { names }: Layout): string {
  return names.device(internetNode, `gv-${gateway.name}`, gateway.path);
}
