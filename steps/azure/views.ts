import type { BgpPeerStatus, EffectiveRoute, GatewayRoute } from '@azure/arm-network';
import type { AzureClients } from '../../src/lab/target.ts';
import { azTable } from '../az/table.ts';
import type { CloudView } from '../expect-rows.ts';
import { parseResourceId } from './resource-id.ts';

/** A BGP session of a gateway, in the fields of Azure's `BgpPeerStatus`. */
export type BgpPeerRow = {
  /** The peer's address. */
  readonly neighbor: string;
  readonly localAddress: string;
  readonly asn: number;
  readonly state: string;
  /** `[d.]hh:mm:ss.fffffff`; `null` while not connected. It varies: expect it only to be absent. */
  readonly connectedDuration: string | null;
  readonly routesReceived: number;
  readonly messagesSent: number;
  readonly messagesReceived: number;
};

/** A route that a gateway knows, in the fields of Azure's `GatewayRoute`. */
export type LearnedRouteRow = {
  readonly network: string;
  /** `null` for a network of the gateway's own. */
  readonly nextHop: string | null;
  readonly localAddress: string;
  readonly weight: number;
  readonly sourcePeer: string;
  /** `Network`, `EBgp`, `IBgp`. */
  readonly origin: string;
  /** AS numbers joined by hyphens, nearest first; `null` when empty. */
  readonly asPath: string | null;
};

/** A route of an interface card, in the fields of Azure's `EffectiveRoute`. */
export type EffectiveRouteRow = {
  /** `Default`, `User`, `VirtualNetworkGateway`. */
  readonly source: string;
  /** `Active`, `Invalid`. */
  readonly state: string;
  readonly addressPrefix: string;
  readonly nextHopType: string;
  /** Addresses separated by blanks; `null` when there is none. */
  readonly nextHopIpAddress: string | null;
};

/** A VPN connection and whether its tunnel is up. */
export type TunnelStateRow = {
  readonly name: string;
  /** `Unknown`, `Connecting`, `Connected`, `NotConnected`. */
  readonly connectionStatus: string;
};

interface Named {
  readonly name: string;
  readonly id: string;
}

/** The BGP peers of a virtual network gateway, or of one instance of it by its own BGP address. */
export function bgpPeersView(
  azure: AzureClients,
  gateway: Named,
  localAddress?: string,
): CloudView<BgpPeerRow> {
  const { resourceGroup, name } = parseResourceId(gateway.id);
  return {
    title:
      localAddress === undefined
        ? `BGP peers of ${gateway.name}`
        : `BGP peers of ${gateway.name} at ${localAddress}`,
    async read(abortSignal) {
      const { value = [] } =
        await azure.network.virtualNetworkGateways.beginGetBgpPeerStatusAndWait(
          resourceGroup,
          name,
          { abortSignal, updateIntervalInMs: azure.pollIntervalMs },
        );
      return value
        .map(bgpPeerRow)
        .filter((row) => localAddress === undefined || row.localAddress === localAddress);
    },
    headings: {
      neighbor: 'Peer address',
      localAddress: 'Local address',
      asn: 'ASN',
      state: 'Status',
      connectedDuration: 'Connected duration',
      routesReceived: 'Routes received',
      messagesSent: 'Messages sent',
      messagesReceived: 'Messages received',
    },
    volatile: ['connectedDuration', 'messagesSent', 'messagesReceived'],
    equivalent: azTable({
      command: 'network vnet-gateway list-bgp-peer-status',
      options: {
        g: resourceGroup,
        n: name,
        ...(localAddress !== undefined && {
          query: `value[?localAddress == \`"${localAddress}"\`]`,
        }),
      },
      headings: {
        ...(localAddress !== undefined && { LocalAddress: 'localAddress' as const }),
        Neighbor: 'neighbor',
        ASN: 'asn',
        State: 'state',
        ConnectedDuration: 'connectedDuration',
        RoutesReceived: 'routesReceived',
        MessagesSent: 'messagesSent',
        MessagesReceived: 'messagesReceived',
      },
    }),
  };
}

/** The routes that a virtual network gateway has learned, its own networks among them. */
export function learnedRoutesView(azure: AzureClients, gateway: Named): CloudView<LearnedRouteRow> {
  const { resourceGroup, name } = parseResourceId(gateway.id);
  return {
    title: `Learned routes of ${gateway.name}`,
    async read(abortSignal) {
      const { value = [] } =
        await azure.network.virtualNetworkGateways.beginGetLearnedRoutesAndWait(
          resourceGroup,
          name,
          { abortSignal, updateIntervalInMs: azure.pollIntervalMs },
        );
      return value.map(learnedRouteRow);
    },
    headings: {
      network: 'Network',
      nextHop: 'Next hop',
      localAddress: 'Local address',
      weight: 'Weight',
      sourcePeer: 'Source peer',
      origin: 'Origin',
      asPath: 'AS path',
    },
    equivalent: azTable({
      command: 'network vnet-gateway list-learned-routes',
      options: { g: resourceGroup, n: name },
      headings: {
        Network: 'network',
        NextHop: 'nextHop',
        Origin: 'origin',
        SourcePeer: 'sourcePeer',
        AsPath: 'asPath',
        Weight: 'weight',
      },
    }),
  };
}

/** The effective routes of an interface card. */
export function effectiveRoutesView(
  azure: AzureClients,
  machine: { readonly name: string },
  networkInterface: string,
): CloudView<EffectiveRouteRow> {
  const { resourceGroup, name } = parseResourceId(networkInterface);
  return {
    title: `Effective routes of ${machine.name} (${name})`,
    async read(abortSignal) {
      const { value = [] } =
        await azure.network.networkInterfaces.beginGetEffectiveRouteTableAndWait(
          resourceGroup,
          name,
          { abortSignal, updateIntervalInMs: azure.pollIntervalMs },
        );
      return value.flatMap(effectiveRouteRows);
    },
    headings: {
      source: 'Source',
      state: 'State',
      addressPrefix: 'Address prefix',
      nextHopType: 'Next hop type',
      nextHopIpAddress: 'Next hop IP',
    },
    equivalent: azTable({
      command: 'network nic show-effective-route-table',
      options: { g: resourceGroup, n: name },
      headings: {
        Source: 'source',
        State: 'state',
        'Address Prefix': 'addressPrefix',
        'Next Hop Type': 'nextHopType',
        'Next Hop IP': 'nextHopIpAddress',
      },
    }),
  };
}

/** The tunnel state of a VPN connection. */
export function connectionView(azure: AzureClients, connection: Named): CloudView<TunnelStateRow> {
  const { resourceGroup, name } = parseResourceId(connection.id);
  return {
    title: `Tunnel of ${connection.name}`,
    async read(abortSignal) {
      const { connectionStatus = 'Unknown' } =
        await azure.network.virtualNetworkGatewayConnections.get(resourceGroup, name, {
          abortSignal,
        });
      return [{ name, connectionStatus }];
    },
    headings: { name: 'Connection', connectionStatus: 'Status' },
    equivalent: azTable({
      command: 'network vpn-connection show',
      options: { g: resourceGroup, n: name, query: '{Name:name,Status:connectionStatus}' },
      headings: { Name: 'name', Status: 'connectionStatus' },
    }),
  };
}

function bgpPeerRow(peer: BgpPeerStatus): BgpPeerRow {
  return {
    neighbor: peer.neighbor ?? '',
    localAddress: peer.localAddress ?? '',
    asn: peer.asn ?? 0,
    state: peer.state ?? '',
    connectedDuration: peer.connectedDuration ?? null,
    routesReceived: peer.routesReceived ?? 0,
    messagesSent: peer.messagesSent ?? 0,
    messagesReceived: peer.messagesReceived ?? 0,
  };
}

function learnedRouteRow(route: GatewayRoute): LearnedRouteRow {
  return {
    network: route.network ?? '',
    nextHop: textOrNull(route.nextHop),
    localAddress: route.localAddress ?? '',
    weight: route.weight ?? 0,
    sourcePeer: route.sourcePeer ?? '',
    origin: route.origin ?? '',
    asPath: textOrNull(route.asPath),
  };
}

/** A row holds several prefixes for some sources; each is a row of its own here. */
function effectiveRouteRows(route: EffectiveRoute): readonly EffectiveRouteRow[] {
  return (route.addressPrefix ?? []).map((addressPrefix) => ({
    source: route.source ?? '',
    state: route.state ?? '',
    addressPrefix,
    nextHopType: route.nextHopType ?? '',
    nextHopIpAddress: textOrNull((route.nextHopIpAddress ?? []).join(' ')),
  }));
}

function textOrNull(text: string | null | undefined): string | null {
  return text === undefined || text === null || text === '' ? null : text;
}
