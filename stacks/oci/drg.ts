import type { Drg, DrgAttachment } from '../../src/lab/handle.ts';
import type { TerraformResource } from '../cdktf.ts';
import { resource, type Constructed } from '../constructed.ts';
import { ociResource, placed } from './resource.ts';
import type { OciScope } from './scope.ts';
import type { ConstructedVcn, OciPart } from './vcn.ts';

export type ConstructedDrg = Constructed<Drg, TerraformResource>;
export type ConstructedDrgAttachment = Constructed<DrgAttachment, TerraformResource>;

/** A dynamic routing gateway. */
export function drg(oci: OciScope, parameters: { readonly name: string }): ConstructedDrg {
  const { name } = parameters;
  const made = ociResource(oci, {
    type: 'oci_core_drg',
    name,
    arguments: placed(oci, name),
  });
  return { kind: 'drg', name, id: made.getStringAttribute('id'), [resource]: made };
}

export interface DrgAttachmentParameters {
  readonly name: string;
  readonly drg: ConstructedDrg;
  readonly vcn: ConstructedVcn;
  /** What the DRG tells of the VCN. @default SUBNET_CIDRS */
  readonly routeType?: 'SUBNET_CIDRS' | 'VCN_CIDRS';
  /** The VCN's route table for what comes from the DRG. @default none: everything local */
  readonly routeTable?: OciPart;
}

/** Attaches a VCN to a DRG. What comes from the VCN may go everywhere that the DRG knows. */
export function drgAttachment(
  oci: OciScope,
  parameters: DrgAttachmentParameters,
): ConstructedDrgAttachment {
  const { name, drg: gateway, vcn, routeType = 'SUBNET_CIDRS', routeTable } = parameters;
  const made = ociResource(oci, {
    type: 'oci_core_drg_attachment',
    name,
    arguments: {
      display_name: name,
      freeform_tags: { ...oci.tags },
      drg_id: gateway.id,
      network_details: {
        type: 'VCN',
        id: vcn.id,
        vcn_route_type: routeType,
        ...(routeTable && { route_table_id: routeTable.id }),
      },
    },
  });
  return { kind: 'drgAttachment', name, id: made.getStringAttribute('id'), [resource]: made };
}
