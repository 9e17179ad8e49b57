import { changeVpc, createVpc, deleteVpc } from '../resources/vpc.ts';
import { mainPrefixOf } from '../resources/vpc-blocks.ts';
import type { AwsResource } from './aws-resource.ts';
import { arnOf } from './aws-resource.ts';
import {
  computed,
  flag,
  flagOf,
  given,
  number,
  tagged,
  tagsOf,
  text,
  textOf,
} from './attributes.ts';

export const vpc: AwsResource = {
  kind: 'vpcs',
  schema: {
    attributes: {
      ...tagged,
      cidr_block: text({ computed: true, forceNew: true }),
      instance_tenancy: text({ default: 'default' }),
      enable_dns_support: flag({ default: true }),
      enable_dns_hostnames: flag(computed),
      enable_network_address_usage_metrics: flag(computed),
      assign_generated_ipv6_cidr_block: flag(),
      ipv4_ipam_pool_id: text({ forceNew: true }),
      ipv4_netmask_length: number({ forceNew: true }),
      default_network_acl_id: text(given),
      default_route_table_id: text(given),
      default_security_group_id: text(given),
      dhcp_options_id: text(given),
      main_route_table_id: text(given),
      owner_id: text(given),
    },
  },
  create(draft, config) {
    const { id } = createVpc(draft, {
      cidrBlock: textOf(config, 'cidr_block') ?? '',
      instanceTenancy: textOf(config, 'instance_tenancy'),
      tags: tagsOf(config),
    });
    changeVpc(draft, id, {
      enableDnsSupport: flagOf(config, 'enable_dns_support'),
      enableDnsHostnames: flagOf(config, 'enable_dns_hostnames'),
    });
    return id;
  },
  read(resources, id) {
    const found = resources.find('vpcs', id);
    if (!found) return undefined;
    const mine = ({ vpcId }: { readonly vpcId: string }) => vpcId === id;
    const tables = resources.all('routeTables').filter(mine);
    const main = tables.find(({ mainAssociationId }) => mainAssociationId !== undefined);
    const group = resources.all('securityGroups').find((it) => mine(it) && it.name === 'default');
    const acl = resources.all('networkAcls').find((it) => mine(it) && it.isDefault);
    return {
      arn: arnOf(resources, 'vpc', id),
      cidr_block: mainPrefixOf(found),
      instance_tenancy: found.instanceTenancy,
      enable_dns_support: found.enableDnsSupport,
      enable_dns_hostnames: found.enableDnsHostnames,
      enable_network_address_usage_metrics: false,
      default_network_acl_id: acl?.id ?? '',
      // The table that came with the VPC, whichever is the main one now.
      default_route_table_id: tables[0]?.id ?? '',
      default_security_group_id: group?.id ?? '',
      dhcp_options_id: 'default',
      main_route_table_id: main?.id ?? '',
      owner_id: resources.accountId,
    };
  },
  update(draft, id, { config }) {
    changeVpc(draft, id, {
      enableDnsSupport: flagOf(config, 'enable_dns_support'),
      enableDnsHostnames: flagOf(config, 'enable_dns_hostnames'),
    });
  },
  delete: deleteVpc,
};
