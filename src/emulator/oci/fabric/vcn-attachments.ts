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

/** Attachments that pass packets. DRG attachments are a kind that is not here yet: none. */
export function vcnAttachments(_resources: Resources): readonly VcnAttachment[] {
  return [];
}
