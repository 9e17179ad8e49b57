import {
  chosen,
  common,
  computed,
  fixed,
  flag,
  given,
  list,
  number,
  text,
  timeouts,
} from './attributes.ts';
import type { CoreType } from './core-resource.ts';

export const virtualCircuit: CoreType<'virtualCircuits'> = {
  kind: 'virtualCircuits',
  schema: {
    attributes: {
      ...common,
      type: text(fixed),
      bandwidth_shape_name: text(computed),
      bgp_admin_state: text(computed),
      customer_asn: text(computed),
      customer_bgp_asn: number(computed),
      gateway_id: text(computed),
      ip_mtu: text(computed),
      is_bfd_enabled: flag(computed),
      is_transport_mode: flag(computed),
      provider_remote_region: text(chosen),
      provider_service_id: text(chosen),
      provider_service_key_name: text(computed),
      region: text(chosen),
      remote_account_id: text(chosen),
      routing_policy: list(computed),
      traffic_mode: text(computed),
      bgp_ipv6session_state: text(given),
      bgp_management: text(given),
      bgp_session_state: text(given),
      oracle_bgp_asn: number(given),
      provider_state: text(given),
      reference_comment: text(given),
      service_type: text(given),
      shared_connection_uuid: text(given),
    },
    blocks: {
      ...timeouts,
      cross_connect_mappings: {
        computed: true,
        attributes: {
          bgp_md5auth_key: text(computed),
          cross_connect_or_cross_connect_group_id: text(computed),
          customer_bgp_peering_ip: text(computed),
          oracle_bgp_peering_ip: text(computed),
          vlan: number(computed),
        },
      },
    },
  },
  /** Of the two spellings of the customer's AS number the newer is the one that counts. */
  body: ({ customerBgpAsn, customerAsn, ...body }) => ({
    ...body,
    customerAsn: customerAsn ?? customerBgpAsn,
  }),
  attributes: ({ properties }, { body }) => ({
    customer_asn: String(properties.customerAsn),
    customer_bgp_asn: properties.customerAsn,
    bgp_ipv6session_state: String(body['bgpIpv6SessionState']),
    state: String(body['lifecycleState']),
  }),
};
