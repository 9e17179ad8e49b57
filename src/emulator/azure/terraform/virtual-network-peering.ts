import type { ArmResource } from './arm-resource.ts';
import {
  armId,
  fixed,
  flag,
  flagOf,
  given,
  referenceOf,
  text,
  textOf,
  timeouts,
} from './attributes.ts';

export const virtualNetworkPeering: ArmResource<'virtualNetworkPeerings'> = {
  kind: 'virtualNetworkPeerings',
  schema: {
    attributes: {
      id: armId(given),
      name: text(fixed),
      resource_group_name: text(fixed),
      virtual_network_name: text(fixed),
      remote_virtual_network_id: armId(fixed),
      allow_virtual_network_access: flag({ default: true }),
      allow_forwarded_traffic: flag({ default: false }),
      allow_gateway_transit: flag({ default: false }),
      use_remote_gateways: flag({ default: false }),
      triggers: { type: 'map', elements: 'string' },
    },
    blocks: timeouts,
  },
  path: (config) =>
    `/providers/Microsoft.Network/virtualNetworks/${textOf(config, 'virtual_network_name')}/virtualNetworkPeerings/${textOf(config, 'name')}`,
  body: (config) => ({
    properties: {
      remoteVirtualNetwork: referenceOf(config, 'remote_virtual_network_id'),
      allowVirtualNetworkAccess: flagOf(config, 'allow_virtual_network_access') ?? true,
      allowForwardedTraffic: flagOf(config, 'allow_forwarded_traffic') ?? false,
      allowGatewayTransit: flagOf(config, 'allow_gateway_transit') ?? false,
      useRemoteGateways: flagOf(config, 'use_remote_gateways') ?? false,
    },
  }),
  attributes: ({ properties }) => ({
    remote_virtual_network_id: properties.remoteVirtualNetwork.id,
    allow_virtual_network_access: properties.allowVirtualNetworkAccess,
    allow_forwarded_traffic: properties.allowForwardedTraffic,
    allow_gateway_transit: properties.allowGatewayTransit,
    use_remote_gateways: properties.useRemoteGateways,
  }),
};
