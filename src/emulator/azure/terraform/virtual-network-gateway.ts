import type { Attributes } from '../../terraform/provider.ts';
import { badRequest } from '../arm/error.ts';
import { nameOf } from '../arm/id.ts';
import { tunnelAddressesOf } from '../resources/gateway-addresses.ts';
import type { VirtualNetworkGatewayProperties } from '../resources/virtual-network-gateway.ts';
import type { ArmResource } from './arm-resource.ts';
import {
  armId,
  blocksOf,
  computed,
  flag,
  flagOf,
  given,
  list,
  number,
  numberOf,
  referenceOf,
  regional,
  required,
  text,
  textOf,
  textsOf,
  timeouts,
} from './attributes.ts';

export const virtualNetworkGateway: ArmResource<'virtualNetworkGateways'> = {
  kind: 'virtualNetworkGateways',
  schema: {
    attributes: {
      ...regional,
      type: text({ ...required, forceNew: true }),
      vpn_type: text({ default: 'RouteBased', forceNew: true }),
      sku: text(required),
      generation: text({ ...computed, forceNew: true }),
      active_active: flag(computed),
      enable_bgp: flag(computed),
      private_ip_address_enabled: flag({ forceNew: true }),
      ip_sec_replay_protection_enabled: flag({ default: true }),
    },
    blocks: {
      ...timeouts,
      ip_configuration: {
        min: 1,
        max: 3,
        // So active-active cannot be turned on in place. @see azurerm's virtual_network_gateway_resource.go
        forceNewCount: true,
        attributes: {
          name: text({ default: 'vnetGatewayConfig' }),
          private_ip_address_allocation: text({ default: 'Dynamic' }),
          subnet_id: armId(required),
          public_ip_address_id: armId(),
        },
      },
      bgp_settings: {
        max: 1,
        computed: true,
        attributes: { asn: number(computed), peer_weight: number(computed) },
        blocks: {
          peering_addresses: {
            max: 2,
            computed: true,
            attributes: {
              ip_configuration_name: text(computed),
              apipa_addresses: list(),
              default_addresses: list(given),
              tunnel_ip_addresses: list(given),
            },
          },
        },
      },
    },
  },
  path: (config) => `/providers/Microsoft.Network/virtualNetworkGateways/${textOf(config, 'name')}`,
  body(config) {
    const sku = textOf(config, 'sku');
    const [bgp] = blocksOf(config, 'bgp_settings');
    return {
      properties: {
        gatewayType: textOf(config, 'type'),
        vpnType: textOf(config, 'vpn_type'),
        vpnGatewayGeneration: textOf(config, 'generation'),
        sku: { name: sku, tier: sku },
        activeActive: flagOf(config, 'active_active') ?? false,
        enableBgp: flagOf(config, 'enable_bgp') ?? false,
        enablePrivateIpAddress: flagOf(config, 'private_ip_address_enabled') ?? false,
        disableIPSecReplayProtection: !(flagOf(config, 'ip_sec_replay_protection_enabled') ?? true),
        ipConfigurations: blocksOf(config, 'ip_configuration').map((block) => ({
          name: nameOfConfiguration(block),
          properties: {
            privateIPAllocationMethod: textOf(block, 'private_ip_address_allocation'),
            subnet: referenceOf(block, 'subnet_id'),
            publicIPAddress: referenceOf(block, 'public_ip_address_id'),
          },
        })),
        ...(bgp && {
          bgpSettings: {
            asn: numberOf(bgp, 'asn'),
            peerWeight: numberOf(bgp, 'peer_weight'),
            bgpPeeringAddresses: peeringAddresses(config, bgp),
          },
        }),
      },
    };
  },
  attributes({ properties }, { resources }) {
    return {
      type: properties.gatewayType,
      vpn_type: properties.vpnType,
      sku: properties.sku.name,
      generation: properties.vpnGatewayGeneration,
      active_active: properties.active,
      enable_bgp: properties.enableBgp,
      private_ip_address_enabled: properties.enablePrivateIpAddress,
      ip_configuration: properties.ipConfigurations.map((part) => ({
        name: part.name,
        private_ip_address_allocation: 'Dynamic',
        subnet_id: part.properties.subnet.id,
        ...(part.properties.publicIPAddress && {
          public_ip_address_id: part.properties.publicIPAddress.id,
        }),
      })),
      bgp_settings: [
        {
          asn: properties.asn,
          peer_weight: properties.peerWeight,
          peering_addresses: speakersOf(properties).map((instance) => ({
            ip_configuration_name: nameOf(instance.ipConfigurationId),
            ...(instance.customBgpAddresses.length > 0 && {
              apipa_addresses: instance.customBgpAddresses,
            }),
            default_addresses: [instance.bgpAddress],
            tunnel_ip_addresses: tunnelAddressesOf(properties, instance, resources),
          })),
        },
      ],
    };
  },
};

/** An ExpressRoute gateway does not show addresses of its instances. */
function speakersOf({ gatewayType, instances }: VirtualNetworkGatewayProperties) {
  return gatewayType === 'Vpn' ? instances : [];
}

/**
 * In the order of the ipConfigurations. A block names its one; with one ipConfiguration it need not. Blocks without
 * addresses of their own say nothing: they may be left from ipConfigurations that are no more.
 */
function peeringAddresses(config: Attributes, bgp: Attributes) {
  const names = blocksOf(config, 'ip_configuration').map(nameOfConfiguration);
  const blocks = blocksOf(bgp, 'peering_addresses')
    .map((block) => ({
      name: textOf(block, 'ip_configuration_name') ?? (names.length === 1 ? names[0] : undefined),
      addresses: textsOf(block, 'apipa_addresses') ?? [],
    }))
    .filter(({ addresses }) => addresses.length > 0);
  const stray = blocks.find(({ name }) => name === undefined || !names.includes(name));
  if (stray) {
    throw badRequest(
      'InvalidIpConfigurationName',
      stray.name === undefined
        ? '`ip_configuration_name` of `peering_addresses` must be given when there are several `ip_configuration` blocks.'
        : `\`ip_configuration_name\` of \`peering_addresses\` is "${stray.name}", which no \`ip_configuration\` block has.`,
    );
  }
  return names.map((name) => ({
    customBgpIpAddresses: blocks
      .filter((block) => block.name === name)
      .flatMap(({ addresses }) => addresses),
  }));
}

function nameOfConfiguration(block: Attributes): string {
  return textOf(block, 'name') ?? 'vnetGatewayConfig';
}
