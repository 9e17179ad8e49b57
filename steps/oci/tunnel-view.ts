import type { IpsecConnection } from '../../src/lab/handle.ts';
import type { OciClients } from '../../src/lab/target.ts';
import type { CloudView } from '../expect-rows.ts';
import { ociTable } from './command.ts';
import { allPages } from './pages.ts';

/** A tunnel of an OCI Site-to-Site VPN connection, in the words of OCI's `IPSecConnectionTunnel`. */
export type OciTunnelRow = {
  readonly name: string;
  /** `UP`, `DOWN`, `DOWN_FOR_MAINTENANCE`, `PARTIAL_UP`. */
  readonly status: string;
  /** `STATIC`, `BGP`, `POLICY`. */
  readonly routing: string;
  /** `UP`, `DOWN`; `null` for a tunnel without BGP. */
  readonly bgpState: string | null;
  /** Oracle's public address. */
  readonly vpnIp: string;
  /** The peer's. */
  readonly cpeIp: string;
  /** `V1`, `V2`. */
  readonly ikeVersion: string;
  readonly lifecycleState: string;
};

export function ociTunnelsView(
  oci: OciClients,
  connection: IpsecConnection,
): CloudView<OciTunnelRow> {
  return {
    title: `Tunnels of ${connection.name}`,
    async read(signal) {
      const tunnels = await allPages(signal, (page) =>
        oci.network.listIPSecConnectionTunnels({ ipscId: connection.id, ...page }),
      );
      return tunnels.map((tunnel) => ({
        name: tunnel.displayName ?? tunnel.id,
        status: tunnel.status ?? '',
        routing: tunnel.routing ?? '',
        bgpState:
          String(tunnel.routing) === 'BGP' ? (tunnel.bgpSessionInfo?.bgpState ?? null) : null,
        vpnIp: tunnel.vpnIp ?? '',
        cpeIp: tunnel.cpeIp ?? '',
        ikeVersion: tunnel.ikeVersion ?? '',
        lifecycleState: tunnel.lifecycleState,
      }));
    },
    headings: {
      name: 'Tunnel',
      status: 'Status',
      routing: 'Routing',
      bgpState: 'BGP',
      vpnIp: 'Oracle address',
      cpeIp: 'CPE address',
      ikeVersion: 'IKE',
      lifecycleState: 'Lifecycle state',
    },
    equivalent: ociTable({
      command: 'ip-sec-tunnel list',
      options: { 'ipsc-id': connection.id },
      query:
        'data[].{bgp:"bgp-session-info"."bgp-state","cpe-ip":"cpe-ip",name:"display-name",routing:routing,status:status,"vpn-ip":"vpn-ip"}',
      headings: {
        bgp: 'bgpState',
        'cpe-ip': 'cpeIp',
        name: 'name',
        routing: 'routing',
        status: 'status',
        'vpn-ip': 'vpnIp',
      },
    }),
  };
}
