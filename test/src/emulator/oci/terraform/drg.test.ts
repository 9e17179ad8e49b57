import test from 'ava';
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
