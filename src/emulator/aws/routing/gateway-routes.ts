import type { Observations, TunnelObservation } from '../../fabric/observations.ts';
import type { Resources } from '../resources/store.ts';
import type { VpnConnection } from '../resources/vpn-connection.ts';
import { connectionsOf } from '../resources/vpn-connection.ts';
import type { VpnGateway } from '../resources/vpn-gateway.ts';

/** A tunnel's name in the fabric and in observations. */
export function tunnelName(connection: Pick<VpnConnection, 'id'>, index: number): string {
  return `${connection.id}-${index + 1}`;
}

export function tunnelState(
  connection: VpnConnection,
  index: number,
  observations: Observations,
): TunnelObservation | undefined {
  return observations.tunnels[tunnelName(connection, index)];
}

export function isUp(
  connection: VpnConnection,
  index: number,
  observations: Observations,
): boolean {
  return tunnelState(connection, index, observations)?.state === 'up';
}

/** A static route of a connection with the one tunnel that carries it. */
export interface StaticTunnelRoute {
  readonly destination: string;
  readonly connection: VpnConnection;
  /** 0 or 1. */
  readonly tunnel: number;
}

/**
 * Static routes of connections of which a tunnel is up. A virtual private gateway sends to one tunnel a prefix: the
 * oldest connection's first one that is up.
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-route-priority.html
 */
export function staticRoutes(
  gateway: VpnGateway,
  resources: Resources,
  observations: Observations,
): readonly StaticTunnelRoute[] {
  const routes = connectionsOf(gateway, resources)
    .filter(({ staticRoutesOnly }) => staticRoutesOnly)
    .flatMap((connection) => {
      const tunnel = connection.tunnels.findIndex((_, index) =>
        isUp(connection, index, observations),
      );
      if (tunnel < 0) return [];
      return connection.routes.map((destination) => ({ destination, connection, tunnel }));
    });
  return [...new Map(routes.toReversed().map((it) => [it.destination, it])).values()].toReversed();
}

/** Prefixes that a gateway gives to route tables that take its routes: static ones, then what BGP chose. */
export function gatewayPrefixes(
  gateway: VpnGateway,
  resources: Resources,
  observations: Observations,
): readonly string[] {
  const learned = (observations.bgp[gateway.id]?.routes ?? [])
    .filter(({ best, source }) => best && source === 'ebgp')
    .map(({ prefix }) => prefix);
  const fixed = staticRoutes(gateway, resources, observations).map(
    ({ destination }) => destination,
  );
  return [...new Set([...fixed, ...learned])];
}
