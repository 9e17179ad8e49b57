import { groupOf, nameOf, parentId } from '../arm/id.ts';
import type { Place } from './arm-resource.ts';
import { armResource, refusing } from './arm-resource.ts';
import type { ArmResource } from './arm-resource.ts';
import type { Attributes, ResourceType } from '../../terraform/provider.ts';
import type { HubRoutingPreference } from '../resources/virtual-hub.ts';
import { routeServerAsn } from '../resources/virtual-hub.ts';
import {
  armId,
  fixed,
  flag,
  flagOf,
  given,
  number,
  numberOf,
  regional,
  set,
  text,
  textOf,
  timeouts,
} from './attributes.ts';

/** The name that azurerm gives the only IP configuration. */
const configurationName = 'ipConfig1';

const hub: ArmResource<'virtualHubs'> = {
  kind: 'virtualHubs',
  schema: {
    attributes: {
      ...regional,
      sku: text(fixed),
      subnet_id: armId(fixed),
      public_ip_address_id: armId(fixed),
      branch_to_branch_traffic_enabled: flag({ default: false }),
      hub_routing_preference: text({ default: 'ExpressRoute' }),
      virtual_router_asn: number(given),
      virtual_router_ips: set(given),
      routing_state: text(given),
    },
    blocks: timeouts,
  },
  path: (config) => `/providers/Microsoft.Network/virtualHubs/${textOf(config, 'name')}`,
  body: (config) => ({
    properties: {
      sku: textOf(config, 'sku'),
      allowBranchToBranchTraffic: flagOf(config, 'branch_to_branch_traffic_enabled') ?? false,
      hubRoutingPreference: textOf(config, 'hub_routing_preference') as HubRoutingPreference,
    },
  }),
  attributes({ id, properties }, { resources }) {
    const [configuration] = resources.inside('hubIpConfigurations', id);
    return {
      sku: properties.sku,
      branch_to_branch_traffic_enabled: properties.allowBranchToBranchTraffic,
      hub_routing_preference: properties.hubRoutingPreference,
      virtual_router_asn: routeServerAsn,
      virtual_router_ips: configuration?.properties.addresses ?? [],
      routing_state: configuration ? 'Provisioned' : 'None',
      ...(configuration && {
        subnet_id: configuration.properties.subnet.id,
        public_ip_address_id: configuration.properties.publicIPAddress?.id,
      }),
    };
  },
};

/** A hub and its only IP configuration, as azurerm makes them. */
export function routeServer(place: Place): ResourceType {
  const type = armResource('azurerm_route_server', hub, place);
  const { door } = place;
  const configurationOf = (hubId: string) => `${hubId}/ipConfigurations/${configurationName}`;
  return {
    ...type,
    async create(config) {
      const made = await type.create(config);
      const id = textOf(made, 'id') ?? '';
      await refusing(() => {
        try {
          door.put(configurationOf(id), { properties: configurationBody(config) });
        } catch (error) {
          // Half a route server is none.
          door.remove(id);
          throw error;
        }
      });
      return (await type.read(made)) ?? made;
    },
  };
}

function configurationBody(config: Attributes) {
  return {
    privateIPAllocationMethod: 'Dynamic',
    subnet: { id: textOf(config, 'subnet_id') },
    publicIPAddress: { id: textOf(config, 'public_ip_address_id') },
  };
}

const connection: ArmResource<'hubBgpConnections'> = {
  kind: 'hubBgpConnections',
  schema: {
    attributes: {
      id: armId(given),
      name: text(fixed),
      route_server_id: armId(fixed),
      peer_asn: number(fixed),
      peer_ip: text(fixed),
    },
    blocks: {
      timeouts: { max: 1, attributes: { create: text(), read: text(), delete: text() } },
    },
  },
  path: (config) =>
    `/providers/Microsoft.Network/virtualHubs/${nameOf(textOf(config, 'route_server_id') ?? '')}/bgpConnections/${textOf(config, 'name')}`,
  body: (config) => ({
    properties: { peerAsn: numberOf(config, 'peer_asn'), peerIp: textOf(config, 'peer_ip') },
  }),
  attributes: ({ id, properties }) => ({
    route_server_id: parentId(id),
    peer_asn: properties.peerAsn,
    peer_ip: properties.peerIp,
  }),
};

/** It is in its Route Server's resource group. */
export function routeServerBgpConnection(place: Place): ResourceType {
  const type = armResource('azurerm_route_server_bgp_connection', connection, place);
  return {
    ...type,
    create: (config) =>
      type.create({
        ...config,
        resource_group_name: groupOf(textOf(config, 'route_server_id') ?? ''),
      }),
  };
}
