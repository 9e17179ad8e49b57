import { VirtualNetworkPeering } from '@cdktf/provider-azurerm/lib/virtual-network-peering/index.js';
import type { Peering } from '../../src/lab/handle.ts';
import { dependsOn, resource, type Constructed, type Dependency } from '../constructed.ts';
import type { AzureScope } from './scope.ts';
import type { ConstructedVirtualNetwork } from './virtual-network.ts';

export type ConstructedPeering = Constructed<Peering, VirtualNetworkPeering>;

export interface PeeringParameters extends PeeringFlags {
  readonly name: string;
  /** The network it belongs to. */
  readonly from: ConstructedVirtualNetwork;
  readonly to: ConstructedVirtualNetwork;
  readonly dependsOn?: readonly Dependency[];
}

/** All off by default, as in Azure. */
export interface PeeringFlags {
  /** Takes packets from the other side that come from beyond it. */
  readonly allowForwardedTraffic?: boolean;
  /** Lets the other side use the gateway here. */
  readonly allowGatewayTransit?: boolean;
  /** Uses the gateway of the other side. */
  readonly useRemoteGateways?: boolean;
}

/** One side of a peering between two virtual networks. */
export function peering(azure: AzureScope, parameters: PeeringParameters): ConstructedPeering {
  const { name, from, to } = parameters;
  const made = new VirtualNetworkPeering(azure.scope, name, {
    name,
    resourceGroupName: azure.place.resourceGroupName,
    virtualNetworkName: from[resource].name,
    remoteVirtualNetworkId: to.id,
    allowVirtualNetworkAccess: true,
    allowForwardedTraffic: parameters.allowForwardedTraffic ?? false,
    allowGatewayTransit: parameters.allowGatewayTransit ?? false,
    useRemoteGateways: parameters.useRemoteGateways ?? false,
    ...dependsOn(parameters.dependsOn),
  });
  return { kind: 'peering', name, id: made.id, [resource]: made };
}
