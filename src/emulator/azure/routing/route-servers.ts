import { parentId, sameId } from '../arm/id.ts';
import type { Resource, Resources } from '../resources/store.ts';
import { connectedPeerings, networkOfSubnet } from './networks.ts';

/** A Route Server that has its place in a network. */
export interface RouteServer {
  readonly hub: Resource<'virtualHubs'>;
  readonly network: Resource<'virtualNetworks'>;
  readonly subnet: Resource<'subnets'>;
  /** Of its two instances, in order. */
  readonly addresses: readonly string[];
}

/** A Route Server's BGP speaker. */
export interface RouteServerInstance {
  readonly index: number;
  readonly address: string;
}

export function instancesOf({ addresses }: RouteServer): readonly RouteServerInstance[] {
  return addresses.map((address, index) => ({ index, address }));
}

export function routeServers(resources: Resources): readonly RouteServer[] {
  return resources.all('virtualHubs').flatMap((hub) => routeServerOfHub(hub, resources) ?? []);
}

/** Undefined until it has an ipConfiguration. */
export function routeServerOfHub(
  hub: Resource<'virtualHubs'>,
  resources: Resources,
): RouteServer | undefined {
  const [configuration] = resources.inside('hubIpConfigurations', hub.id);
  const subnet = configuration && resources.find('subnets', configuration.properties.subnet.id);
  const network = subnet && networkOfSubnet(subnet.id, resources);
  if (!network) return undefined;
  return { hub, network, subnet, addresses: configuration.properties.addresses };
}

/** The Route Server in a network itself. */
export function routeServerOfNetwork(
  networkId: string,
  resources: Resources,
): RouteServer | undefined {
  const configuration = resources
    .all('hubIpConfigurations')
    .find(({ properties }) => sameId(parentId(properties.subnet.id), networkId));
  const hub = configuration && resources.find('virtualHubs', parentId(configuration.id));
  return hub && routeServerOfHub(hub, resources);
}

/** The Route Server whose routes a network's machines get: its own, or that of a peer that lends it with its gateways. */
export function routeServerUsedBy(
  networkId: string,
  resources: Resources,
): RouteServer | undefined {
  const own = routeServerOfNetwork(networkId, resources);
  if (own) return own;
  const hub = connectedPeerings(networkId, resources).find(
    ({ peering, opposite }) =>
      peering.properties.useRemoteGateways && opposite.properties.allowGatewayTransit,
  );
  return hub && routeServerOfNetwork(hub.remote.id, resources);
}
