import type { ArmResource } from './arm-resource.ts';
import {
  blocksOf,
  computed,
  list,
  number,
  numberOf,
  regional,
  required,
  text,
  textOf,
  textsOf,
  timeouts,
} from './attributes.ts';

export const localNetworkGateway: ArmResource<'localNetworkGateways'> = {
  kind: 'localNetworkGateways',
  schema: {
    attributes: {
      ...regional,
      gateway_address: text(required),
      address_space: list(),
    },
    blocks: {
      ...timeouts,
      bgp_settings: {
        max: 1,
        attributes: {
          asn: number(required),
          bgp_peering_address: text(required),
          peer_weight: number(computed),
        },
      },
    },
  },
  path: (config) => `/providers/Microsoft.Network/localNetworkGateways/${textOf(config, 'name')}`,
  body(config) {
    const [bgp] = blocksOf(config, 'bgp_settings');
    return {
      properties: {
        gatewayIpAddress: textOf(config, 'gateway_address'),
        localNetworkAddressSpace: { addressPrefixes: textsOf(config, 'address_space') ?? [] },
        ...(bgp && {
          bgpSettings: {
            asn: numberOf(bgp, 'asn'),
            bgpPeeringAddress: textOf(bgp, 'bgp_peering_address'),
            peerWeight: numberOf(bgp, 'peer_weight'),
          },
        }),
      },
    };
  },
  attributes({ properties }) {
    const { addressPrefixes } = properties.localNetworkAddressSpace;
    const { bgpSettings } = properties;
    return {
      gateway_address: properties.gatewayIpAddress,
      address_space: addressPrefixes.length > 0 ? addressPrefixes : undefined,
      bgp_settings: bgpSettings
        ? [
            {
              asn: bgpSettings.asn,
              bgp_peering_address: bgpSettings.bgpPeeringAddress,
              peer_weight: bgpSettings.peerWeight,
            },
          ]
        : [],
    };
  },
};
