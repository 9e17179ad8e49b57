import type { Dependency } from '../constructed.ts';
import { peering, type ConstructedPeering } from './peering.ts';
import type { AzureScope } from './scope.ts';
import type { ConstructedVirtualNetwork } from './virtual-network.ts';
import type { ConstructedVpnGateway } from './vpn-gateway.ts';

export interface GatewayPeeringParameters {
  readonly hub: ConstructedVirtualNetwork;
  readonly spoke: ConstructedVirtualNetwork;
  /** The hub's gateway. */
  readonly gateway: ConstructedVpnGateway;
  /**
   * Whether the spoke uses that gateway: transit offered, remote gateway used, forwarded traffic let
   * in. Without, the two networks reach each other and nothing beyond.
   */
  readonly transit: boolean;
  readonly dependsOn?: readonly Dependency[];
}

export interface GatewayPeering {
  readonly spokeToHub: ConstructedPeering;
  readonly hubToSpoke: ConstructedPeering;
}

/**
 * Both sides of a peering between a hub with a gateway and a spoke: `<spoke>-to-<hub>` and back.
 *
 * The order between the two follows the change: a hub has to offer transit before a spoke may use
 * its gateway, and may stop offering only when the spoke has let go. The gateway must be there
 * before a spoke can use it
 * (https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-peering-gateway-transit).
 */
export function gatewayPeering(
  azure: AzureScope,
  parameters: GatewayPeeringParameters,
): GatewayPeering {
  const { hub, spoke, gateway, transit } = parameters;
  const before = parameters.dependsOn ?? [];

  const spokeSide = (dependsOn: readonly Dependency[]) =>
    peering(azure, {
      name: `${spoke.name}-to-${hub.name}`,
      from: spoke,
      to: hub,
      allowForwardedTraffic: transit,
      useRemoteGateways: transit,
      dependsOn,
    });
  const hubSide = (dependsOn: readonly Dependency[]) =>
    peering(azure, {
      name: `${hub.name}-to-${spoke.name}`,
      from: hub,
      to: spoke,
      allowForwardedTraffic: transit,
      allowGatewayTransit: transit,
      dependsOn,
    });

  if (transit) {
    const hubToSpoke = hubSide([gateway, ...before]);
    return { hubToSpoke, spokeToHub: spokeSide([hubToSpoke]) };
  }
  const spokeToHub = spokeSide([gateway, ...before]);
  return { spokeToHub, hubToSpoke: hubSide([spokeToHub]) };
}
