import test from 'ava';
import { brief, problemsOf } from '../../../../support/terraform-run.ts';
import type {
  AttributeSchema,
  BlockSchema,
  Schema,
} from '../../../../../src/emulator/terraform/provider.ts';
import { createLocalOci } from '../support/local-oci.ts';
import { pairNetwork, sshKey } from '../support/pair-network.ts';

/**
 * Of what the provider's source (oci 7.32, `internal/service/core`) marks as ForceNew, what there is here. Everything
 * else changes in place.
 */
const recreating: Readonly<Record<string, readonly string[]>> = {
  oci_core_vcn: ['cidr_block', 'dns_label'],
  oci_core_subnet: [
    'availability_domain',
    'dns_label',
    'prohibit_internet_ingress',
    'prohibit_public_ip_on_vnic',
    'vcn_id',
  ],
  oci_core_route_table: ['vcn_id'],
  oci_core_default_route_table: ['manage_default_resource_id'],
  oci_core_security_list: ['vcn_id'],
  oci_core_default_security_list: ['manage_default_resource_id'],
  oci_core_internet_gateway: ['vcn_id'],
  oci_core_instance: [
    'availability_domain',
    'create_vnic_details.assign_private_dns_record',
    'create_vnic_details.private_ip',
    'create_vnic_details.subnet_id',
    'hostname_label',
    'image',
    'metadata',
    'subnet_id',
  ],
  oci_core_drg: [],
  oci_core_drg_attachment: ['drg_id', 'network_details.id', 'vcn_id'],
  oci_core_drg_attachment_management: ['drg_id', 'vcn_id'],
  oci_core_drg_route_table: ['drg_id'],
  oci_core_drg_route_table_route_rule: ['drg_route_table_id'],
  oci_core_drg_route_distribution: ['distribution_type', 'drg_id'],
  oci_core_drg_route_distribution_statement: ['action', 'drg_route_distribution_id'],
  oci_core_cpe: ['ip_address', 'is_private'],
  oci_core_ipsec: ['cpe_id', 'drg_id'],
  oci_core_ipsec_connection_tunnel_management: [],
  oci_core_virtual_circuit: ['provider_service_id', 'region', 'type'],
};

function recreatingOf({ attributes, blocks = {} }: Schema): readonly string[] {
  const own = Object.entries(attributes).filter(([, it]) => isMarked(it));
  const nested = Object.entries(blocks).flatMap(([name, block]) =>
    recreatingOf(block).map((inner) => `${name}.${inner}`),
  );
  return [...own.map(([name]) => name), ...nested].sort();
}

const isMarked = ({ forceNew }: AttributeSchema | BlockSchema): boolean =>
  forceNew !== undefined && forceNew !== false;

test('what recreates here is what recreates with the provider', (t) => {
  const { resources } = createLocalOci().cloud.terraform;
  const found = Object.entries(resources).map(([type, { schema }]) => [type, recreatingOf(schema)]);
  t.deepEqual(Object.fromEntries(found), recreating);
});

type Pair = ReturnType<typeof pairNetwork>;

/** The pair with other arguments of its first machine. */
const changed = (more: object, network: Pair = pairNetwork()): Pair => ({
  ...network,
  resource: {
    ...network.resource,
    oci_core_instance: {
      ...network.resource.oci_core_instance,
      vm1: { ...network.resource.oci_core_instance.vm1, ...more },
    },
  },
});

test('another key makes another instance, other metadata does not', async (t) => {
  const oci = createLocalOci();
  await oci.apply(pairNetwork());
  const changes = async (metadata: object) =>
    (await oci.engine.plan(changed({ metadata }), {}, {})).changes.map(brief);
  t.deepEqual(await changes({ ssh_authorized_keys: sshKey, note: 'x' }), [
    'update oci_core_instance.vm1: metadata.note null -> x',
  ]);
  t.deepEqual(await changes({ ssh_authorized_keys: 'ssh-ed25519 BBBB other' }), [
    `replace oci_core_instance.vm1: metadata.ssh_authorized_keys ${sshKey} -> ssh-ed25519 BBBB other !`,
  ]);
  t.deepEqual(await changes({ ssh_authorized_keys: sshKey, user_data: 'eA==' }), [
    'replace oci_core_instance.vm1: metadata.user_data null -> eA== !',
  ]);
});

test('an instance changes its size, fault domain and public address in place', async (t) => {
  const oci = createLocalOci();
  await oci.apply(pairNetwork());
  const before = oci.output('oci_core_instance.vm1');
  t.not(before['public_ip'], '');
  const smaller = changed({
    fault_domain: 'FAULT-DOMAIN-2',
    shape_config: { ocpus: 2, memory_in_gbs: 16 },
    create_vnic_details: {
      subnet_id: '${oci_core_subnet.one.id}',
      assign_public_ip: 'false',
      assign_private_dns_record: false,
    },
  });
  t.deepEqual(await oci.apply(smaller), ['update oci_core_instance.vm1']);
  t.like(oci.output('oci_core_instance.vm1'), {
    id: before['id'],
    fault_domain: 'FAULT-DOMAIN-2',
    public_ip: '',
    shape_config: [{ ocpus: 2, memory_in_gbs: 16 }],
  });
  t.is(oci.held.size, 1);
  t.deepEqual((await oci.engine.plan(smaller, {}, {})).changes, []);
  await oci.apply(pairNetwork());
  t.not(oci.output('oci_core_instance.vm1')['public_ip'], '');
});

test('another image would be another boot volume, which is not emulated', async (t) => {
  const oci = createLocalOci();
  await oci.apply(pairNetwork());
  const other = pairNetwork();
  const { ubuntu } = other.data.oci_core_images;
  ubuntu.operating_system_version = '24.04';
  t.regex((await problemsOf(oci.apply(other))).join(), /boot volume/);
});
