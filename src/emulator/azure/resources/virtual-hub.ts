import { z } from 'zod';
import { badRequest, notEmulated } from '../arm/error.ts';
import { connectedPeerings, gatewaysOfNetwork } from '../routing/networks.ts';
import { routeServerOfHub } from '../routing/route-servers.ts';
import { defaultAsn } from './asn.ts';
import { defineKind } from './kind.ts';
import { parse, shape } from './shape.ts';

/** A Route Server: to Azure Resource Manager a virtual hub of its own kind, which stands alone. */
export interface VirtualHubProperties {
  readonly sku: 'Standard';
  /** Whether it exchanges routes with the gateways of its network. */
  readonly allowBranchToBranchTraffic: boolean;
  /** What wins where several know a prefix. */
  readonly hubRoutingPreference: HubRoutingPreference;
}

export type HubRoutingPreference = 'ExpressRoute' | 'VpnGateway' | 'ASPath';

/** Every Route Server has this AS number. */
export const routeServerAsn = defaultAsn;

const schema = shape(
  {
    sku: z.string().default('Standard'),
    allowBranchToBranchTraffic: z.boolean().default(false),
    hubRoutingPreference: z.enum(['ExpressRoute', 'VpnGateway', 'ASPath']).default('ExpressRoute'),
    virtualRouterAutoScaleConfiguration: shape({ minCapacity: z.literal(2).optional() }).optional(),
    preferredRoutingGateway: z.string().optional(),
  },
  [
    'virtualRouterAsn',
    'virtualRouterIps',
    'ipConfigurations',
    'bgpConnections',
    'routingState',
    'routeTable',
    'virtualHubRouteTableV2s',
    'routeMaps',
  ],
);

/** @see https://learn.microsoft.com/azure/route-server/overview */
export const virtualHubKind = defineKind<'virtualHubs'>({
  type: 'Microsoft.Network/virtualHubs',
  label: 'RouteServer',

  prepare(body, { name }) {
    const input = parse(schema, body['properties'], `route server ${name}`);
    if (input.sku !== 'Standard') throw notEmulated(`virtual hubs of SKU ${input.sku}`);
    const { allowBranchToBranchTraffic, hubRoutingPreference } = input;
    return { sku: input.sku, allowBranchToBranchTraffic, hubRoutingPreference };
  },

  refuseDelete(hub, resources) {
    const server = routeServerOfHub(hub, resources);
    const spoke =
      server &&
      connectedPeerings(server.network.id, resources).find(
        ({ opposite }) => opposite.properties.useRemoteGateways,
      );
    if (!spoke || gatewaysOfNetwork(server.network.id, resources).length > 0) return;
    throw badRequest(
      'VnetGatewayInUseByRemotePeering',
      `Route server ${hub.id} cannot be deleted because peering ${spoke.opposite.id} uses it as a remote gateway.`,
    );
  },

  deleted(hub, draft) {
    for (const kind of ['hubBgpConnections', 'hubIpConfigurations'] as const)
      for (const child of draft.inside(kind, hub.id)) draft.remove(kind, child.id);
  },

  view(hub, { resources }) {
    const references = (kind: 'hubIpConfigurations' | 'hubBgpConnections') =>
      resources.inside(kind, hub.id).map(({ id }) => ({ id }));
    const server = routeServerOfHub(hub, resources);
    return {
      ...hub.properties,
      virtualRouterAsn: routeServerAsn,
      virtualRouterIps: server?.addresses ?? [],
      virtualRouterAutoScaleConfiguration: { minCapacity: 2 },
      routingState: server ? 'Provisioned' : 'None',
      ipConfigurations: references('hubIpConfigurations'),
      bgpConnections: references('hubBgpConnections'),
      virtualHubRouteTableV2s: [],
    };
  },
});
