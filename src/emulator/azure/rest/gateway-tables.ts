import { admits } from '../../fabric/prefix-filter.ts';
import type { BgpPeer, BgpRoute, Observations } from '../../fabric/observations.ts';
import { badRequest } from '../arm/error.ts';
import { gatewayNodeName } from '../fabric/names.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';
import { addressesBeside } from '../routing/inside-peers.ts';
import { bgpPeersOf } from '../routing/gateway-bgp.ts';
import { gatewaySpeaker } from '../routing/gateway-speaker.ts';
import { isExpressRoute } from '../routing/networks.ts';
import { microsoftAsn } from '../resources/express-route-peering.ts';
import { timeSpan } from './time-span.ts';

type Gateway = Resource<'virtualNetworkGateways'>;

/** A row of getBgpPeerStatus. @see https://learn.microsoft.com/azure/vpn-gateway/bgp-diagnostics */
export interface BgpPeerRow {
  readonly localAddress: string;
  readonly neighbor: string;
  readonly asn: number;
  readonly state: 'Unknown' | 'Stopped' | 'Idle' | 'Connecting' | 'Connected';
  readonly connectedDuration: string | null;
  readonly routesReceived: number;
  readonly messagesSent: number;
  readonly messagesReceived: number;
}

/** A row of getLearnedRoutes and getAdvertisedRoutes. */
export interface GatewayRouteRow {
  readonly localAddress: string;
  readonly network: string;
  readonly nextHop: string | null;
  readonly sourcePeer: string | null;
  readonly origin: string;
  readonly asPath: string;
  readonly weight: number;
}

/**
 * One row a session that a connection asks for. Gateways of two instances also list themselves (`Unknown`)
 * and each other; the other speakers of their network come last. `localAddress` is the instance's default address even for a session from a custom one. An instance that
 * is away says nothing.
 */
export function bgpPeerStatus(
  gateway: Gateway,
  resources: Resources,
  observations: Observations,
): readonly BgpPeerRow[] {
  const { instances, asn, enableBgp } = gateway.properties;
  if (isExpressRoute(gateway)) return expressRoutePeers(gateway, resources, observations);
  return instances.flatMap((instance) => {
    if (instance.away || !enableBgp) return [];
    const seen = peersSeen(gateway, instance, resources, observations);
    const row = (address: string, peerAsn: number) =>
      peerRow(instance.bgpAddress, address, peerAsn, seen.get(address));
    const external = bgpPeersOf(gateway, instance, resources).map((peer) =>
      row(peer.address, peer.asn),
    );
    const beside = addressesBeside(gateway, resources).map((address) => row(address, asn));
    if (instances.length === 1) return [...external, ...beside];
    const internal = instances.map((other) =>
      other === instance
        ? { ...row(other.bgpAddress, asn), state: 'Unknown' as const }
        : row(other.bgpAddress, asn),
    );
    return [...external, ...internal, ...beside];
  });
}

/** A row for each session of an instance: with two Microsoft edges a circuit, and inside its network. */
function expressRoutePeers(
  gateway: Gateway,
  resources: Resources,
  observations: Observations,
): readonly BgpPeerRow[] {
  return gateway.properties.instances.flatMap((instance) => {
    const speaker = gatewaySpeaker({ gateway, instance, resources, observations, timers: untimed });
    const seen = peersSeen(gateway, instance, resources, observations);
    return (speaker?.neighbors ?? []).map(({ address, asn }) =>
      peerRow(instance.bgpAddress, address, asn, seen.get(address)),
    );
  });
}

/** Timers do not matter for who is spoken to and what is told. */
const untimed = { keepalive: 0, hold: 0, connect: 0 };

function peersSeen(
  gateway: Gateway,
  instance: GatewayInstance,
  resources: Resources,
  { bgp }: Observations,
): ReadonlyMap<string, BgpPeer> {
  const peers = bgp[gatewayNodeName(gateway, instance, resources)]?.peers ?? [];
  return new Map(peers.map((peer) => [peer.address, peer]));
}

/** Counters begin with the session, and there are none while it is not up. */
function peerRow(
  localAddress: string,
  neighbor: string,
  asn: number,
  seen: BgpPeer | undefined,
): BgpPeerRow {
  const up = seen?.state === 'Established' ? seen : undefined;
  return {
    localAddress,
    neighbor,
    asn,
    state: up ? 'Connected' : 'Connecting',
    connectedDuration: up && up.establishedForMs !== null ? timeSpan(up.establishedForMs) : null,
    routesReceived: up?.prefixesReceived ?? 0,
    messagesSent: up?.messagesSent ?? 0,
    messagesReceived: up?.messagesReceived ?? 0,
  };
}

/** Azure shows one more for routes that came over ExpressRoute. */
const shownWeight = 32768;
const origins = { network: 'Network', ebgp: 'EBgp', ibgp: 'IBgp' } as const;

/** All paths of each instance's table, those in use first. */
export function learnedRoutes(
  gateway: Gateway,
  resources: Resources,
  observations: Observations,
): readonly GatewayRouteRow[] {
  return gateway.properties.instances.flatMap((instance) => {
    const routes = routesOf(gateway, instance, resources, observations);
    return [...routes.filter(({ best }) => best), ...routes.filter(({ best }) => !best)].map(
      (route) => ({
        localAddress: instance.bgpAddress,
        network: route.prefix,
        nextHop: route.nextHop,
        sourcePeer: route.peer ?? instance.bgpAddress,
        origin: origins[route.source],
        asPath: route.asPath.join('-'),
        weight: route.asPath[0] === microsoftAsn ? shownWeight + 1 : shownWeight,
      }),
    );
  });
}

/** What each instance tells a peer: its best routes that the session's filter lets out, its own number before the path. */
export function advertisedRoutes(
  gateway: Gateway,
  peer: string,
  resources: Resources,
  observations: Observations,
): readonly GatewayRouteRow[] {
  const { instances, asn } = gateway.properties;
  const rows = instances.map((instance) => {
    const speaker = gatewaySpeaker({ gateway, instance, resources, observations, timers: untimed });
    const neighbor = speaker?.neighbors.find(({ address }) => address === peer);
    if (neighbor === undefined) return undefined;
    const session = peersSeen(gateway, instance, resources, observations).get(peer);
    if (session?.state !== 'Established') return [];
    const inside = neighbor.asn === asn;
    const hidden = (speaker?.neighbors ?? [])
      .filter(({ onImport }) => neighbor.onExport?.withoutMarks?.includes(onImport?.mark ?? ''))
      .map(({ address }) => address);
    return (
      routesOf(gateway, instance, resources, observations)
        .filter(
          (route) => route.best && route.peer !== peer && admits(neighbor.outbound, route.prefix),
        )
        .filter((route) => !hidden.includes(route.peer ?? ''))
        // What one instance told the other is not told on inside (RFC 4271, 9.2).
        .filter((route) => !inside || route.source !== 'ibgp')
        .map((route) => ({
          localAddress: instance.bgpAddress,
          network: route.prefix,
          nextHop: neighbor.source,
          sourcePeer: null,
          origin: 'Igp',
          asPath: (inside ? route.asPath : [asn, ...route.asPath]).join('-'),
          weight: 0,
        }))
    );
  });
  if (rows.every((row) => row === undefined)) {
    throw badRequest(
      'BgpPeerNotFound',
      `Virtual network gateway ${gateway.id} has no BGP peer ${peer}.`,
    );
  }
  return rows.flatMap((row) => row ?? []);
}

function routesOf(
  gateway: Gateway,
  instance: GatewayInstance,
  resources: Resources,
  { bgp }: Observations,
): readonly BgpRoute[] {
  return bgp[gatewayNodeName(gateway, instance, resources)]?.routes ?? [];
}
