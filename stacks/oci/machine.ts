import type { Machine } from '../../src/lab/handle.ts';
import type { TerraformResource } from '../cdktf.ts';
import { resource, type Constructed } from '../constructed.ts';
import { ociData, ociResource, part, placed } from './resource.ts';
import type { OciScope } from './scope.ts';
import type { ConstructedOciSubnet } from './vcn.ts';

export type ConstructedOciMachine = Constructed<Machine, TerraformResource>;

export interface OciMachineParameters {
  /** Its display name, and its host name. */
  readonly name: string;
  readonly subnet: ConstructedOciSubnet;
  /** @default the lowest free one of the subnet */
  readonly address?: string;
  /** Forwards packets that are not its own. @default false */
  readonly forwards?: boolean;
  /** A flexible shape. @default VM.Standard.E4.Flex */
  readonly shape?: string;
}

/** A compute instance (Ubuntu 22.04; the image's user is `ubuntu`) with a public address. */
export function ociMachine(oci: OciScope, parameters: OciMachineParameters): ConstructedOciMachine {
  const { name, subnet, address, forwards = false, shape = 'VM.Standard.E4.Flex' } = parameters;
  const { compartmentId: compartment_id } = oci;
  const domains = ociData(oci, {
    type: 'oci_identity_availability_domains',
    name: 'availability-domains',
    arguments: { compartment_id },
  });
  const images = ociData(oci, {
    type: 'oci_core_images',
    name: `ubuntu-images-${shape.replaceAll('.', '-')}`,
    arguments: {
      compartment_id,
      operating_system: 'Canonical Ubuntu',
      operating_system_version: '22.04',
      shape,
      sort_by: 'TIMECREATED',
      sort_order: 'DESC',
    },
  });
  const instance = ociResource(oci, {
    type: 'oci_core_instance',
    name,
    arguments: {
      ...placed(oci, name),
      availability_domain: part(domains, 'availability_domains[0].name'),
      shape,
      shape_config: { ocpus: 1, memory_in_gbs: 8 },
      source_details: {
        source_type: 'image',
        source_id: part(images, 'images[0].id'),
      },
      create_vnic_details: {
        subnet_id: subnet.id,
        assign_public_ip: 'true',
        private_ip: address,
        skip_source_dest_check: forwards,
      },
      metadata: { ssh_authorized_keys: oci.sshPublicKey },
    },
  });
  const id = instance.getStringAttribute('id');
  const attachments = ociData(oci, {
    type: 'oci_core_vnic_attachments',
    name: `${name}-vnics`,
    arguments: { compartment_id, instance_id: id },
  });
  return {
    kind: 'machine',
    cloud: 'oci',
    name,
    user: 'ubuntu',
    id,
    publicAddress: instance.getStringAttribute('public_ip'),
    privateAddresses: [instance.getStringAttribute('private_ip')],
    networkInterfaces: [part(attachments, 'vnic_attachments[0].vnic_id')],
    [resource]: instance,
  };
}
