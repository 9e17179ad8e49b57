import type { BgpNeighbor, BgpSpeaker, BgpTimers } from '../../fabric/fabric.ts';
import type { BgpPeer } from '../resources/router-parts.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { subnetworksOf } from '../resources/subnetwork.ts';
import { advertisedRoutes } from './advertisement.ts';

type Router = Resource<'routers'>;

/** Equal paths that a Cloud Router uses at once. */
const maximumPaths = 8;

/** The BGP side of a Cloud Router; undefined when it has none. @param routerId of a router without interfaces. */
export function routerBgp(
  router: Router,
  resources: Resources,
  timers: BgpTimers,
  routerId: string,
): BgpSpeaker | undefined {
  const { bgp, interfaces } = router.properties;
  if (!bgp) return undefined;
  const peers = activePeers(router);
  const [own] = interfaces.flatMap(({ ipRange }) => ipRange?.split('/')[0] ?? []);
  const advertised = peers.flatMap((peer) => advertisedRoutes(router, peer, resources));
  return {
    asn: bgp.asn,
    routerId: own ?? routerId,
    networks: [...new Set(advertised.map(({ prefix }) => prefix))],
    neighbors: peers.map((peer) => neighbor(router, peer, resources, timers)),
    maximumPaths,
  };
}

/** Peers behind a tunnel that are not disabled. */
export function activePeers({ properties }: Router): readonly BgpPeer[] {
  return properties.bgpPeers.filter(
    (peer) =>
      peer.enabled &&
      properties.interfaces.some(
        ({ name, linkedVpnTunnel }) => name === peer.interfaceName && linkedVpnTunnel !== undefined,
      ),
  );
}

function neighbor(
  router: Router,
  peer: BgpPeer,
  resources: Resources,
  timers: BgpTimers,
): BgpNeighbor {
  const subnets = subnetworksOf(router.properties.network, resources);
  const advertised = advertisedRoutes(router, peer, resources);
  return {
    address: peer.peerIpAddress,
    asn: peer.peerAsn,
    source: peer.ipAddress,
    // The addresses of a tunnel's inside are not connected ones in Linux: they are routed to its device.
    multihop: true,
    passive: false,
    nextHopSelf: true,
    timers,
    // A learned prefix equal to a subnet's range or inside it is ignored:
    // https://cloud.google.com/vpc/docs/routes#subnet-routes
    inbound: {
      rules: subnets.map(({ properties }) => ({
        action: 'deny',
        prefix: properties.ipCidrRange,
        upTo: 32,
      })),
      otherwise: 'permit',
    },
    outbound: {
      rules: advertised.map(({ prefix }) => ({ action: 'permit', prefix })),
      otherwise: 'deny',
    },
    // The peer sees the priority of each prefix as its MED:
    // https://cloud.google.com/network-connectivity/docs/router/how-to/updating-priority
    onExport: {
      med: peer.advertisedRoutePriority,
      medByPrefix: Object.fromEntries(
        advertised
          .filter(({ priority }) => priority !== peer.advertisedRoutePriority)
          .map(({ prefix, priority }) => [prefix, priority]),
      ),
    },
  };
}
