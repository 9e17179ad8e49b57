import { selfLink } from '../compute/link.ts';
import type { Body } from '../resources/kind.ts';
import type { Resource, Resources } from '../resources/store.ts';

type Tunnel = Resource<'vpnTunnels'>;

/**
 * Whether a gateway's tunnels to each peer are enough for Google's promise of availability: one from each of its
 * interfaces, and one to each of a peer's. It is about what is configured, not about what is up.
 * @see https://cloud.google.com/compute/docs/reference/rest/v1/vpnGateways/getStatus
 */
export function gatewayStatus(gateway: Resource<'vpnGateways'>, resources: Resources): Body {
  const tunnels = resources
    .all('vpnTunnels')
    .filter(({ properties }) => properties.vpnGateway === gateway.path);
  const byPeer = Map.groupBy(tunnels, ({ properties }) => properties.peer.gateway);
  return {
    result: {
      ...(byPeer.size > 0 && {
        vpnConnections: [...byPeer].map(([peer, own]) => connection(peer, own, resources)),
      }),
    },
  };
}

function connection(peer: string, tunnels: readonly Tunnel[], resources: Resources): Body {
  const external = resources.find('externalVpnGateways', peer);
  const rows = tunnels.map(({ path, properties }) => ({
    tunnelUrl: selfLink(path),
    localGatewayInterface: properties.vpnGatewayInterface,
    peerGatewayInterface:
      properties.peer.kind === 'external'
        ? properties.peer.interface
        : properties.vpnGatewayInterface,
  }));
  const local = new Set(rows.map(({ localGatewayInterface }) => localGatewayInterface));
  const remote = new Set(rows.map(({ peerGatewayInterface }) => peerGatewayInterface));
  const wanted = external ? external.properties.interfaces.length : 2;
  const met = local.size === 2 && remote.size >= wanted;
  return {
    [external ? 'peerExternalGateway' : 'peerGcpGateway']: selfLink(peer),
    tunnels: rows,
    state: met
      ? { state: 'CONNECTION_REDUNDANCY_MET' }
      : {
          state: 'CONNECTION_REDUNDANCY_NOT_MET',
          unsatisfiedReason: 'INCOMPLETE_TUNNELS_COVERAGE',
        },
  };
}
