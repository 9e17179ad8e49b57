import type { Ocid } from '../protocol/ocid.ts';
import type { Resources } from '../resources/store.ts';

/**
 * How a VCN and the DRG that it is attached to meet. The VCN's side makes the link: the VCN router's device
 * `devices.vcnToDrg` and the device `devices.drgToVcn(vcn)` of the node `names.drg(drg)`, with the link addresses
 * `vcn` and `drg`. The DRG's side makes that node, and routes to VCNs by `hop(devices.drgToVcn(vcn), 'vcn')`.
 */
export interface VcnAttachment {
  readonly vcnId: Ocid;
  readonly drgId: Ocid;
  /** The VCN's route table for what comes from the DRG. */
  readonly routeTableId?: Ocid;
}

/** Attachments that pass packets. */
export function vcnAttachments(resources: Resources): readonly VcnAttachment[] {
  return resources.all('drgAttachments').flatMap(({ properties: { drgId, network } }) => {
    if (network.type !== 'VCN') return [];
    const { id: vcnId, routeTableId } = network;
    return [{ vcnId, drgId, ...(routeTableId !== undefined && { routeTableId }) }];
  });
}
