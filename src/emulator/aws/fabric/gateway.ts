import type { CloudFabric } from '../../cloud.ts';
import { internetNode } from '../../cloud.ts';
import { tunnelTimers } from '../../common/timers.ts';
import type { BgpSpeaker, Route, RouterNode, Tunnel } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import { insideAddresses } from '../resources/tunnel-options.ts';
import type { Vpc } from '../resources/vpc-blocks.ts';
import { prefixesOf } from '../resources/vpc-blocks.ts';
import type { VpnConnection, VpnTunnel } from '../resources/vpn-connection.ts';
import { connectionsOf } from '../resources/vpn-connection.ts';
import type { VpnGateway } from '../resources/vpn-gateway.ts';
import { staticRoutes, tunnelName } from '../routing/gateway-routes.ts';
import type { Layout } from './layout.ts';
import { cardsIn, devices, hop, linkAddress, outerNode } from './layout.ts';
import { espProposals, ikeProposals } from './proposals.ts';
import { bgpTimers } from './timers.ts';

/** A customer gateway that tells more loses its session. @see https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-limits.html */
const maximumPrefixes = 100;

interface End {
  readonly connection: VpnConnection;
  readonly tunnel: VpnTunnel;
  readonly index: number;
}

/**
 * A virtual private gateway: where it routes and speaks BGP, between its tunnels and the VPC; and its outer side, which
 * is in the internet itself and not in the VPC.
 */
export function gatewayParts(gateway: VpnGateway, layout: Layout): CloudFabric {
  const { resources } = layout;
  const ends = connectionsOf(gateway, resources).flatMap((connection) =>
    connection.tunnels.map((tunnel, index): End => ({ connection, tunnel, index })),
  );
  const vpc = gateway.attachment && resources.find('vpcs', gateway.attachment.vpcId);
  if (ends.length === 0) {
    return {
      nodes: [innerNode(gateway, vpc, ends, layout)],
      links: [],
      tunnels: [],
      announcements: [],
    };
  }
  const internetDevice = devices.internetTo(gateway);
  return {
    nodes: [innerNode(gateway, vpc, ends, layout), outer(gateway, ends)],
    links: [
      {
        name: `${outerNode(gateway)}--${internetNode}`,
        ends: [
          {
            node: outerNode(gateway),
            device: devices.outerToInternet,
            addresses: [linkAddress('outer')],
          },
          { node: internetNode, device: internetDevice, addresses: [linkAddress('internet')] },
        ],
      },
    ],
    tunnels: ends.flatMap((end) => fabricTunnel(gateway, end, layout)),
    announcements: ends.map(({ tunnel }) => ({
      address: tunnel.outsideAddress,
      device: internetDevice,
    })),
  };
}

function innerNode(
  gateway: VpnGateway,
  vpc: Vpc | undefined,
  ends: readonly End[],
  layout: Layout,
): RouterNode {
  const bgp = speaker(gateway, vpc, ends, layout);
  return {
    kind: 'router',
    name: gateway.id,
    label: `virtual private gateway ${gateway.tags['Name'] ?? gateway.id}`,
    loopbacks: ends.map(({ tunnel }) => insideAddresses(tunnel).aws),
    routes: [
      ...(vpc ? vpcRoutes(vpc, layout) : []),
      ...ends.map(({ connection, tunnel, index }): Route => ({
        to: tunnel.insideCidr,
        via: [{ device: devices.tunnel(connection, index) }],
      })),
      ...staticRoutes(gateway, layout.resources, layout.observations).map(
        ({ destination, connection, tunnel }): Route => ({
          to: destination,
          via: [{ device: devices.tunnel(connection, tunnel) }],
        }),
      ),
    ],
    // Behind a virtual private gateway a packet has lost one hop.
    transparentTtl: false,
    tables: [],
    ...(bgp && { bgp }),
  };
}

/** The VPC, and each of its machines: whatever a peer announces inside the VPC, local addresses stay local. */
function vpcRoutes(vpc: Vpc, layout: Layout): readonly Route[] {
  const via = [hop(devices.gatewayToRouter, 'router')];
  const hosts = cardsIn(vpc, layout).flatMap(({ resource }) => resource.privateAddresses);
  return [...prefixesOf(vpc), ...hosts.map(hostRoute)].map((to) => ({ to, via }));
}

/**
 * One speaker with a session a tunnel. It announces the VPC and tells every peer what the others told it (CloudHub);
 * of equal paths it uses one.
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPN_CloudHub.html
 */
function speaker(
  gateway: VpnGateway,
  vpc: Vpc | undefined,
  ends: readonly End[],
  layout: Layout,
): BgpSpeaker | undefined {
  const dynamic = ends.filter(({ connection }) => !connection.staticRoutesOnly);
  const [first] = dynamic;
  if (!first) return undefined;
  return {
    asn: gateway.amazonSideAsn,
    routerId: insideAddresses(first.tunnel).aws,
    networks: vpc ? prefixesOf(vpc) : [],
    neighbors: dynamic.flatMap(({ connection, tunnel }) => {
      const customer = layout.resources.find('customerGateways', connection.customerGatewayId);
      if (!customer) return [];
      const inside = insideAddresses(tunnel);
      return [
        {
          address: inside.customer,
          asn: customer.bgpAsn,
          source: inside.aws,
          multihop: false,
          passive: false,
          nextHopSelf: true,
          timers: bgpTimers[layout.timers],
          inbound: { rules: [], otherwise: 'permit' },
          outbound: { rules: [], otherwise: 'permit' },
          maximumPrefixes,
        },
      ];
    }),
    maximumPaths: 1,
  };
}

function outer(gateway: VpnGateway, ends: readonly End[]): RouterNode {
  return {
    kind: 'router',
    name: outerNode(gateway),
    label: `outer side of ${gateway.tags['Name'] ?? gateway.id}`,
    loopbacks: ends.map(({ tunnel }) => tunnel.outsideAddress),
    routes: [{ to: '0.0.0.0/0', via: [hop(devices.outerToInternet, 'internet')] }],
    transparentTtl: { decrementBetween: [] },
    tables: [],
  };
}

/** None while the customer gateway is not known. */
function fabricTunnel(
  gateway: VpnGateway,
  { connection, tunnel, index }: End,
  layout: Layout,
): readonly Tunnel[] {
  const customer = layout.resources.find('customerGateways', connection.customerGatewayId);
  if (!customer) return [];
  return [
    {
      name: tunnelName(connection, index),
      outer: outerNode(gateway),
      outerDevice: devices.tunnel(connection, index),
      localAddress: tunnel.outsideAddress,
      remoteAddress: customer.ipAddress,
      inner: gateway.id,
      innerDevice: devices.tunnel(connection, index),
      presharedKey: tunnel.presharedKey,
      role: tunnel.startupAction === 'start' ? 'initiator' : 'responder',
      ikeProposals: ikeProposals(tunnel.phase1),
      espProposals: espProposals(tunnel.phase2),
      // In the API `local` is the customer's side.
      localSelectors: [connection.remoteIpv4NetworkCidr],
      remoteSelectors: [connection.localIpv4NetworkCidr],
      mtu: 1400,
      timers: tunnelTimers(layout.timers, tunnel.dpdTimeoutSeconds),
    },
  ];
}
