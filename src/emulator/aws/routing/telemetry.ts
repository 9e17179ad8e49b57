import type { Observations } from '../../fabric/observations.ts';
import { insideAddresses } from '../resources/tunnel-options.ts';
import type { VpnConnection } from '../resources/vpn-connection.ts';
import { tunnelState } from './gateway-routes.ts';

/** A tunnel as `VgwTelemetry` tells of it. */
export interface Telemetry {
  readonly outsideAddress: string;
  readonly status: 'UP' | 'DOWN';
  readonly statusMessage: string;
  readonly acceptedRouteCount: number;
  /** Milliseconds since the epoch. */
  readonly lastStatusChange: number;
}

/**
 * What the tunnels do now. With BGP a tunnel is up when its session is: `2 BGP ROUTES`; until then IPsec alone is told.
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-overview-vpn.html
 */
export function telemetryOf(
  connection: VpnConnection,
  observations: Observations,
  now: number,
): readonly Telemetry[] {
  return connection.tunnels.map((tunnel, index) => {
    const seen = tunnelState(connection, index, observations);
    const outsideAddress = tunnel.outsideAddress;
    const base = {
      outsideAddress,
      acceptedRouteCount: 0,
      lastStatusChange: connection.stateChangedAt,
    };
    if (seen?.state !== 'up') {
      return { ...base, status: 'DOWN', statusMessage: 'IPSEC IS DOWN' };
    }
    const establishedAt = seen.establishedAt ?? connection.stateChangedAt;
    if (connection.staticRoutesOnly) {
      return {
        ...base,
        status: 'UP',
        statusMessage: 'IPSEC IS UP',
        acceptedRouteCount: connection.routes.length,
        lastStatusChange: establishedAt,
      };
    }
    const { customer } = insideAddresses(tunnel);
    const peer = observations.bgp[connection.vpnGatewayId]?.peers.find(
      ({ address }) => address === customer,
    );
    if (peer?.state !== 'Established') {
      return {
        ...base,
        status: 'DOWN',
        statusMessage: 'IPSEC IS UP',
        lastStatusChange: establishedAt,
      };
    }
    return {
      outsideAddress,
      status: 'UP',
      statusMessage: `${peer.prefixesReceived} BGP ROUTES`,
      acceptedRouteCount: peer.prefixesReceived,
      lastStatusChange: now - (peer.establishedForMs ?? 0),
    };
  });
}
