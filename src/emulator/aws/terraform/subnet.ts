import { changeSubnet, createSubnet, deleteSubnet, zoneId } from '../resources/subnet.ts';
import type { AwsResource } from './aws-resource.ts';
import { arnOf } from './aws-resource.ts';
import {
  chosen,
  fixed,
  flag,
  flagOf,
  given,
  tagged,
  tagsOf,
  text,
  textOf,
  timeouts,
} from './attributes.ts';

export const subnet: AwsResource = {
  kind: 'subnets',
  schema: {
    attributes: {
      ...tagged,
      vpc_id: text(fixed),
      cidr_block: text(chosen),
      availability_zone: text(chosen),
      availability_zone_id: text(chosen),
      map_public_ip_on_launch: flag({ default: false }),
      assign_ipv6_address_on_creation: flag({ default: false }),
      enable_dns64: flag({ default: false }),
      enable_resource_name_dns_a_record_on_launch: flag({ default: false }),
      enable_resource_name_dns_aaaa_record_on_launch: flag({ default: false }),
      ipv6_native: flag({ default: false, forceNew: true }),
      private_dns_hostname_type_on_launch: text({ computed: true }),
      owner_id: text(given),
    },
    blocks: timeouts('create', 'delete'),
  },
  create: (draft, config) =>
    createSubnet(draft, {
      vpcId: textOf(config, 'vpc_id') ?? '',
      cidrBlock: textOf(config, 'cidr_block') ?? '',
      availabilityZone:
        textOf(config, 'availability_zone') ?? textOf(config, 'availability_zone_id'),
      mapPublicIpOnLaunch: flagOf(config, 'map_public_ip_on_launch') ?? false,
      tags: tagsOf(config),
    }).id,
  read(resources, id) {
    const found = resources.find('subnets', id);
    return (
      found && {
        arn: arnOf(resources, 'subnet', id),
        vpc_id: found.vpcId,
        cidr_block: found.cidrBlock,
        availability_zone: found.availabilityZone,
        availability_zone_id: zoneId(found.availabilityZone),
        map_public_ip_on_launch: found.mapPublicIpOnLaunch,
        private_dns_hostname_type_on_launch: 'ip-name',
        owner_id: resources.accountId,
      }
    );
  },
  update(draft, id, { config }) {
    changeSubnet(draft, id, {
      mapPublicIpOnLaunch: flagOf(config, 'map_public_ip_on_launch') ?? false,
    });
  },
  delete: deleteSubnet,
};
