import { ComputeExternalVpnGateway } from '@cdktf/provider-google/lib/compute-external-vpn-gateway/index.js';
import { ComputeHaVpnGateway } from '@cdktf/provider-google/lib/compute-ha-vpn-gateway/index.js';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router/index.js';
import { ComputeRouterInterface } from '@cdktf/provider-google/lib/compute-router-interface/index.js';
import { ComputeRouterPeer } from '@cdktf/provider-google/lib/compute-router-peer/index.js';
import { ComputeVpnTunnel } from '@cdktf/provider-google/lib/compute-vpn-tunnel/index.js';
import type { Router, VpnTunnel } from '../../src/lab/handle.ts';
import { resource, type Constructed } from '../constructed.ts';
import type { ConstructedNetwork } from './network.ts';
import type { GoogleScope } from './scope.ts';

export type ConstructedRouter = Constructed<Router, ComputeRouter>;
export type ConstructedVpnTunnel = Constructed<VpnTunnel, ComputeVpnTunnel>;

/** An HA VPN gateway: IPsec ends here, on two public addresses. */
export function haVpnGateway(
  google: GoogleScope,
  parameters: {
    readonly name: string;
    /** Name of its Terraform resource where that differs. @default name */
    readonly resourceName?: string;
    readonly network: ConstructedNetwork;
  },
): ComputeHaVpnGateway {
  const { name, resourceName = name, network } = parameters;
  return new ComputeHaVpnGateway(google.scope, resourceName, {
    name,
    labels: google.labels,
    region: google.region,
    network: network.id,
  });
}

/** The public address of one of its two interfaces. */
export function interfaceAddress(gateway: ComputeHaVpnGateway, index: 0 | 1): string {
  return gateway.vpnInterfaces.get(index).ipAddress;
}

/** A Cloud Router: BGP ends here. */
export function cloudRouter(
  google: GoogleScope,
  parameters: {
    readonly name: string;
    readonly network: ConstructedNetwork;
    readonly asn: number;
  },
): ConstructedRouter {
  const { name, network, asn } = parameters;
  const made = new ComputeRouter(google.scope, name, {
    name,
    description: google.description,
    region: google.region,
    network: network.id,
    bgp: { asn },
  });
  return { kind: 'router', name, id: made.id, [resource]: made };
}

/** A peer with two public addresses, one interface each. */
export function externalVpnGateway(
  google: GoogleScope,
  parameters: { readonly name: string; readonly addresses: readonly [string, string] },
): ComputeExternalVpnGateway {
  const { name, addresses } = parameters;
  return new ComputeExternalVpnGateway(google.scope, name, {
    name,
    labels: google.labels,
    redundancyType: 'TWO_IPS_REDUNDANCY',
    interface: addresses.map((ipAddress, id) => ({ id, ipAddress })),
  });
}

export interface VpnTunnelParameters {
  readonly name: string;
  readonly gateway: ComputeHaVpnGateway;
  readonly peer: ComputeExternalVpnGateway;
  /** Which interface, on both sides. */
  readonly index: 0 | 1;
  readonly router: ConstructedRouter;
  readonly key: string;
  readonly bgp: {
    /** This end's address with its prefix length: `169.254.21.129/30`. */
    readonly range: string;
    readonly peerAddress: string;
    readonly peerAsn: number;
  };
}

/** A tunnel from an HA VPN gateway to an external one, and the Cloud Router's BGP session over it. */
export function vpnTunnel(
  google: GoogleScope,
  parameters: VpnTunnelParameters,
): ConstructedVpnTunnel {
  const { name, gateway, peer, index, router, key, bgp } = parameters;
  const { region } = google;
  const made = new ComputeVpnTunnel(google.scope, name, {
    name,
    labels: google.labels,
    region,
    vpnGateway: gateway.id,
    vpnGatewayInterface: index,
    peerExternalGateway: peer.id,
    peerExternalGatewayInterface: index,
    router: router[resource].id,
    sharedSecret: key,
    ikeVersion: 2,
  });
  const routerInterface = new ComputeRouterInterface(google.scope, `${name}-interface`, {
    name,
    region,
    router: router[resource].name,
    ipRange: bgp.range,
    vpnTunnel: made.name,
  });
  new ComputeRouterPeer(google.scope, `${name}-peer`, {
    name,
    region,
    router: router[resource].name,
    interface: routerInterface.name,
    peerIpAddress: bgp.peerAddress,
    peerAsn: bgp.peerAsn,
  });
  return { kind: 'vpnTunnel', name, id: made.id, [resource]: made };
}
