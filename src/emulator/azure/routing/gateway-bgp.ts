import type { BgpNeighbor, BgpSpeaker, BgpTimers, PrefixFilter } from '../../fabric/fabric.ts';
import type { Observations } from '../../fabric/observations.ts';
import { contains, hostRoute } from '../../net/prefix.ts';
import { sameId } from '../arm/id.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { tunnelPrefixes } from './gateway-routes.ts';
import { insideNeighbors, untoldMarks } from './inside-peers.ts';
import { nearPrefixes, outsideOnly } from './near-prefixes.ts';
import type { FarEnd } from './tunnels.ts';
import { tunnelsOf } from './tunnels.ts';

type Gateway = Resource<'virtualNetworkGateways'>;
type Connection = Resource<'connections'>;

export interface GatewayBgpParameters {
  readonly gateway: Gateway;
  readonly instance: GatewayInstance;
  readonly resources: Resources;
  readonly observations: Observations;
  readonly timers: BgpTimers;
}

const linkLocal = '169.254.0.0/16';

/** A peer that tells more loses its session. @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq#bgp */
const maximumPrefixes = 4000;

/** The BGP side of one gateway instance; undefined when BGP is off or the instance is away. */
export function gatewayBgp(parameters: GatewayBgpParameters): BgpSpeaker | undefined {
  const { gateway, instance, resources, observations } = parameters;
  if (!gateway.properties.enableBgp || instance.away) return undefined;
  const near = nearPrefixes(gateway, resources);
  return {
    asn: gateway.properties.asn,
    routerId: instance.bgpAddress,
    networks: [
      ...new Set([...near, ...tunnelPrefixes(gateway, instance, resources, observations)]),
    ],
    neighbors: [
      ...oncePerAddress(bgpPeersOf(gateway, instance, resources)).map((peer) =>
        external(peer, parameters),
      ),
      ...insideNeighbors(parameters),
    ],
  };
}

/** A BGP session that a connection asks for. */
export interface GatewayPeer {
  readonly connection: Connection;
  readonly far: FarEnd;
  readonly address: string;
  readonly asn: number;
  /** Local address of the session. */
  readonly source: string;
  /** The far end's own prefixes, which need no telling. */
  readonly prefixes: readonly string[];
}

export function bgpPeersOf(
  gateway: Gateway,
  instance: GatewayInstance,
  resources: Resources,
): readonly GatewayPeer[] {
  return tunnelsOf(gateway, instance, resources).flatMap(({ connection, far }) => {
    if (!connection.properties.enableBgp || !far.bgp) return [];
    const source = sourceAddress(connection, instance, far.bgp.address);
    return [{ connection, far, ...far.bgp, source, prefixes: far.prefixes }];
  });
}

/** Custom addresses that an instance speaks from. */
export function customSources(
  gateway: Gateway,
  instance: GatewayInstance,
  resources: Resources,
): readonly string[] {
  const sources = bgpPeersOf(gateway, instance, resources).map(({ source }) => source);
  return instance.customBgpAddresses.filter((address) => sources.includes(address));
}

/** A router has one session with an address: the first connection that names it. */
function oncePerAddress(peers: readonly GatewayPeer[]): readonly GatewayPeer[] {
  return peers.filter(
    ({ address }, index) => peers.findIndex((other) => other.address === address) === index,
  );
}

/** A peer with an automatic private address is spoken to from such a one; which, the connection may say. */
function sourceAddress(connection: Connection, instance: GatewayInstance, peer: string): string {
  if (!contains(linkLocal, peer)) return instance.bgpAddress;
  const chosen = connection.properties.gatewayCustomBgpIpAddresses.find((entry) =>
    sameId(entry.ipConfigurationId, instance.ipConfigurationId),
  );
  return chosen?.customBgpIpAddress ?? instance.customBgpAddresses[0] ?? instance.bgpAddress;
}

function external(peer: GatewayPeer, parameters: GatewayBgpParameters): BgpNeighbor {
  const { gateway, resources, timers } = parameters;
  // By whichever of the tunnels it came: an AS does not hear its own routes.
  const told = `from AS ${peer.asn}`;
  return {
    address: peer.address,
    asn: peer.asn,
    source: peer.source,
    multihop: true,
    // Azure waits for such a peer to call: https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-vpn-faq#bgp
    passive: contains(linkLocal, peer.address),
    nextHopSelf: true,
    timers,
    inbound: outsideOnly(gateway, resources),
    outbound: outboundFilter(peer, parameters),
    maximumPrefixes,
    onImport: { mark: told },
    onExport: { withoutMarks: [told, ...untoldMarks(gateway, resources)] },
  };
}

/**
 * A gateway tells a peer its networks, the prefixes of its other connections and what other peers told it: it is
 * transit. It tells no default route, no host route of a BGP peer, and nothing inside its networks but themselves.
 */
function outboundFilter(peer: GatewayPeer, parameters: GatewayBgpParameters): PrefixFilter {
  const { gateway, instance, resources } = parameters;
  const near = nearPrefixes(gateway, resources);
  const hosts = bgpPeersOf(gateway, instance, resources).map(({ address }) => hostRoute(address));
  const silent = peer.prefixes.filter((prefix) => !near.includes(prefix));
  return {
    rules: [
      { action: 'deny', prefix: '0.0.0.0/0' },
      ...near.map((prefix) => ({ action: 'permit' as const, prefix })),
      ...near.map((prefix) => ({ action: 'deny' as const, prefix, upTo: 32 })),
      ...silent.map((prefix) => ({ action: 'deny' as const, prefix })),
      ...[...new Set(hosts)].map((prefix) => ({ action: 'deny' as const, prefix })),
    ],
    otherwise: 'permit',
  };
}
