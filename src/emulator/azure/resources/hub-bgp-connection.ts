import { z } from 'zod';
import { badRequest } from '../arm/error.ts';
import { parentId, sameId } from '../arm/id.ts';
import { contains } from '../../net/prefix.ts';
import { connectedPeerings, prefixesOf } from '../routing/networks.ts';
import { peerState } from '../routing/route-server-peers.ts';
import type { RouteServer } from '../routing/route-servers.ts';
import { routeServerOfHub } from '../routing/route-servers.ts';
import { refuseReservedAsn } from './asn.ts';
import { defineKind } from './kind.ts';
import { address, parse, shape } from './shape.ts';
import type { Resources } from './store.ts';
import { routeServerAsn } from './virtual-hub.ts';

/** A network virtual appliance that a Route Server speaks BGP with. */
export interface HubBgpConnectionProperties {
  readonly peerAsn: number;
  readonly peerIp: string;
}

const schema = shape({ peerAsn: z.coerce.number().int(), peerIp: address }, ['connectionState']);

/** @see https://learn.microsoft.com/azure/route-server/route-server-faq */
const mostPeers = 8;
const largestAsn = 65_535;

export const hubBgpConnectionKind = defineKind<'hubBgpConnections'>({
  type: 'Microsoft.Network/virtualHubs/bgpConnections',
  parent: 'virtualHubs',

  prepare(body, { id, name, resources }) {
    const input = parse(schema, body['properties'], `BGP connection ${name}`);
    const hub = resources.find('virtualHubs', parentId(id));
    const server = hub && routeServerOfHub(hub, resources);
    if (!server) {
      throw badRequest(
        'VirtualHubIpConfigurationMissing',
        `BGP connection ${id} cannot be created because route server ${parentId(id)} has no IP configuration yet.`,
      );
    }
    refuseAsn(input.peerAsn, id);
    refuseAddress(input.peerIp, id, server, resources);
    const others = resources
      .inside('hubBgpConnections', server.hub.id)
      .filter((other) => !sameId(other.id, id));
    const twin = others.find(({ properties }) => properties.peerIp === input.peerIp);
    if (twin) {
      throw badRequest(
        'DuplicateBgpConnectionPeerIp',
        `BGP connections ${twin.id} and ${id} cannot have the same peer IP address ${input.peerIp}.`,
      );
    }
    if (others.length >= mostPeers) {
      throw badRequest(
        'BgpConnectionLimitExceeded',
        `Route server ${server.hub.id} can have at most ${mostPeers} BGP connections.`,
      );
    }
    return input;
  },

  view(connection, { resources, observations }) {
    const hub = resources.find('virtualHubs', parentId(connection.id));
    const server = hub && routeServerOfHub(hub, resources);
    const { peerIp } = connection.properties;
    return {
      ...connection.properties,
      connectionState: server ? peerState(server, peerIp, resources, observations) : 'Unknown',
    };
  },
});

function refuseAsn(asn: number, id: string): void {
  refuseReservedAsn(asn, id);
  if (asn <= largestAsn && asn !== routeServerAsn) return;
  throw badRequest(
    asn === routeServerAsn ? 'BgpAsnReserved' : 'InvalidBgpAsn',
    asn === routeServerAsn
      ? `The BGP ASN ${asn} specified for ${id} is reserved by Azure and cannot be used.`
      : `The BGP ASN ${asn} specified for ${id} is not supported: a route server only peers with 16-bit AS numbers.`,
  );
}

/** A peer is in the Route Server's network or in one peered with it, and not in its own subnet. */
function refuseAddress(
  peer: string,
  id: string,
  { network, subnet }: RouteServer,
  resources: Resources,
): void {
  const reachable = [
    ...prefixesOf(network),
    ...connectedPeerings(network.id, resources).flatMap(({ remote }) => prefixesOf(remote)),
  ];
  const own = subnet.properties.addressPrefixes.some((range) => contains(range, peer));
  if (!own && reachable.some((range) => contains(range, peer))) return;
  throw badRequest(
    'InvalidBgpConnectionPeerIp',
    own
      ? `The peer IP address ${peer} of BGP connection ${id} is in the route server's own subnet.`
      : `The peer IP address ${peer} of BGP connection ${id} must be in virtual network ${network.id} or in one peered with it.`,
  );
}
