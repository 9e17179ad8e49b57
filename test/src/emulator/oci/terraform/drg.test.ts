import test from 'ava';
import { problemsOf } from '../../../../support/terraform-run.ts';
import { createLocalOci } from '../support/local-oci.ts';
import { account } from '../support/local-oci.ts';

const { compartmentId: compartment_id } = account;
const serviceKey = '0f0f0f0f-1111-4222-8333-444455556666';
const tunnelOf = (index: number) =>
  `\${data.oci_core_ipsec_connection_tunnels.tunnels.ip_sec_connection_tunnels[${index}].id}`;

/** A DRG with a VCN, an interconnect, a connection and a route table of its own. @param tunnel settings of the first one */
const configuration = (tunnel: object) => ({
  terraform: { required_providers: { oci: { source: 'oracle/oci' } } },
  provider: { oci: [{ region: 'us-ashburn-1' }] },
  resource: {
    oci_core_vcn: { main: { compartment_id, cidr_blocks: ['10.40.0.0/16'] } },
    oci_core_drg: { hub: { compartment_id, display_name: 'hub' } },
    oci_core_drg_attachment: {
      vcn: {
        drg_id: '${oci_core_drg.hub.id}',
        network_details: {
          type: 'VCN',
          id: '${oci_core_vcn.main.id}',
          vcn_route_type: 'VCN_CIDRS',
        },
      },
    },
    oci_core_cpe: { far: { compartment_id, ip_address: '198.51.100.1' } },
    oci_core_ipsec: {
      backup: {
        compartment_id,
        drg_id: '${oci_core_drg.hub.id}',
        cpe_id: '${oci_core_cpe.far.id}',
        static_routes: ['10.1.0.0/16'],
      },
    },
    oci_core_ipsec_connection_tunnel_management: {
      first: {
        ipsec_id: '${oci_core_ipsec.backup.id}',
        tunnel_id: tunnelOf(0),
        shared_secret: 'Secret123',
        ...tunnel,
      },
    },
    oci_core_virtual_circuit: {
      interconnect: {
        compartment_id,
        type: 'PRIVATE',
        bandwidth_shape_name: '1 Gbps',
        gateway_id: '${oci_core_drg.hub.id}',
        provider_service_id:
          '${data.oci_core_fast_connect_provider_services.azure.fast_connect_provider_services[0].id}',
        provider_service_key_name: serviceKey,
        cross_connect_mappings: [
          {
            oracle_bgp_peering_ip: '169.254.0.1/30',
            customer_bgp_peering_ip: '169.254.0.2/30',
          },
          {
            oracle_bgp_peering_ip: '169.254.0.5/30',
            customer_bgp_peering_ip: '169.254.0.6/30',
          },
        ],
      },
    },
    oci_core_drg_route_distribution: {
      circuits: { drg_id: '${oci_core_drg.hub.id}', distribution_type: 'IMPORT' },
    },
    oci_core_drg_route_distribution_statement: {
      circuits: {
        drg_route_distribution_id: '${oci_core_drg_route_distribution.circuits.id}',
        action: 'ACCEPT',
        priority: 10,
        match_criteria: {
          match_type: 'DRG_ATTACHMENT_TYPE',
          attachment_type: 'VIRTUAL_CIRCUIT',
        },
      },
    },
    oci_core_drg_route_table: {
      own: {
        drg_id: '${oci_core_drg.hub.id}',
        is_ecmp_enabled: true,
        import_drg_route_distribution_id: '${oci_core_drg_route_distribution.circuits.id}',
      },
    },
    oci_core_drg_route_table_route_rule: {
      fixed: {
        drg_route_table_id: '${oci_core_drg_route_table.own.id}',
        destination: '10.9.0.0/16',
        destination_type: 'CIDR_BLOCK',
        next_hop_drg_attachment_id: '${oci_core_drg_attachment.vcn.id}',
      },
    },
    oci_core_drg_attachment_management: {
      circuit: {
        attachment_type: 'VIRTUAL_CIRCUIT',
        compartment_id,
        drg_id: '${oci_core_drg.hub.id}',
        network_id: '${oci_core_virtual_circuit.interconnect.id}',
        drg_route_table_id: '${oci_core_drg.hub.default_drg_route_tables[0].virtual_circuit}',
        display_name: 'the circuit',
      },
    },
  },
  data: {
    oci_core_ipsec_connection_tunnels: { tunnels: { ipsec_id: '${oci_core_ipsec.backup.id}' } },
    oci_core_fast_connect_provider_services: {
      azure: {
        compartment_id,
        filter: [{ name: 'provider_name', values: ['Microsoft Azure'] }],
      },
    },
  },
});

test('a DRG and what is around it: made, planned again without a change, and gone', async (t) => {
  const oci = createLocalOci();
  const statically = configuration({ routing: 'STATIC' });
  await oci.apply(statically);
  t.like(oci.output('oci_core_virtual_circuit.interconnect'), {
    bgp_admin_state: 'ENABLED',
    bgp_session_state: 'DOWN',
    customer_asn: '12076',
    oracle_bgp_asn: 31898,
    state: 'PENDING_PROVIDER',
  });
  t.like(oci.output('oci_core_ipsec_connection_tunnel_management.first'), {
    cpe_ip: '198.51.100.1',
    status: 'DOWN',
    vpn_ip: '129.213.0.4',
  });
  t.like(oci.output('oci_core_drg_route_table_route_rule.fixed'), {
    route_provenance: 'STATIC',
    is_conflict: false,
  });
  const again = await oci.engine.plan(statically, {}, {});
  t.deepEqual(again.changes, []);
  t.deepEqual(again.drift, []);
  await oci.engine.destroy({ onResource: () => undefined });
  t.deepEqual([...oci.held], []);
  t.deepEqual(oci.engine.state(), []);
});

test('a tunnel changes from static routing to BGP in place', async (t) => {
  const oci = createLocalOci();
  await oci.apply(configuration({ routing: 'STATIC' }));
  const dynamically = configuration({
    routing: 'BGP',
    bgp_session_info: {
      oracle_interface_ip: '169.254.21.1/30',
      customer_interface_ip: '169.254.21.2/30',
      customer_bgp_asn: '65515',
    },
  });
  t.deepEqual(await oci.apply(dynamically), [
    'update oci_core_ipsec_connection_tunnel_management.first',
  ]);
  const tunnel = oci.output('oci_core_ipsec_connection_tunnel_management.first');
  t.like(tunnel, { routing: 'BGP', vpn_ip: '129.213.0.4', shared_secret: 'Secret123' });
  const again = await oci.engine.plan(dynamically, {}, {});
  t.deepEqual(again.changes, []);
});

/** The same with more resources, by type; those of a name are there instead of the others. */
function withMore(more: Readonly<Record<string, object>>) {
  const { resource, ...rest } = configuration({ routing: 'STATIC' });
  const known: Readonly<Record<string, object>> = resource;
  const merged = Object.entries(more).map(([type, own]) => [type, { ...known[type], ...own }]);
  return { ...rest, resource: { ...resource, ...Object.fromEntries(merged) } };
}

const table = (more: object) => ({
  oci_core_drg_route_table: {
    own: {
      drg_id: '${oci_core_drg.hub.id}',
      is_ecmp_enabled: true,
      ...more,
    },
  },
});

test('an import goes by a trigger that changes, not by being left out', async (t) => {
  const oci = createLocalOci();
  await oci.apply(withMore({}));
  const { id } = oci.output('oci_core_drg_route_distribution.circuits');
  t.deepEqual(await oci.apply(withMore(table({}))), []);
  t.is(oci.output('oci_core_drg_route_table.own')['import_drg_route_distribution_id'], id);
  const triggered = withMore(table({ remove_import_trigger: true }));
  t.deepEqual(await oci.apply(triggered), ['update oci_core_drg_route_table.own']);
  const gone = oci.output('oci_core_drg_route_table.own')['import_drg_route_distribution_id'];
  t.is(gone ?? null, null);
  // It is over: what is imported by other means later stays.
  const imports = { import_drg_route_distribution_id: id };
  await oci.apply(withMore(table({ remove_import_trigger: true, ...imports })));
  t.like(oci.output('oci_core_drg_route_table.own'), imports);
  await oci.apply(withMore(table({ remove_import_trigger: true, ...imports, display_name: 'x' })));
  t.like(oci.output('oci_core_drg_route_table.own'), imports);
});

test('an attachment of a VCN exports nothing', async (t) => {
  const exporting = withMore({
    oci_core_drg_attachment: {
      vcn: {
        drg_id: '${oci_core_drg.hub.id}',
        network_details: { type: 'vcn', id: '${oci_core_vcn.main.id}' },
        export_drg_route_distribution_id:
          '${oci_core_drg.hub.default_export_drg_route_distribution_id}',
      },
    },
  });
  t.regex((await problemsOf(createLocalOci().apply(exporting))).join(), /exporting routes/);
});

const managed = (more: object) => ({
  oci_core_drg_attachment_management: {
    circuit: { compartment_id, drg_id: '${oci_core_drg.hub.id}', ...more },
  },
});

test('a managed attachment exports until its trigger is set', async (t) => {
  const oci = createLocalOci();
  const circuit = {
    attachment_type: 'virtual_circuit',
    network_id: '${oci_core_virtual_circuit.interconnect.id}',
  };
  await oci.apply(withMore(managed(circuit)));
  const address = 'oci_core_drg_attachment_management.circuit';
  const { default_export_drg_route_distribution_id: all } = oci.output('oci_core_drg.hub');
  t.is(oci.output(address)['export_drg_route_distribution_id'], all);
  const remove_export_drg_route_distribution_trigger = true;
  await oci.apply(withMore(managed({ ...circuit, remove_export_drg_route_distribution_trigger })));
  t.is(oci.output(address)['export_drg_route_distribution_id'] ?? null, null);
});

test('attachments that people make are not managed', async (t) => {
  const vcn = withMore(managed({ attachment_type: 'VCN', network_id: '${oci_core_vcn.main.id}' }));
  t.regex((await problemsOf(createLocalOci().apply(vcn))).join(), /attachment_type must be one of/);
});

const statement = (match_criteria: object) => ({
  oci_core_drg_route_distribution_statement: {
    circuits: {
      drg_route_distribution_id: '${oci_core_drg_route_distribution.circuits.id}',
      action: 'ACCEPT',
      priority: 10,
      match_criteria,
    },
  },
});

test('a statement has one criterion; an empty one matches everything', async (t) => {
  const oci = createLocalOci();
  await oci.apply(withMore({}));
  const all = withMore(statement({}));
  t.deepEqual(await oci.apply(all), ['update oci_core_drg_route_distribution_statement.circuits']);
  t.deepEqual((await oci.engine.plan(all, {}, {})).changes, []);
  for (const criteria of [[], [{ match_type: 'MATCH_ALL' }, { match_type: 'MATCH_ALL' }]]) {
    t.true((await problemsOf(oci.apply(withMore(statement(criteria))))).length > 0);
  }
});

test('with another connection, a tunnel’s settings go to its tunnel', async (t) => {
  const oci = createLocalOci();
  await oci.apply(withMore({}));
  const elsewhere = withMore({
    oci_core_ipsec: {
      backup: {
        compartment_id,
        drg_id: '${oci_core_drg.hub.id}',
        cpe_id: '${oci_core_cpe.other.id}',
        static_routes: ['10.1.0.0/16'],
      },
    },
    oci_core_cpe: { other: { compartment_id, ip_address: '198.51.100.2' } },
  });
  t.deepEqual((await oci.apply(elsewhere)).toSorted(), [
    'create oci_core_cpe.other',
    'replace oci_core_ipsec.backup',
    'update oci_core_ipsec_connection_tunnel_management.first',
  ]);
  const tunnel = oci.output('oci_core_ipsec_connection_tunnel_management.first');
  t.like(tunnel, { cpe_ip: '198.51.100.2', shared_secret: 'Secret123' });
});

test('the older spelling of the AS number counts when it is the one that changes', async (t) => {
  const oci = createLocalOci();
  const partner = (asn: object) =>
    withMore({
      oci_core_virtual_circuit: {
        interconnect: {
          compartment_id,
          type: 'PRIVATE',
          gateway_id: '${oci_core_drg.hub.id}',
          provider_service_id:
            '${data.oci_core_fast_connect_provider_services.azure.fast_connect_provider_services[0].id}',
          cross_connect_mappings: [
            {
              oracle_bgp_peering_ip: '169.254.0.1/30',
              customer_bgp_peering_ip: '169.254.0.2/30',
            },
          ],
          ...asn,
        },
      },
    });
  const megaport = (asn: object) => {
    const { data, ...rest } = partner(asn);
    const { azure } = data.oci_core_fast_connect_provider_services;
    azure.filter = [{ name: 'provider_name', values: ['Megaport'] }];
    return { data, ...rest };
  };
  await oci.apply(megaport({ customer_bgp_asn: 65010 }));
  const address = 'oci_core_virtual_circuit.interconnect';
  t.like(oci.output(address), { customer_asn: '65010', customer_bgp_asn: 65010 });
  await oci.apply(megaport({ customer_bgp_asn: 65011 }));
  t.like(oci.output(address), { customer_asn: '65011', customer_bgp_asn: 65011 });
  await oci.apply(megaport({ customer_asn: '65012' }));
  t.like(oci.output(address), { customer_asn: '65012', customer_bgp_asn: 65012 });
});
