import type { Route } from '@aws-sdk/client-ec2';
import type { AwsClients } from '../../src/lab/target.ts';
import type { CloudView } from '../expect-rows.ts';
import { awsText } from './command.ts';

/** A tunnel of a VPN connection, in the fields of EC2's `VgwTelemetry`. */
export type VpnTelemetryRow = {
  /** Name of the VPN connection's handle. */
  readonly connection: string;
  /** AWS's address of the tunnel. */
  readonly outsideIpAddress: string;
  /** `UP`, `DOWN`. */
  readonly status: string;
  /** `IPSEC IS DOWN`, `IPSEC IS UP`, `2 BGP ROUTES`. */
  readonly statusMessage: string;
  readonly acceptedRouteCount: number;
};

/** A route of a route table, in the fields of EC2's `Route`. */
export type VpcRouteRow = {
  /** `active`, `blackhole`. */
  readonly state: string;
  readonly destinationCidrBlock: string;
  /** `CreateRouteTable`, `CreateRoute`, `EnableVgwRoutePropagation`. */
  readonly origin: string;
  /** `local`, `igw-…`, `vgw-…`; `null` for a route to a machine. */
  readonly gatewayId: string | null;
  readonly instanceId: string | null;
};

/** A customer gateway. */
export type CustomerGatewayRow = {
  readonly name: string;
  readonly ipAddress: string;
  readonly bgpAsn: number;
  readonly state: string;
};

interface Named {
  readonly name: string;
  readonly id: string;
}

/** The tunnels of VPN connections, as AWS's end sees them. */
export function vpnTelemetryView(
  aws: AwsClients,
  connections: readonly Named[],
): CloudView<VpnTelemetryRow> {
  const ids = connections.map(({ id }) => id);
  return {
    title: `Tunnels of ${connections.map(({ name }) => name).join(' and ')}`,
    async read(abortSignal) {
      const sdk = await import('@aws-sdk/client-ec2');
      const { VpnConnections = [] } = await aws.ec2.send(
        new sdk.DescribeVpnConnectionsCommand({ VpnConnectionIds: ids }),
        { abortSignal },
      );
      return connections.flatMap(({ id, name }) => {
        const found = VpnConnections.find((it) => it.VpnConnectionId === id);
        return (found?.VgwTelemetry ?? []).map((tunnel) => ({
          connection: name,
          outsideIpAddress: tunnel.OutsideIpAddress ?? '',
          status: tunnel.Status ?? '',
          statusMessage: tunnel.StatusMessage ?? '',
          acceptedRouteCount: tunnel.AcceptedRouteCount ?? 0,
        }));
      });
    },
    headings: {
      connection: 'Connection',
      outsideIpAddress: 'Outside IP address',
      status: 'Status',
      statusMessage: 'Status message',
      acceptedRouteCount: 'Accepted routes',
    },
    equivalent: (rows) =>
      awsText(
        'describe-vpn-connections',
        { 'vpn-connection-ids': ids },
        'VpnConnections[*].VgwTelemetry[*].[OutsideIpAddress,StatusMessage,Status]',
        rows.map((row) => [row.outsideIpAddress, row.statusMessage, row.status]),
      ),
  };
}

/** The routes of a route table. */
export function vpcRoutesView(aws: AwsClients, table: Named): CloudView<VpcRouteRow> {
  return {
    title: `Routes of ${table.name}`,
    async read(abortSignal) {
      const sdk = await import('@aws-sdk/client-ec2');
      const { RouteTables = [] } = await aws.ec2.send(
        new sdk.DescribeRouteTablesCommand({ RouteTableIds: [table.id] }),
        { abortSignal },
      );
      return RouteTables.flatMap(({ Routes = [] }) => Routes.map(vpcRouteRow));
    },
    headings: {
      state: 'State',
      destinationCidrBlock: 'Destination',
      origin: 'Origin',
      gatewayId: 'Gateway',
      instanceId: 'Instance',
    },
    equivalent: (rows) =>
      awsText(
        'describe-route-tables',
        { 'route-table-ids': [table.id] },
        'RouteTables[*].Routes[].[State,DestinationCidrBlock,Origin,GatewayId || InstanceId]',
        rows.map((row) => [
          row.state,
          row.destinationCidrBlock,
          row.origin,
          row.gatewayId ?? row.instanceId,
        ]),
      ),
  };
}

/** Customer gateways. */
export function customerGatewaysView(
  aws: AwsClients,
  gateways: readonly Named[],
): CloudView<CustomerGatewayRow> {
  const ids = gateways.map(({ id }) => id);
  return {
    title: 'Customer gateways',
    async read(abortSignal) {
      const sdk = await import('@aws-sdk/client-ec2');
      const { CustomerGateways = [] } = await aws.ec2.send(
        new sdk.DescribeCustomerGatewaysCommand({ CustomerGatewayIds: ids }),
        { abortSignal },
      );
      return gateways.flatMap(({ id, name }) =>
        CustomerGateways.filter((it) => it.CustomerGatewayId === id).map((it) => ({
          name,
          ipAddress: it.IpAddress ?? '',
          bgpAsn: Number(it.BgpAsn ?? it.BgpAsnExtended ?? 0),
          state: it.State ?? '',
        })),
      );
    },
    headings: { name: 'Name', ipAddress: 'IP address', bgpAsn: 'BGP ASN', state: 'State' },
    equivalent: (rows) =>
      awsText(
        'describe-customer-gateways',
        { 'customer-gateway-ids': ids },
        "CustomerGateways[*].[Tags[?Key=='Name']|[0].Value,IpAddress,BgpAsn,State]",
        rows.map((row) => [row.name, row.ipAddress, row.bgpAsn, row.state]),
      ),
  };
}

function vpcRouteRow(route: Route): VpcRouteRow {
  return {
    state: route.State ?? '',
    destinationCidrBlock: route.DestinationCidrBlock ?? '',
    origin: route.Origin ?? '',
    gatewayId: route.GatewayId ?? null,
    instanceId: route.InstanceId ?? null,
  };
}
