import type { BgpRoute, Observations } from '../../fabric/observations.ts';
import { drgNames } from '../fabric/drg-names.ts';
import { addressOf } from '../resources/interface-address.ts';
import type { IpsecTunnel } from '../resources/ipsec-tunnel.ts';
import { isTunnelUp } from './drg-tables.ts';

/** A route that a tunnel's BGP session told or was told. */
export interface TunnelRoute {
  readonly prefix: string;
  /** Seconds. */
  readonly age: number;
  readonly isBestPath: boolean;
  readonly asPath: readonly number[];
  readonly advertiser: 'CUSTOMER' | 'ORACLE';
}

/** What is live of a tunnel. */
export function tunnelState(tunnel: IpsecTunnel, observations: Observations) {
  const establishedAt = observations.tunnels[drgNames.tunnel(tunnel)]?.establishedAt ?? undefined;
  return {
    isUp: isTunnelUp(tunnel, observations),
    isBgpUp: sessionPeer(tunnel, observations)?.state === 'Established',
    /** Milliseconds since the epoch; undefined unless up. */
    establishedAt,
  };
}

/** By prefix; none unless its routing is BGP and its session is up. */
export function tunnelRoutes(
  tunnel: IpsecTunnel,
  observations: Observations,
): readonly TunnelRoute[] {
  const peer = sessionPeer(tunnel, observations);
  if (peer?.state !== 'Established') return [];
  const age = Math.floor((peer.establishedForMs ?? 0) / 1000);
  const routes = observations.bgp[drgNames.headEnd(tunnel)]?.routes ?? [];
  return routes.map(({ prefix, best, asPath, source }) => ({
    prefix,
    age,
    isBestPath: best,
    asPath,
    advertiser: advertisers[source],
  }));
}

const advertisers = {
  network: 'ORACLE',
  ebgp: 'CUSTOMER',
  ibgp: 'CUSTOMER',
} as const satisfies Record<BgpRoute['source'], TunnelRoute['advertiser']>;

function sessionPeer(tunnel: IpsecTunnel, { bgp }: Observations) {
  const { customerInterfaceIp } = tunnel.bgp;
  if (tunnel.routing !== 'BGP' || customerInterfaceIp === undefined) return undefined;
  const peers = bgp[drgNames.headEnd(tunnel)]?.peers ?? [];
  return peers.find(({ address }) => address === addressOf(customerInterfaceIp));
}
