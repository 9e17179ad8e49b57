import type { Observations, TunnelObservation } from '../../fabric/observations.ts';
import { sameId } from '../arm/id.ts';
import { tunnelName } from '../fabric/names.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';
import { publicAddressOf } from '../resources/virtual-network-gateway.ts';
import type { Resource, Resources } from '../resources/store.ts';

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

/** What a gateway is told of the far end of a connection. */
export interface FarEnd {
  readonly publicAddress: string;
  /** Prefixes routed into the tunnel without BGP. */
  readonly prefixes: readonly string[];
  readonly bgp?: { readonly asn: number; readonly address: string };
}

/** undefined while the far gateway has no public address yet. */
export function farEnd(connection: Connection, resources: Resources): FarEnd | undefined {
  const { localNetworkGateway2, virtualNetworkGateway2 } = connection.properties;
  if (localNetworkGateway2) {
    const local = resources.find('localNetworkGateways', localNetworkGateway2.id)?.properties;
    return (
      local && {
        publicAddress: local.gatewayIpAddress,
        prefixes: local.localNetworkAddressSpace.addressPrefixes,
        ...(local.bgpSettings && {
          bgp: { asn: local.bgpSettings.asn, address: local.bgpSettings.bgpPeeringAddress },
        }),
      }
    );
  }
  const far =
    virtualNetworkGateway2 && resources.find('virtualNetworkGateways', virtualNetworkGateway2.id);
  const [instance] = far?.properties.instances ?? [];
  if (!far || !instance) return undefined;
  const [publicAddress] = publicAddressOf(far.properties, instance, resources);
  if (publicAddress === undefined) return undefined;
  const network = resources.find(
    'virtualNetworks',
    far.properties.ipConfigurations[0]?.properties.subnet.id.split('/').slice(0, -2).join('/') ??
      '',
  );
  return {
    publicAddress,
    // With BGP the other network's prefixes are learned.
    prefixes: connection.properties.enableBgp
      ? []
      : (network?.properties.addressSpace.addressPrefixes ?? []),
    bgp: { asn: far.properties.asn, address: instance.bgpAddress },
  };
}

export function tunnelOf(
  connection: Connection,
  instance: GatewayInstance,
  observations: Observations,
): TunnelObservation | undefined {
  return observations.tunnels[tunnelName(connection, instance)];
}

export function isUp(
  connection: Connection,
  instance: GatewayInstance,
  observations: Observations,
): boolean {
  return tunnelOf(connection, instance, observations)?.state === 'up';
}

const words = { up: 'Connected', connecting: 'Connecting', down: 'NotConnected' } as const;

/** `connectionStatus` and the counters of a connection: Connected when at least one instance's tunnel is up. */
export function connectionState(
  connection: Connection,
  resources: Resources,
  observations: Observations,
) {
  const gateway = nearGateway(connection, resources);
  const tunnels = (gateway?.properties.instances ?? []).map((instance) => {
    const seen = tunnelOf(connection, instance, observations);
    const [address = ''] = gateway ? publicAddressOf(gateway.properties, instance, resources) : [];
    return {
      tunnel: `${connection.name}_${address}`,
      connectionStatus: seen ? words[seen.state] : 'Unknown',
      ingressBytesTransferred: seen?.bytesIn ?? 0,
      egressBytesTransferred: seen?.bytesOut ?? 0,
      lastConnectionEstablishedUtcTime:
        seen?.establishedAt == null ? null : new Date(seen.establishedAt).toISOString(),
    };
  });
  const statuses = tunnels.map((tunnel) => tunnel.connectionStatus);
  const order = ['Connected', 'Connecting', 'NotConnected'] as const;
  return {
    connectionStatus: order.find((status) => statuses.includes(status)) ?? 'Unknown',
    ingressBytesTransferred: sum(tunnels.map((tunnel) => tunnel.ingressBytesTransferred)),
    egressBytesTransferred: sum(tunnels.map((tunnel) => tunnel.egressBytesTransferred)),
    tunnelConnectionStatus: tunnels,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
