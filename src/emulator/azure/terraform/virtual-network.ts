import { isDeepStrictEqual } from 'node:util';
import type { Attributes } from '../../terraform/provider.ts';
import { guidOf } from '../arm/digest.ts';
import type { SubnetProperties } from '../resources/subnet.ts';
import type { ArmResource } from './arm-resource.ts';
import {
  armId,
  blocksOf,
  computed,
  defined,
  flag,
  flagOf,
  given,
  fixed,
  list,
  number,
  numberOf,
  referenceOf,
  regional,
  required,
  set,
  text,
  textOf,
  textsOf,
  timeouts,
} from './attributes.ts';

export const virtualNetwork: ArmResource<'virtualNetworks'> = {
  kind: 'virtualNetworks',
  schema: {
    attributes: {
      ...regional,
      address_space: set(required),
      dns_servers: list(),
      flow_timeout_in_minutes: number(),
      private_endpoint_vnet_policies: text({ default: 'Disabled' }),
      guid: text(given),
    },
    blocks: {
      ...timeouts,
      subnet: {
        computed: true,
        unordered: true,
        attributes: {
          id: armId(given),
          name: text(required),
          address_prefixes: list(required),
          default_outbound_access_enabled: flag({ default: true }),
          private_endpoint_network_policies: text({ default: 'Disabled' }),
          private_link_service_network_policies_enabled: flag({ default: true }),
          security_group: armId(),
          route_table_id: armId(),
        },
      },
    },
  },
  path: (config) => `/providers/Microsoft.Network/virtualNetworks/${textOf(config, 'name')}`,

  body(config, before) {
    const subnets = blocksOf(config, 'subnet');
    // Subnets that are resources of their own are none of this resource's business.
    const unchanged = isDeepStrictEqual(subnets, before ? blocksOf(before.state, 'subnet') : []);
    return {
      properties: {
        addressSpace: { addressPrefixes: textsOf(config, 'address_space') ?? [] },
        dhcpOptions: { dnsServers: textsOf(config, 'dns_servers') ?? [] },
        flowTimeoutInMinutes: numberOf(config, 'flow_timeout_in_minutes'),
        privateEndpointVNetPolicies: textOf(config, 'private_endpoint_vnet_policies'),
        ...(!unchanged && {
          subnets: subnets.map((block) => ({
            name: textOf(block, 'name'),
            properties: {
              ...subnetBody(block),
              networkSecurityGroup: referenceOf(block, 'security_group'),
              routeTable: referenceOf(block, 'route_table_id'),
            },
          })),
        }),
      },
    };
  },

  attributes(network, { previous, resources }) {
    const { addressSpace, dnsServers, flowTimeoutInMinutes } = network.properties;
    const managed = blocksOf(previous, 'subnet').length > 0;
    return {
      address_space: addressSpace.addressPrefixes.toSorted(),
      dns_servers: dnsServers.length > 0 ? dnsServers : undefined,
      flow_timeout_in_minutes: flowTimeoutInMinutes,
      guid: guidOf(network.id),
      subnet: managed
        ? resources.inside('subnets', network.id).map((subnet) =>
            defined({
              id: subnet.id,
              name: subnet.name,
              ...subnetAttributes(subnet.properties),
              security_group: subnet.properties.networkSecurityGroup?.id,
              route_table_id: subnet.properties.routeTable?.id,
            }),
          )
        : [],
    };
  },
};

export const subnet: ArmResource<'subnets'> = {
  kind: 'subnets',
  schema: {
    attributes: {
      id: armId(given),
      name: text(fixed),
      resource_group_name: text(fixed),
      virtual_network_name: text(fixed),
      address_prefixes: list(required),
      default_outbound_access_enabled: flag({ default: true }),
      private_endpoint_network_policies: text({ default: 'Disabled' }),
      private_link_service_network_policies_enabled: flag(computed),
    },
    blocks: timeouts,
  },
  path: (config) =>
    `/providers/Microsoft.Network/virtualNetworks/${textOf(config, 'virtual_network_name')}/subnets/${textOf(config, 'name')}`,
  // Associations are resources of their own: what is attached stays attached.
  body: (config, before) => ({
    properties: {
      ...subnetBody(config),
      networkSecurityGroup: before?.current.properties.networkSecurityGroup,
      routeTable: before?.current.properties.routeTable,
    },
  }),
  attributes: (resource) => subnetAttributes(resource.properties),
};

function subnetBody(block: Attributes) {
  const linkPolicies = flagOf(block, 'private_link_service_network_policies_enabled') ?? true;
  return {
    addressPrefixes: textsOf(block, 'address_prefixes') ?? [],
    defaultOutboundAccess: flagOf(block, 'default_outbound_access_enabled') ?? true,
    privateEndpointNetworkPolicies: textOf(block, 'private_endpoint_network_policies'),
    privateLinkServiceNetworkPolicies: linkPolicies ? 'Enabled' : 'Disabled',
  };
}

function subnetAttributes(properties: SubnetProperties) {
  return {
    address_prefixes: properties.addressPrefixes,
    default_outbound_access_enabled: properties.defaultOutboundAccess ?? true,
    private_endpoint_network_policies: properties.privateEndpointNetworkPolicies,
    private_link_service_network_policies_enabled:
      properties.privateLinkServiceNetworkPolicies === 'Enabled',
  };
}
