import { parentId, sameId } from '../arm/id.ts';
import type { Resource, Resources } from '../resources/store.ts';

type Gateway = Resource<'virtualNetworkGateways'>;
type Network = Resource<'virtualNetworks'>;
type Peering = Resource<'virtualNetworkPeerings'>;

/** The virtual network of a subnet. */
export function networkOfSubnet(subnetId: string, resources: Resources): Network | undefined {
  return resources.find('virtualNetworks', parentId(subnetId));
}

export function prefixesOf(network: Network): readonly string[] {
  return network.properties.addressSpace.addressPrefixes;
}

/** The network that a gateway lives in. */
export function networkOfGateway(gateway: Gateway, resources: Resources): Network | undefined {
  const [configuration] = gateway.properties.ipConfigurations;
  return configuration && networkOfSubnet(configuration.properties.subnet.id, resources);
}

/** The gateways in a network itself: at most one of each type. */
export function gatewaysOfNetwork(networkId: string, resources: Resources): readonly Gateway[] {
  return resources
    .all('virtualNetworkGateways')
    .filter(({ properties }) =>
      properties.ipConfigurations.some((part) =>
        sameId(parentId(part.properties.subnet.id), networkId),
      ),
    );
}

export function isExpressRoute({ properties }: Gateway): boolean {
  return properties.gatewayType === 'ExpressRoute';
}

/** A connected peering with the network on its far side. */
export interface ConnectedPeering {
  readonly peering: Peering;
  readonly opposite: Peering;
  readonly remote: Network;
  /** Both sides allow access: packets may pass. */
  readonly passes: boolean;
}

export function connectedPeerings(
  networkId: string,
  resources: Resources,
): readonly ConnectedPeering[] {
  return resources.inside('virtualNetworkPeerings', networkId).flatMap((peering) => {
    const remote = resources.find('virtualNetworks', peering.properties.remoteVirtualNetwork.id);
    const opposite = resources
      .inside('virtualNetworkPeerings', peering.properties.remoteVirtualNetwork.id)
      .find((other) => sameId(other.properties.remoteVirtualNetwork.id, networkId));
    if (!remote || !opposite || peering.properties.peeringState !== 'Connected') return [];
    const passes =
      peering.properties.allowVirtualNetworkAccess && opposite.properties.allowVirtualNetworkAccess;
    return [{ peering, opposite, remote, passes }];
  });
}

/** Networks whose machines use this network's gateway: both sides of the peering agree to it. */
export function spokesOf(networkId: string, resources: Resources): readonly Network[] {
  return connectedPeerings(networkId, resources)
    .filter(
      ({ peering, opposite }) =>
        peering.properties.allowGatewayTransit && opposite.properties.useRemoteGateways,
    )
    .map(({ remote }) => remote);
}

/** The gateways whose routes a network's machines get: its own, or those of a peer that lends them. */
export function gatewaysUsedBy(networkId: string, resources: Resources): readonly Gateway[] {
  const own = gatewaysOfNetwork(networkId, resources);
  if (own.length > 0) return own;
  const hub = connectedPeerings(networkId, resources).find(
    ({ peering, opposite }) =>
      peering.properties.useRemoteGateways && opposite.properties.allowGatewayTransit,
  );
  return hub ? gatewaysOfNetwork(hub.remote.id, resources) : [];
}
