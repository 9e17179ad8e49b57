import {
  caseless,
  chosen,
  common,
  computed,
  fixed,
  flag,
  given,
  list,
  set,
  text,
  timeouts,
} from './attributes.ts';
import type { CoreType } from './core-resource.ts';

export const subnet: CoreType<'subnets'> = {
  kind: 'subnets',
  schema: {
    attributes: {
      ...common,
      vcn_id: text(fixed),
      cidr_block: text(computed),
      ipv4cidr_blocks: list(computed),
      availability_domain: text({ ...chosen, ...caseless }),
      dhcp_options_id: text(computed),
      dns_label: text({ ...chosen, ...caseless }),
      prohibit_internet_ingress: flag(chosen),
      prohibit_public_ip_on_vnic: flag(chosen),
      route_table_id: text(computed),
      security_list_ids: set(computed),
      subnet_domain_name: text(given),
      virtual_router_ip: text(given),
      virtual_router_mac: text(given),
    },
    blocks: timeouts,
  },
  body: ({ ipv4cidrBlocks, ...body }) => ({ ...body, ipv4CidrBlocks: ipv4cidrBlocks }),
  attributes: ({ properties }) => ({
    security_list_ids: properties.securityListIds.toSorted(),
    ipv4cidr_blocks: [properties.cidrBlock],
  }),
};
