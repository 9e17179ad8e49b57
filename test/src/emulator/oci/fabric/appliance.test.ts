import test from 'ava';
import { devices, names } from '../../../../../src/emulator/oci/fabric/names.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import type { TerraformError } from '../../../../../src/emulator/terraform/engine.ts';
import { createLocalOci } from '../support/local-oci.ts';
import { pairNetwork } from '../support/pair-network.ts';

/** vm1 in one subnet, vm2 and an appliance in another; what goes to that one and to 10.0.0.0/8 goes by the appliance. */
async function withAppliance(forwards: boolean) {
  const oci = createLocalOci();
  const { data, resource } = pairNetwork();
  const { oci_core_instance: machines, oci_core_subnet: subnets } = resource;
  const nva = {
    ...machines.vm2,
    display_name: 'nva',
    create_vnic_details: {
      subnet_id: '${oci_core_subnet.two.id}',
      private_ip: '172.16.2.30',
      skip_source_dest_check: forwards,
    },
  };
  const made = {
    data: {
      ...data,
      oci_core_private_ips: {
        nva: { ip_address: '172.16.2.30', subnet_id: '${oci_core_instance.nva.subnet_id}' },
      },
    },
    resource: { ...resource, oci_core_instance: { ...machines, nva } },
  };
  await oci.apply(made);
  const route_table_id = '${oci_core_vcn.main.default_route_table_id}';
  const rules = ['172.16.2.0/24', '10.0.0.0/8'].map((destination) => ({
    destination,
    network_entity_id: '${data.oci_core_private_ips.nva.private_ips[0].id}',
  }));
  await oci.apply({
    ...made,
    resource: {
      ...made.resource,
      oci_core_default_route_table: {
        inside: { manage_default_resource_id: route_table_id, route_rules: rules },
      },
      oci_core_subnet: {
        one: { ...subnets.one, route_table_id },
        two: { ...subnets.two, route_table_id },
      },
    },
  });

  const { nodes, links } = oci.cloud.compile(noObservations);
  const router = nodes.find(
    ({ name }) => name === names.vcn({ id: String(oci.output('oci_core_vcn.main')['id']) }),
  );
  /** The router's device towards a machine's VNIC. */
  const deviceOf = (machine: string): string => {
    const id = String(oci.output(`oci_core_instance.${machine}`)['id']);
    const cable = links.find(({ ends }) => ends[1].node === names.machine({ id }));
    const port = cable?.ends[0].node;
    return links.find(({ ends }) => ends[1].node === port)?.ends[0].device ?? '';
  };
  const wayOf = (from: string, to: string) => {
    const tables = router?.kind === 'router' ? router.tables : [];
    const table = tables.find((candidate) => candidate.devices.includes(deviceOf(from)));
    const route = table?.routes.find((candidate) => candidate.to === to);
    if (!route) return 'none';
    return 'via' in route ? route.via[0]?.device : route.reject;
  };
  return { deviceOf, wayOf };
}

test('a rule inside the VCN sends what leaves a subnet through an appliance', async (t) => {
  const { deviceOf, wayOf } = await withAppliance(true);
  const nva = deviceOf('nva');
  t.true(nva.startsWith(devices.vcnToPort({ id: '' })));
  t.is(wayOf('vm1', '172.16.2.0/24'), nva);
  // vm2 itself is reached through it, too.
  t.is(wayOf('vm1', '172.16.2.20/32'), 'none');
  t.is(wayOf('vm1', '10.0.0.0/8'), nva);
  t.is(wayOf('vm1', '0.0.0.0/0'), 'blackhole');
  t.is(wayOf('vm1', '172.16.0.0/16'), 'blackhole');
  // Neighbours in a subnet reach each other without it.
  t.is(wayOf('nva', '172.16.2.20/32'), deviceOf('vm2'));
});

test('an appliance that checks source and destination cannot be the target of a rule', async (t) => {
  const error = await t.throwsAsync<TerraformError>(() => withAppliance(false));
  t.regex(error?.problems.join() ?? '', /InvalidParameter.*source and destination/);
});
