import { account } from './local-oci.ts';

export const sshKey = 'ssh-ed25519 AAAATEST wirebook';

/** Two machines in two subnets of a VCN with an internet gateway, as Terraform writes them. */
export function pairNetwork(key = sshKey) {
  const { compartmentId: compartment_id } = account;
  const vcn_id = '${oci_core_vcn.main.id}';
  const machine = (name: string, subnet: string, more: object = {}) => ({
    compartment_id,
    display_name: name,
    availability_domain:
      '${data.oci_identity_availability_domains.all.availability_domains[0].name}',
    shape: 'VM.Standard.E4.Flex',
    shape_config: { ocpus: 1, memory_in_gbs: 8 },
    source_details: {
      source_type: 'image',
      source_id: '${data.oci_core_images.ubuntu.images[0].id}',
    },
    create_vnic_details: { subnet_id: `\${oci_core_subnet.${subnet}.id}`, ...more },
    metadata: { ssh_authorized_keys: key },
  });
  const subnet = (cidr_block: string) => ({
    compartment_id,
    vcn_id,
    cidr_block,
    route_table_id: '${oci_core_route_table.out.id}',
    security_list_ids: ['${oci_core_security_list.ping.id}'],
  });
  return {
    data: {
      oci_identity_availability_domains: { all: { compartment_id } },
      oci_core_images: {
        ubuntu: {
          compartment_id,
          operating_system: 'Canonical Ubuntu',
          operating_system_version: '22.04',
        },
      },
    },
    resource: {
      oci_core_vcn: {
        main: { compartment_id, display_name: 'main', cidr_blocks: ['172.16.0.0/16'] },
      },
      oci_core_internet_gateway: { out: { compartment_id, vcn_id } },
      oci_core_route_table: {
        out: {
          compartment_id,
          vcn_id,
          route_rules: [
            {
              destination: '0.0.0.0/0',
              network_entity_id: '${oci_core_internet_gateway.out.id}',
            },
          ],
        },
      },
      oci_core_security_list: {
        ping: {
          compartment_id,
          vcn_id,
          ingress_security_rules: [
            { protocol: '6', source: '0.0.0.0/0', tcp_options: { min: 22, max: 22 } },
            { protocol: '1', source: '172.16.0.0/16', icmp_options: { type: 8 } },
          ],
          egress_security_rules: [{ protocol: 'all', destination: '0.0.0.0/0' }],
        },
      },
      oci_core_subnet: { one: subnet('172.16.1.0/24'), two: subnet('172.16.2.0/24') },
      oci_core_instance: {
        vm1: machine('vm1', 'one'),
        vm2: machine('vm2', 'two', { private_ip: '172.16.2.20' }),
      },
    },
  };
}
