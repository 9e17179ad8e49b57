import type { LocalNetworkGateway, VirtualNetworkGatewayConnection } from '@azure/arm-network';
import type { AzureClients } from '../../src/lab/target.ts';
import { azTable } from '../az/table.ts';
import type { CloudView } from '../expect-rows.ts';
import { parseResourceId } from './resource-id.ts';

/** A VPN connection: what the portal shows, and what a list shows of its tunnels. */
export type ConnectionRow = {
  readonly name: string;
  /** As the portal shows it: `Connected` as soon as one instance's tunnel is up. */
  readonly connectionStatus: string;
  /** Both directions together with all tunnels; they vary. */
  readonly egressBytes: number;
  readonly ingressBytes: number;
  /** `Default`, `InitiatorOnly`, `ResponderOnly`. */
  readonly mode: string;
  /** Of the first tunnel in a list; `null` where the list has none, which it often has not. */
  readonly tunnelStatus: string | null;
  /** `<connection>_<public address of the instance>`. */
  readonly tunnel: string | null;
};

/** A local network gateway. */
export type LocalGatewayRow = {
  readonly name: string;
  readonly location: string;
  readonly provisioningState: string;
  readonly gatewayIpAddress: string;
  /** Separated by blanks; `null` when the peer tells them by BGP. */
  readonly addressPrefixes: string | null;
  readonly asn: number | null;
  readonly bgpPeeringAddress: string | null;
};

interface Named {
  readonly name: string;
  readonly id: string;
}

/** The connections of a gateway. */
export function connectionsView(azure: AzureClients, gateway: Named): CloudView<ConnectionRow> {
  const { resourceGroup } = parseResourceId(gateway.id);
  const { virtualNetworkGatewayConnections: client } = azure.network;
  return {
    title: `Connections of ${gateway.name}`,
    async read(abortSignal) {
      const listed: VirtualNetworkGatewayConnection[] = [];
      for await (const connection of client.list(resourceGroup, { abortSignal })) {
        const of = connection.virtualNetworkGateway1.id?.toLowerCase();
        if (of === gateway.id.toLowerCase()) listed.push(connection);
      }
      return await Promise.all(
        listed.map(async (it) => {
          const name = it.name ?? '';
          // A list does not tell the status that the portal shows.
          const { connectionStatus } = await client.get(resourceGroup, name, { abortSignal });
          return connectionRow(it, connectionStatus);
        }),
      );
    },
    headings: {
      name: 'Name',
      connectionStatus: 'Status',
      egressBytes: 'Egress bytes',
      ingressBytes: 'Ingress bytes',
      mode: 'Mode',
      tunnelStatus: 'Listed tunnel status',
      tunnel: 'Listed tunnel',
    },
    volatile: ['egressBytes', 'ingressBytes'],
    equivalent: azTable({
      command: 'network vpn-connection list',
      options: {
        g: resourceGroup,
        query:
          '[].{Name:name,EgressBytes:egressBytesTransferred,IngressBytes:ingressBytesTransferred,Mode:connectionMode,Status:tunnelConnectionStatus[0].connectionStatus,TunnelName:tunnelConnectionStatus[0].tunnel}',
      },
      headings: {
        Name: 'name',
        EgressBytes: 'egressBytes',
        IngressBytes: 'ingressBytes',
        Mode: 'mode',
        Status: 'tunnelStatus',
        TunnelName: 'tunnel',
      },
    }),
  };
}

/** The local network gateways beside a gateway, in its resource group. */
export function localGatewaysView(azure: AzureClients, gateway: Named): CloudView<LocalGatewayRow> {
  const { resourceGroup } = parseResourceId(gateway.id);
  const table = azTable<LocalGatewayRow & { readonly resourceGroup: string }>({
    command: 'network local-gateway list',
    options: { g: resourceGroup },
    headings: {
      Name: 'name',
      Location: 'location',
      ResourceGroup: 'resourceGroup',
      ProvisioningState: 'provisioningState',
      GatewayIpAddress: 'gatewayIpAddress',
      AddressPrefixes: 'addressPrefixes',
    },
  });
  return {
    title: `Local network gateways in ${resourceGroup}`,
    async read(abortSignal) {
      const rows: LocalGatewayRow[] = [];
      const { localNetworkGateways } = azure.network;
      for await (const it of localNetworkGateways.list(resourceGroup, { abortSignal })) {
        rows.push(localGatewayRow(it));
      }
      return rows;
    },
    headings: {
      name: 'Name',
      location: 'Location',
      provisioningState: 'State',
      gatewayIpAddress: 'IP address',
      addressPrefixes: 'Address prefixes',
      asn: 'ASN',
      bgpPeeringAddress: 'BGP peering address',
    },
    equivalent: (rows) => table(rows.map((row) => ({ ...row, resourceGroup }))),
  };
}

function connectionRow(
  connection: VirtualNetworkGatewayConnection,
  connectionStatus: string | undefined,
): ConnectionRow {
  const [tunnel] = connection.tunnelConnectionStatus ?? [];
  return {
    name: connection.name ?? '',
    connectionStatus: connectionStatus ?? 'Unknown',
    egressBytes: connection.egressBytesTransferred ?? 0,
    ingressBytes: connection.ingressBytesTransferred ?? 0,
    mode: connection.connectionMode ?? '',
    tunnelStatus: tunnel?.connectionStatus ?? null,
    tunnel: tunnel?.tunnel ?? null,
  };
}

function localGatewayRow(gateway: LocalNetworkGateway): LocalGatewayRow {
  const prefixes = gateway.localNetworkAddressSpace?.addressPrefixes ?? [];
  return {
    name: gateway.name ?? '',
    location: gateway.location ?? '',
    provisioningState: gateway.provisioningState ?? '',
    gatewayIpAddress: gateway.gatewayIpAddress ?? '',
    addressPrefixes: prefixes.length === 0 ? null : prefixes.join(' '),
    asn: gateway.bgpSettings?.asn ?? null,
    bgpPeeringAddress: gateway.bgpSettings?.bgpPeeringAddress ?? null,
  };
}
