import type { Observations } from '../../fabric/observations.ts';
import { tunnelName } from '../fabric/names.ts';
import type { Resource, Resources } from '../resources/store.ts';

type Tunnel = Resource<'vpnTunnels'>;

export interface TunnelStatus {
  readonly status:
    | 'WAITING_FOR_FULL_CONFIG'
    | 'ALLOCATING_RESOURCES'
    | 'FIRST_HANDSHAKE'
    | 'NO_INCOMING_PACKETS'
    | 'ESTABLISHED';
  readonly detailedStatus: string;
}

const words: Readonly<Record<TunnelStatus['status'], string>> = {
  WAITING_FOR_FULL_CONFIG: 'Waiting for full configuration: the tunnel has no router interface.',
  ALLOCATING_RESOURCES: 'Allocating resources. VPN tunnel will start soon.',
  FIRST_HANDSHAKE: 'Handshake with peer broken for unknown reason. Trying again soon.',
  NO_INCOMING_PACKETS: 'No incoming packets from peer',
  ESTABLISHED: 'Tunnel is up and running.',
};

/** What the tunnel is like now. @see https://cloud.google.com/network-connectivity/docs/vpn/how-to/checking-vpn-status */
export function readTunnelStatus(
  tunnel: Tunnel,
  {
    resources,
    observations,
  }: { readonly resources: Resources; readonly observations: Observations },
): TunnelStatus {
  const status = statusOf(tunnel, resources, observations);
  return { status, detailedStatus: words[status] };
}

function statusOf(
  tunnel: Tunnel,
  resources: Resources,
  observations: Observations,
): TunnelStatus['status'] {
  const seen = observations.tunnels[tunnelName(tunnel)]?.state;
  if (seen === 'up') return 'ESTABLISHED';
  const router = resources.find('routers', tunnel.properties.router);
  const linked = router?.properties.interfaces.some(
    ({ linkedVpnTunnel }) => linkedVpnTunnel === tunnel.path,
  );
  if (linked !== true) return 'WAITING_FOR_FULL_CONFIG';
  if (seen === undefined) return 'ALLOCATING_RESOURCES';
  return seen === 'connecting' ? 'FIRST_HANDSHAKE' : 'NO_INCOMING_PACKETS';
}

export function isUp(tunnel: Tunnel, observations: Observations): boolean {
  return observations.tunnels[tunnelName(tunnel)]?.state === 'up';
}
