import type { PeerRoute } from '@azure/arm-network';
import type { AzureClients } from '../../src/lab/target.ts';
import { azTable } from '../az/table.ts';
import type { CloudView } from '../expect-rows.ts';
import { peerRoutes } from './peer-routes.ts';
import { parseResourceId } from './resource-id.ts';

/** A BGP peer of a Route Server, in the fields of Azure's `BgpConnection`. */
export type RouteServerPeerRow = {
  /** Name of the peering. */
  readonly name: string;
  readonly peerIp: string;
  readonly peerAsn: number;
  /** `Connected`, `Connecting`, `NotConnected`, `Unknown`. */
  readonly connectionState: string;
  readonly provisioningState: string;
};

/** A route that one instance of a Route Server has from a peer, or tells it, in the fields of Azure's `PeerRoute`. */
export type RouteServerRouteRow = {
  /** `RouteServiceRole_IN_0`, `RouteServiceRole_IN_1`. */
  readonly instance: string;
  readonly network: string;
  readonly nextHop: string | null;
  readonly localAddress: string | null;
  readonly sourcePeer: string | null;
  /** `EBgp`, `Igp`. */
  readonly origin: string;
  /** AS numbers joined by hyphens, nearest first; `null` when empty. */
  readonly asPath: string | null;
  readonly weight: number;
};

interface Named {
  readonly name: string;
  readonly id: string;
}

/** The BGP peers of a Route Server. */
export function routeServerPeersView(
  azure: AzureClients,
  routeServer: Named,
): CloudView<RouteServerPeerRow> {
  const { resourceGroup, name } = parseResourceId(routeServer.id);
  return {
    title: `BGP peers of ${routeServer.name}`,
    async read(abortSignal) {
      const rows: RouteServerPeerRow[] = [];
      const peers = azure.network.virtualHubBgpConnections.list(resourceGroup, name, {
        abortSignal,
      });
      for await (const peer of peers) {
        rows.push({
          name: peer.name ?? '',
          peerIp: peer.peerIp ?? '',
          peerAsn: peer.peerAsn ?? 0,
          connectionState: peer.connectionState ?? 'Unknown',
          provisioningState: peer.provisioningState ?? '',
        });
      }
      return rows;
    },
    headings: {
      name: 'Peering',
      peerIp: 'Peer address',
      peerAsn: 'ASN',
      connectionState: 'Status',
      provisioningState: 'Provisioning state',
    },
    equivalent: azTable({
      command: 'network routeserver peering list',
      options: {
        g: resourceGroup,
        routeserver: name,
        query:
          '[].{Name:name,PeerIp:peerIp,PeerAsn:peerAsn,ConnectionState:connectionState,ProvisioningState:provisioningState}',
      },
      headings: {
        Name: 'name',
        PeerIp: 'peerIp',
        PeerAsn: 'peerAsn',
        ConnectionState: 'connectionState',
        ProvisioningState: 'provisioningState',
      },
    }),
  };
}

/** The routes between a Route Server and one of its peers; a row a route and instance. */
export function routeServerRoutesView(
  azure: AzureClients,
  routeServer: Named,
  peering: string,
  direction: 'learned' | 'advertised',
): CloudView<RouteServerRouteRow> {
  const { resourceGroup, name } = parseResourceId(routeServer.id);
  const learned = direction === 'learned';
  return {
    title: learned
      ? `Routes that ${routeServer.name} learned from ${peering}`
      : `Routes that ${routeServer.name} advertises to ${peering}`,
    async read(abortSignal) {
      const lists = await peerRoutes(azure, {
        resourceGroup,
        routeServer: name,
        peering,
        direction,
        abortSignal,
      });
      return Object.entries(lists).flatMap(([instance, routes]) =>
        routes.map((route) => routeRow(instance, route)),
      );
    },
    headings: {
      instance: 'Instance',
      network: 'Network',
      nextHop: 'Next hop',
      localAddress: 'Local address',
      sourcePeer: 'Source peer',
      origin: 'Origin',
      asPath: 'AS path',
      weight: 'Weight',
    },
    equivalent: azTable({
      command: `network routeserver peering list-${direction}-routes`,
      options: {
        g: resourceGroup,
        routeserver: name,
        n: peering,
        query: '[RouteServiceRole_IN_0,RouteServiceRole_IN_1][]',
      },
      headings: {
        LocalAddress: 'localAddress',
        Network: 'network',
        NextHop: 'nextHop',
        SourcePeer: 'sourcePeer',
        Origin: 'origin',
        AsPath: 'asPath',
        Weight: 'weight',
      },
    }),
  };
}

function routeRow(instance: string, route: PeerRoute): RouteServerRouteRow {
  return {
    instance,
    network: route.network ?? '',
    nextHop: route.nextHop || null,
    localAddress: route.localAddress || null,
    sourcePeer: route.sourcePeer || null,
    origin: route.origin ?? '',
    asPath: route.asPath || null,
    weight: route.weight ?? 0,
  };
}
