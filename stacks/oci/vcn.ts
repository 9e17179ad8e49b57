import type { OciSubnet, Vcn } from '../../src/lab/handle.ts';
import type { TerraformResource } from '../cdktf.ts';
import { resource, type Constructed, type Dependency } from '../constructed.ts';
import { ociResource, placed } from './resource.ts';
import type { OciScope } from './scope.ts';

export type ConstructedVcn = Constructed<Vcn, TerraformResource>;
export type ConstructedOciSubnet = Constructed<OciSubnet, TerraformResource>;

/** Something of OCI's that no step speaks about. */
export interface OciPart {
  /** OCID. */
  readonly id: string;
  readonly [resource]: TerraformResource;
}

/** A virtual cloud network. */
export function vcn(
  oci: OciScope,
  parameters: { readonly name: string; readonly cidrBlocks: readonly string[] },
): ConstructedVcn {
  const { name, cidrBlocks } = parameters;
  const made = ociResource(oci, {
    type: 'oci_core_vcn',
    name,
    arguments: { ...placed(oci, name), cidr_blocks: cidrBlocks },
  });
  return { kind: 'vcn', name, id: made.getStringAttribute('id'), [resource]: made };
}

/** The border of a VCN to the internet. What goes there is for a route table to say. */
export function internetGateway(
  oci: OciScope,
  parameters: { readonly name: string; readonly vcn: ConstructedVcn },
): OciPart {
  const { name, vcn: network } = parameters;
  const made = ociResource(oci, {
    type: 'oci_core_internet_gateway',
    name,
    arguments: { ...placed(oci, name), vcn_id: network.id },
  });
  return { id: made.getStringAttribute('id'), [resource]: made };
}

export interface RouteTableParameters {
  readonly name: string;
  readonly vcn: ConstructedVcn;
  /** Each by an internet gateway or a DRG. */
  readonly routes: readonly { readonly to: string; readonly via: { readonly id: string } }[];
  /** A DRG's attachment to the VCN, where a route leads to the DRG. */
  readonly dependsOn?: readonly Dependency[];
}

/** Where a subnet sends what is not in the VCN. */
export function ociRouteTable(oci: OciScope, parameters: RouteTableParameters): OciPart {
  const { name, vcn: network, routes, dependsOn = [] } = parameters;
  const made = ociResource(oci, {
    type: 'oci_core_route_table',
    name,
    arguments: {
      ...placed(oci, name),
      vcn_id: network.id,
      route_rules: routes.map(({ to, via }) => ({
        destination: to,
        destination_type: 'CIDR_BLOCK',
        network_entity_id: via.id,
      })),
    },
    dependsOn,
  });
  return { id: made.getStringAttribute('id'), [resource]: made };
}

export interface OciSubnetParameters {
  readonly name: string;
  readonly vcn: ConstructedVcn;
  readonly cidr: string;
  /** @default the VCN's default route table, which is empty */
  readonly routeTable?: OciPart;
  /** @default the VCN's default security list: SSH comes in, ping does not */
  readonly securityLists?: readonly OciPart[];
  /** Without public addresses. @default false */
  readonly isPrivate?: boolean;
}

/** A regional subnet. */
export function ociSubnet(oci: OciScope, parameters: OciSubnetParameters): ConstructedOciSubnet {
  const { name, vcn: network, cidr, routeTable, securityLists, isPrivate = false } = parameters;
  const made = ociResource(oci, {
    type: 'oci_core_subnet',
    name,
    arguments: {
      ...placed(oci, name),
      vcn_id: network.id,
      cidr_block: cidr,
      route_table_id: routeTable?.id,
      security_list_ids: securityLists?.map(({ id }) => id),
      prohibit_public_ip_on_vnic: isPrivate,
    },
  });
  return { kind: 'ociSubnet', name, id: made.getStringAttribute('id'), [resource]: made };
}
