import type { Observations, TunnelObservation } from '../../fabric/observations.ts';
import { sameId } from '../arm/id.ts';
import { tunnelName } from '../fabric/names.ts';
import { publicAddressOf } from '../resources/gateway-addresses.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { networkOfGateway, prefixesOf } from './networks.ts';

type Connection = Resource<'connections'>;
type Gateway = Resource<'virtualNetworkGateways'>;

/** The gateway at the near end. */
export function nearGateway(connection: Connection, resources: Resources): Gateway | undefined {
  return resources.find('virtualNetworkGateways', connection.properties.virtualNetworkGateway1.id);
}

export function connectionsOf(gateway: Gateway, resources: Resources): readonly Connection[] {
  return resources
    .all('connections')
    .filter(({ properties }) => sameId(properties.virtualNetworkGateway1.id, gateway.id));
}

/** One device that a connection goes to: each instance of the near gateway has a tunnel of its own to it. */
export interface FarEnd {
  /** Which of the far gateway's instances; 0 for a local network gateway. */
  readonly index: number;
  /** Where its tunnels end: a public address, or a private one that the near gateway's outer side reaches. */
  readonly address: string;
  /** Prefixes routed into the tunnel without BGP. */
  readonly prefixes: readonly string[];
  readonly bgp?: { readonly asn: number; readonly address: string };
}

/** One for a local network gateway; one for each instance of a virtual one that has its public address. */
export function farEnds(connection: Connection, resources: Resources): readonly FarEnd[] {
  const { localNetworkGateway2, virtualNetworkGateway2, enableBgp } = connection.properties;
  const { useLocalAzureIpAddress } = connection.properties;
  if (localNetworkGateway2) {
    const local = resources.find('localNetworkGateways', localNetworkGateway2.id)?.properties;
    if (!local) return [];
    const { asn, bgpPeeringAddress: address = '' } = local.bgpSettings ?? {};
    return [
      {
        index: 0,
        address: local.gatewayIpAddress,
        prefixes: local.localNetworkAddressSpace.addressPrefixes,
        ...(asn !== undefined && { bgp: { asn, address } }),
      },
    ];
  }
  const far =
    virtualNetworkGateway2 && resources.find('virtualNetworkGateways', virtualNetworkGateway2.id);
  if (!far) return [];
  const network = networkOfGateway(far, resources);
  // With BGP the other network's prefixes are learned.
  const prefixes = enableBgp || !network ? [] : prefixesOf(network);
  return far.properties.instances.flatMap((instance, index) =>
    endsOf(far, instance, useLocalAzureIpAddress, resources).map((address) => ({
      index,
      address,
      prefixes,
      bgp: { asn: far.properties.asn, address: instance.bgpAddress },
    })),
  );
}

/** The address of an instance that a connection's tunnels use; none until it has one. */
export function endsOf(
  gateway: Gateway,
  instance: GatewayInstance,
  local: boolean,
  resources: Resources,
): readonly string[] {
  return local
    ? [instance.underlayAddress]
    : publicAddressOf(gateway.properties, instance, resources);
}

/** A tunnel that an instance of a gateway keeps dialled. */
export interface GatewayTunnel {
  readonly connection: Connection;
  readonly far: FarEnd;
  readonly name: string;
}

/** Both instances of an active-active gateway dial every far end. An instance that is away dials none. */
export function tunnelsOf(
  gateway: Gateway,
  instance: GatewayInstance,
  resources: Resources,
): readonly GatewayTunnel[] {
  if (instance.away) return [];
  return connectionsOf(gateway, resources).flatMap((connection) =>
    farEnds(connection, resources).map((far) => ({
      connection,
      far,
      name: tunnelName(connection, instance, far.index),
    })),
  );
}

export function isUp({ name }: Pick<GatewayTunnel, 'name'>, { tunnels }: Observations): boolean {
  return tunnels[name]?.state === 'up';
}

/**
 * `connectionStatus`, counters and tunnels of a connection, one for each instance. An instance goes on dialling a far end
 * that does not know it; the connection is Connected when one of its tunnels is up.
 */
export function connectionState(
  connection: Connection,
  resources: Resources,
  observations: Observations,
) {
  const gateway = nearGateway(connection, resources);
  const tunnels = (gateway?.properties.instances ?? []).map((instance) => {
    const seen = tunnelsOf(gateway as Gateway, instance, resources)
      .filter((tunnel) => sameId(tunnel.connection.id, connection.id))
      .flatMap(({ name }) => observations.tunnels[name] ?? []);
    const local = connection.properties.useLocalAzureIpAddress;
    const [address = ''] = gateway ? endsOf(gateway, instance, local, resources) : [];
    const since = seen.flatMap(({ establishedAt }) => establishedAt ?? []);
    return {
      tunnel: `${connection.name}_${address}`,
      connectionStatus: instance.away ? 'NotConnected' : tunnelStatus(connection, seen),
      ingressBytesTransferred: sum(seen.map(({ bytesIn }) => bytesIn)),
      egressBytesTransferred: sum(seen.map(({ bytesOut }) => bytesOut)),
      lastConnectionEstablishedUtcTime:
        since.length === 0 ? null : new Date(Math.max(...since)).toISOString(),
    };
  });
  const statuses = tunnels.map((tunnel) => tunnel.connectionStatus);
  return {
    connectionStatus: statuses.includes('Connected')
      ? 'Connected'
      : statuses.every((status) => status === 'Unknown')
        ? 'Unknown'
        : 'NotConnected',
    ingressBytesTransferred: sum(tunnels.map((tunnel) => tunnel.ingressBytesTransferred)),
    egressBytesTransferred: sum(tunnels.map((tunnel) => tunnel.egressBytesTransferred)),
    tunnelConnectionStatus: tunnels,
  };
}

function tunnelStatus(
  { properties }: Connection,
  seen: readonly TunnelObservation[],
): 'Connected' | 'Connecting' | 'NotConnected' | 'Unknown' {
  if (seen.length === 0) return 'Unknown';
  if (seen.some(({ state }) => state === 'up')) return 'Connected';
  if (seen.some(({ state }) => state === 'connecting')) return 'Connecting';
  // Between two attempts.
  return properties.connectionMode === 'ResponderOnly' ? 'NotConnected' : 'Connecting';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
