import { z } from 'zod';
import { badRequest, invalidReference } from '../arm/error.ts';
import { parentId, sameId } from '../arm/id.ts';
import { overlaps } from '../../net/prefix.ts';
import { gatewaysOfNetwork } from '../routing/networks.ts';
import { routeServerOfNetwork } from '../routing/route-servers.ts';
import { defineKind } from './kind.ts';
import { parse, reference, shape } from './shape.ts';
import type { Draft, Resource, Resources } from './store.ts';

export interface VirtualNetworkPeeringProperties {
  readonly remoteVirtualNetwork: { readonly id: string };
  readonly allowVirtualNetworkAccess: boolean;
  readonly allowForwardedTraffic: boolean;
  readonly allowGatewayTransit: boolean;
  readonly useRemoteGateways: boolean;
  readonly doNotVerifyRemoteGateways: boolean;
  /** `Disconnected` stays until this side is deleted: the other side went away. */
  readonly peeringState: 'Initiated' | 'Connected' | 'Disconnected';
  /** The remote address space when it was last synchronised. */
  readonly syncedAddressPrefixes: readonly string[];
}

type Peering = Resource<'virtualNetworkPeerings'>;

const schema = shape(
  {
    remoteVirtualNetwork: reference,
    allowVirtualNetworkAccess: z.boolean().default(true),
    allowForwardedTraffic: z.boolean().default(false),
    allowGatewayTransit: z.boolean().default(false),
    useRemoteGateways: z.boolean().default(false),
    doNotVerifyRemoteGateways: z.boolean().default(false),
    peerCompleteVnets: z.literal(true).optional(),
  },
  [
    'peeringState',
    'peeringSyncLevel',
    'remoteAddressSpace',
    'remoteVirtualNetworkAddressSpace',
    'localAddressSpace',
    'localVirtualNetworkAddressSpace',
    'remoteBgpCommunities',
    'remoteVirtualNetworkEncryption',
  ],
);

export const virtualNetworkPeeringKind = defineKind<'virtualNetworkPeerings'>({
  type: 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings',
  parent: 'virtualNetworks',

  prepare(body, { id, name, resources, existing }) {
    const input = parse(schema, body['properties'], `virtual network peering ${name}`);
    const { peerCompleteVnets: _, ...flags } = input;
    const remote = resources.find('virtualNetworks', input.remoteVirtualNetwork.id);
    if (!remote) throw invalidReference(input.remoteVirtualNetwork.id, id);
    if (existing && !sameId(existing.properties.remoteVirtualNetwork.id, remote.id)) {
      throw badRequest(
        'ChangingRemoteVirtualNetworkNotAllowed',
        `Cannot change the remote virtual network of peering ${id} from ${existing.properties.remoteVirtualNetwork.id} to ${remote.id}.`,
      );
    }
    return {
      ...flags,
      remoteVirtualNetwork: { id: remote.id },
      peeringState: existing?.properties.peeringState ?? 'Initiated',
      syncedAddressPrefixes: remote.properties.addressSpace.addressPrefixes,
    };
  },

  stored(peering, draft) {
    const networkId = parentId(peering.id);
    refuseTwin(peering, networkId, draft);
    refuseOverlap(peering, networkId, draft);
    const opposite = oppositePeering(peering, draft);
    if (opposite?.properties.peeringState === 'Disconnected') {
      throw badRequest(
        'RemotePeeringIsDisconnected',
        `Cannot create or update peering ${peering.id} because remote peering ${opposite.id} referencing parent virtual network ${networkId} is in Disconnected state. Update or re-create the remote peering to get it back to Initiated state. Peering gets Disconnected when remote vnet or remote peering is deleted and re-created.`,
      );
    }
    refuseGatewayFlags(peering, opposite, networkId, draft);
    // A peering that was Disconnected and is put again while the other side is gone starts afresh.
    setState(peering, opposite ? 'Connected' : 'Initiated', draft);
    if (opposite) setState(opposite, 'Connected', draft);
  },

  deleted(peering, draft) {
    const opposite = oppositePeering(peering, draft);
    if (opposite) setState(opposite, 'Disconnected', draft);
  },

  view(peering, { resources }) {
    const { syncedAddressPrefixes, ...flags } = peering.properties;
    const remote = resources.find('virtualNetworks', flags.remoteVirtualNetwork.id);
    const current = remote?.properties.addressSpace.addressPrefixes ?? syncedAddressPrefixes;
    const localInSync = syncedAddressPrefixes.join() === current.join();
    return {
      ...flags,
      peeringSyncLevel: localInSync ? 'FullyInSync' : 'LocalNotInSync',
      peerCompleteVnets: true,
      remoteAddressSpace: { addressPrefixes: syncedAddressPrefixes },
      remoteVirtualNetworkAddressSpace: { addressPrefixes: current },
    };
  },
});

/** The peering of the remote network back to this one. */
export function oppositePeering(peering: Peering, resources: Resources): Peering | undefined {
  return resources
    .inside('virtualNetworkPeerings', peering.properties.remoteVirtualNetwork.id)
    .find((other) => sameId(other.properties.remoteVirtualNetwork.id, parentId(peering.id)));
}

function setState(
  peering: Peering,
  peeringState: VirtualNetworkPeeringProperties['peeringState'],
  draft: Draft,
): void {
  if (peering.properties.peeringState === peeringState) return;
  draft.set({
    ...peering,
    version: peering.version + 1,
    properties: { ...peering.properties, peeringState },
  });
}

function refuseTwin(peering: Peering, networkId: string, resources: Resources): void {
  const remoteId = peering.properties.remoteVirtualNetwork.id;
  if (sameId(remoteId, networkId)) {
    throw badRequest(
      'InvalidPeeringCannotReferenceParentVirtualNetwork',
      `Peering ${peering.id} cannot reference its own parent virtual network ${networkId}.`,
    );
  }
  const twin = resources
    .inside('virtualNetworkPeerings', networkId)
    .find(
      (other) =>
        !sameId(other.id, peering.id) && sameId(other.properties.remoteVirtualNetwork.id, remoteId),
    );
  if (!twin) return;
  throw badRequest(
    'AnotherPeeringAlreadyReferencesRemoteVnet',
    `Peering ${twin.id} already references remote virtual network ${remoteId}. Cannot add or update another peering ${peering.id} referencing the same remote virtual network.`,
  );
}

/** Address spaces of peered networks are disjoint, from each other and from those of the other peers. */
function refuseOverlap(peering: Peering, networkId: string, resources: Resources): void {
  const spaceOf = (id: string) =>
    resources.find('virtualNetworks', id)?.properties.addressSpace.addressPrefixes ?? [];
  const remoteId = peering.properties.remoteVirtualNetwork.id;
  const clashes = (id: string) =>
    spaceOf(id).some((ours) => spaceOf(remoteId).some((theirs) => overlaps(ours, theirs)));
  if (clashes(networkId)) {
    throw badRequest(
      'VnetAddressSpacesOverlap',
      `Cannot create or update peering ${peering.id}. Virtual networks ${networkId} and ${remoteId} cannot be peered because their address spaces overlap.`,
    );
  }
  const peered = resources
    .inside('virtualNetworkPeerings', networkId)
    .filter((other) => !sameId(other.id, peering.id))
    .map((other) => other.properties.remoteVirtualNetwork.id)
    .find(clashes);
  if (peered === undefined) return;
  throw badRequest(
    'VnetAddressSpaceOverlapsWithAlreadyPeeredVnet',
    `Cannot create or update peering ${peering.id}. Remote virtual network ${remoteId} cannot be peered because its address space overlaps with that of the already peered virtual network ${peered}.`,
  );
}

/** @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-peering-gateway-transit */
function refuseGatewayFlags(
  peering: Peering,
  opposite: Peering | undefined,
  networkId: string,
  resources: Resources,
): void {
  const { useRemoteGateways, allowGatewayTransit, doNotVerifyRemoteGateways } = peering.properties;
  const remoteId = peering.properties.remoteVirtualNetwork.id;
  if (!useRemoteGateways) {
    if (!allowGatewayTransit && opposite?.properties.useRemoteGateways) {
      throw badRequest(
        'AllowGatewayTransitFlagCannotBeFalse',
        `Peering ${peering.id} cannot have AllowGatewayTransit flag set to false, because corresponding remote peering ${opposite.id} has UseRemoteGateways flag set to true.`,
      );
    }
    return;
  }
  if (allowGatewayTransit && opposite?.properties.useRemoteGateways) {
    throw badRequest(
      'PeeringGatewayFlagsConflict',
      `Peerings ${peering.id} and ${opposite.id} cannot both have UseRemoteGateways flag set to true.`,
    );
  }
  if (hasSomethingToLend(networkId, resources)) {
    throw badRequest(
      'VnetHasGatewayAndUseRemoteGateways',
      `Peering ${peering.id} cannot have UseRemoteGateways flag set to true because virtual network ${networkId} already has a gateway.`,
    );
  }
  const another = resources
    .inside('virtualNetworkPeerings', networkId)
    .find((other) => !sameId(other.id, peering.id) && other.properties.useRemoteGateways);
  if (another) {
    throw badRequest(
      'OnlyOnePeeringCanUseRemoteGateways',
      `Peering ${peering.id} cannot have UseRemoteGateways flag set to true because peering ${another.id} of the same virtual network already has it.`,
    );
  }
  if (!doNotVerifyRemoteGateways && !hasSomethingToLend(remoteId, resources)) {
    throw badRequest(
      'RemoteVnetHasNoGateways',
      `Peering ${peering.id} cannot have UseRemoteGateway flag set to true because remote virtual network ${remoteId} referenced by the peering does not have any gateways.`,
    );
  }
  if (opposite && !opposite.properties.allowGatewayTransit) {
    throw badRequest(
      'RemotePeeringAllowGatewayTransitIsFalse',
      `Peering ${peering.id} cannot have UseRemoteGateways flag set to true, because corresponding remote peering ${opposite.id} has AllowGatewayTransit flag set to false.`,
    );
  }
}

/** A gateway or a Route Server. */
function hasSomethingToLend(networkId: string, resources: Resources): boolean {
  return (
    gatewaysOfNetwork(networkId, resources).length > 0 ||
    routeServerOfNetwork(networkId, resources) !== undefined
  );
}
