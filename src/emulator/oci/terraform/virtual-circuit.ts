import {
  chosen,
  common,
  computed,
  fixed,
  flag,
  given,
  list,
  number,
  numberOf,
  text,
  timeouts,
} from './attributes.ts';
import type { CoreType } from './core-resource.ts';

/** Arguments for circuits to AWS (`provider_remote_region` …) came with oci 8. */
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
      provider_service_id: text(chosen),
      provider_service_key_name: text(computed),
      region: text(chosen),
      routing_policy: list(computed),
      bgp_ipv6session_state: text(given),
      bgp_management: text(given),
      bgp_session_state: text(given),
      oracle_bgp_asn: number(given),
      provider_state: text(given),
      reference_comment: text(given),
      service_type: text(given),
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
  /** Of the two spellings of the customer's AS number the newer counts, unless only the older one changed. */
  body({ customerBgpAsn, customerAsn, ...body }, _config, previous) {
    const before = numberOf(previous ?? {}, 'customer_bgp_asn');
    const isOlderChanged = before !== undefined && customerBgpAsn !== before;
    return {
      ...body,
      customerAsn: isOlderChanged ? customerBgpAsn : (customerAsn ?? customerBgpAsn),
    };
  },
  attributes: ({ properties }, { body }) => ({
    customer_asn: String(properties.customerAsn),
    customer_bgp_asn: properties.customerAsn,
    bgp_ipv6session_state: String(body['bgpIpv6SessionState']),
    state: String(body['lifecycleState']),
  }),
};
