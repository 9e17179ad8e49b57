import {
  caseless,
  chosen,
  common,
  computed,
  flag,
  given,
  list,
  text,
  timeouts,
} from './attributes.ts';
import type { CoreType } from './core-resource.ts';

export const vcn: CoreType<'vcns'> = {
  kind: 'vcns',
  schema: {
    attributes: {
      ...common,
      cidr_block: text(chosen),
      cidr_blocks: list(computed),
      dns_label: text({ ...chosen, ...caseless }),
      is_ipv6enabled: flag(computed),
      vcn_domain_name: text(given),
      default_route_table_id: text(given),
      default_security_list_id: text(given),
      default_dhcp_options_id: text(given),
    },
    blocks: timeouts,
  },
  body: ({ isIpv6enabled, ...body }) => ({ ...body, isIpv6Enabled: isIpv6enabled }),
};
