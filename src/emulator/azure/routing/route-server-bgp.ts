import type { BgpNeighbor, BgpSpeaker, BgpTimers, PrefixFilter } from '../../fabric/fabric.ts';
import { hostRoute } from '../../net/prefix.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { routeServerAsn } from '../resources/virtual-hub.ts';
import { bgpPeersOf } from './gateway-bgp.ts';
import { gatewaysBeside } from './inside-peers.ts';
import { gatewaysOfNetwork, isExpressRoute, prefixesOf, spokesOf } from './networks.ts';
import type { RouteServer, RouteServerInstance } from './route-servers.ts';

export interface RouteServerBgpParameters {
  readonly server: RouteServer;
  readonly instance: RouteServerInstance;
  readonly resources: Resources;
  readonly timers: BgpTimers;
}

/** An appliance that tells more loses its session. @see https://learn.microsoft.com/azure/route-server/route-server-faq */
const maximumPrefixes = 4000;

/**
 * One of a Route Server's two speakers. It tells appliances the address space of its network and of those that use its
 * gateways, and with branch-to-branch traffic what the gateways learned.
 * @see https://learn.microsoft.com/azure/route-server/route-server-faq
 */
export function routeServerBgp(parameters: RouteServerBgpParameters): BgpSpeaker {
  const { server, instance, resources, timers } = parameters;
  return {
    asn: routeServerAsn,
    routerId: instance.address,
    networks: networksOf(server, resources),
    neighbors: [
      ...resources
        .inside('hubBgpConnections', server.hub.id)
        .map((connection) => appliance(connection, parameters)),
      ...gatewaysBeside({ server, source: instance.address, resources, timers }),
    ],
  };
}

/** Address spaces that a Route Server speaks for. */
function networksOf({ network }: RouteServer, resources: Resources): readonly string[] {
  return [network, ...spokesOf(network.id, resources)].flatMap(prefixesOf);
}

/** Multihop: the network's router is between them. */
function appliance(
  { id, properties }: Resource<'hubBgpConnections'>,
  { server, instance, resources, timers }: RouteServerBgpParameters,
): BgpNeighbor {
  const told = `from ${id}`;
  return {
    address: properties.peerIp,
    asn: properties.peerAsn,
    source: instance.address,
    multihop: true,
    passive: false,
    nextHopSelf: true,
    timers,
    inbound: exceptOwn(server, resources),
    outbound: exceptPeers(server, resources),
    maximumPrefixes,
    // An appliance does not hear its own routes.
    onImport: { mark: told },
    onExport: { withoutMarks: [told] },
  };
}

/** What is the same as an address space of its own is not taken. */
function exceptOwn(server: RouteServer, resources: Resources): PrefixFilter {
  return {
    rules: networksOf(server, resources).map((prefix) => ({ action: 'deny', prefix })),
    otherwise: 'permit',
  };
}

/** Host routes of a VPN gateway's BGP peers are its own affair. */
function exceptPeers(server: RouteServer, resources: Resources): PrefixFilter {
  const peers = gatewaysOfNetwork(server.network.id, resources)
    .filter((gateway) => !isExpressRoute(gateway))
    .flatMap((gateway) =>
      gateway.properties.instances.flatMap((instance) => bgpPeersOf(gateway, instance, resources)),
    );
  return {
    rules: [...new Set(peers.map(({ address }) => hostRoute(address)))].map((prefix) => ({
      action: 'deny',
      prefix,
    })),
    otherwise: 'permit',
  };
}
