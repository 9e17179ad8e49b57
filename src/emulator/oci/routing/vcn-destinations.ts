import type { Prefix } from '../../net/prefix.ts';
import { comparePrefixes } from '../../net/prefix.ts';

export type VcnRouteType = 'VCN_CIDRS' | 'SUBNET_CIDRS';

/**
 * What a VCN attachment brings to its DRG: the VCN's ranges or those of its subnets, and the destinations of the VCN
 * route table that the attachment names, always.
 * @see https://docs.oracle.com/iaas/api/#/en/iaas/latest/datatypes/VcnDrgAttachmentNetworkDetails
 */
export function vcnDestinations(parameters: {
  readonly vcnRouteType: VcnRouteType;
  readonly vcnCidrs: readonly Prefix[];
  readonly subnetCidrs: readonly Prefix[];
  /** Destinations of the attachment's ingress route table. */
  readonly ingressDestinations: readonly Prefix[];
}): readonly Prefix[] {
  const { vcnRouteType, vcnCidrs, subnetCidrs, ingressDestinations } = parameters;
  const own = vcnRouteType === 'VCN_CIDRS' ? vcnCidrs : subnetCidrs;
  return [...new Set([...own, ...ingressDestinations])].toSorted(comparePrefixes);
}
