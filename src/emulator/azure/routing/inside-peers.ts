import type { BgpNeighbor, BgpTimers } from '../../fabric/fabric.ts';
import type { Observations } from '../../fabric/observations.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { GatewayInstance } from '../resources/virtual-network-gateway.ts';
import { isExpressRoute } from './networks.ts';
import { outsideOnly } from './near-prefixes.ts';

type Gateway = Resource<'virtualNetworkGateways'>;

export interface InsideParameters {
  readonly gateway: Gateway;
  readonly instance: GatewayInstance;
  readonly resources: Resources;
  readonly observations: Observations;
  readonly timers: BgpTimers;
}

/** Sessions of a gateway's instance inside its network: those with speakers of its own AS. */
export function insideNeighbors(parameters: InsideParameters): readonly BgpNeighbor[] {
  const { gateway, instance } = parameters;
  // The instances of an ExpressRoute gateway learn the same from both Microsoft edges and need not tell each other.
  if (isExpressRoute(gateway)) return [];
  return gateway.properties.instances
    .filter((other) => other.id !== instance.id)
    .map((other) => twin(other, parameters));
}

/**
 * Marks (as in `ImportPolicy.mark`) of what an instance learned inside its network and does not pass on to its peers
 * outside.
 */
export function untoldMarks(_gateway: Gateway, _resources: Resources): readonly string[] {
  return [];
}

/**
 * Instances tell each other what they learned outside and what their own tunnels reach, the BGP peers' host routes
 * among it, each as its own next hop; their networks both know.
 */
function twin(
  other: GatewayInstance,
  { gateway, instance, resources, timers }: InsideParameters,
): BgpNeighbor {
  return {
    address: other.bgpAddress,
    asn: gateway.properties.asn,
    source: instance.bgpAddress,
    multihop: false,
    passive: false,
    nextHopSelf: true,
    timers,
    inbound: { rules: [], otherwise: 'permit' },
    outbound: outsideOnly(gateway, resources),
  };
}
