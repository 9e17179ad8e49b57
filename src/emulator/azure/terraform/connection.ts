import type { Attributes } from '../../terraform/provider.ts';
import type { ConnectionProperties } from '../resources/connection.ts';
import type { Resources } from '../resources/store.ts';
import type { ArmResource } from './arm-resource.ts';
import {
  armId,
  blocksOf,
  chosen,
  computed,
  fixed,
  flag,
  flagOf,
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

export const connection: ArmResource<'connections'> = {
  kind: 'connections',
  schema: {
    attributes: {
      ...regional,
      type: text(fixed),
      virtual_network_gateway_id: armId(fixed),
      local_network_gateway_id: armId(),
      peer_virtual_network_gateway_id: armId({ forceNew: true }),
      express_route_circuit_id: armId({ forceNew: true }),
      authorization_key: text({ sensitive: true }),
      express_route_gateway_bypass: flag(computed),
      shared_key: text({ ...computed, sensitive: true }),
      enable_bgp: flag(computed),
      routing_weight: number(computed),
      dpd_timeout_seconds: number(chosen),
      connection_mode: text({ default: 'Default', forceNew: true }),
      connection_protocol: text({ ...computed, forceNew: true }),
      use_policy_based_traffic_selectors: flag(computed),
      local_azure_ip_address_enabled: flag({ forceNew: true }),
    },
    blocks: {
      ...timeouts,
      ipsec_policy: {
        max: 1,
        attributes: {
          dh_group: text(required),
          ike_encryption: text(required),
          ike_integrity: text(required),
          ipsec_encryption: text(required),
          ipsec_integrity: text(required),
          pfs_group: text(required),
          sa_datasize: number(computed),
          sa_lifetime: number(computed),
        },
      },
      traffic_selector_policy: {
        attributes: { local_address_cidrs: list(required), remote_address_cidrs: list(required) },
      },
      custom_bgp_addresses: {
        max: 1,
        attributes: { primary: text(required), secondary: text() },
      },
    },
  },
  path: (config) => `/providers/Microsoft.Network/connections/${textOf(config, 'name')}`,
  body(config, _, resources) {
    const gatewayId = textOf(config, 'virtual_network_gateway_id') ?? '';
    return {
      properties: {
        connectionType: textOf(config, 'type'),
        connectionMode: textOf(config, 'connection_mode'),
        connectionProtocol: textOf(config, 'connection_protocol'),
        virtualNetworkGateway1: { id: gatewayId },
        virtualNetworkGateway2: referenceOf(config, 'peer_virtual_network_gateway_id'),
        localNetworkGateway2: referenceOf(config, 'local_network_gateway_id'),
        peer: referenceOf(config, 'express_route_circuit_id'),
        authorizationKey: textOf(config, 'authorization_key'),
        expressRouteGatewayBypass: flagOf(config, 'express_route_gateway_bypass'),
        sharedKey: textOf(config, 'shared_key'),
        enableBgp: flagOf(config, 'enable_bgp'),
        routingWeight: numberOf(config, 'routing_weight'),
        dpdTimeoutSeconds: numberOf(config, 'dpd_timeout_seconds'),
        usePolicyBasedTrafficSelectors: flagOf(config, 'use_policy_based_traffic_selectors'),
        useLocalAzureIpAddress: flagOf(config, 'local_azure_ip_address_enabled'),
        ipsecPolicies: blocksOf(config, 'ipsec_policy').map(policyBody),
        trafficSelectorPolicies: blocksOf(config, 'traffic_selector_policy').map((block) => ({
          localAddressRanges: textsOf(block, 'local_address_cidrs') ?? [],
          remoteAddressRanges: textsOf(block, 'remote_address_cidrs') ?? [],
        })),
        gatewayCustomBgpIpAddresses: customAddresses(config, gatewayId, resources),
      },
    };
  },
  attributes({ properties }) {
    return {
      type: properties.connectionType,
      virtual_network_gateway_id: properties.virtualNetworkGateway1.id,
      local_network_gateway_id: properties.localNetworkGateway2?.id,
      peer_virtual_network_gateway_id: properties.virtualNetworkGateway2?.id,
      express_route_circuit_id: properties.peer?.id,
      authorization_key: properties.authorizationKey,
      express_route_gateway_bypass: properties.expressRouteGatewayBypass,
      shared_key: properties.sharedKey,
      enable_bgp: properties.enableBgp,
      routing_weight: properties.routingWeight,
      dpd_timeout_seconds: properties.dpdTimeoutSeconds,
      connection_mode: properties.connectionMode,
      connection_protocol: properties.connectionProtocol,
      use_policy_based_traffic_selectors: properties.usePolicyBasedTrafficSelectors,
      local_azure_ip_address_enabled: properties.useLocalAzureIpAddress,
      ipsec_policy: properties.ipsecPolicies.map((policy) => ({
        dh_group: policy.dhGroup,
        ike_encryption: policy.ikeEncryption,
        ike_integrity: policy.ikeIntegrity,
        ipsec_encryption: policy.ipsecEncryption,
        ipsec_integrity: policy.ipsecIntegrity,
        pfs_group: policy.pfsGroup,
        sa_datasize: policy.saDataSizeKilobytes,
        sa_lifetime: policy.saLifeTimeSeconds,
      })),
      traffic_selector_policy: properties.trafficSelectorPolicies.map((policy) => ({
        local_address_cidrs: policy.localAddressRanges,
        remote_address_cidrs: policy.remoteAddressRanges,
      })),
      custom_bgp_addresses: customAddressBlocks(properties),
    };
  },
};

function policyBody(block: Attributes) {
  return {
    dhGroup: textOf(block, 'dh_group'),
    ikeEncryption: textOf(block, 'ike_encryption'),
    ikeIntegrity: textOf(block, 'ike_integrity'),
    ipsecEncryption: textOf(block, 'ipsec_encryption'),
    ipsecIntegrity: textOf(block, 'ipsec_integrity'),
    pfsGroup: textOf(block, 'pfs_group'),
    saDataSizeKilobytes: numberOf(block, 'sa_datasize') ?? 102_400_000,
    saLifeTimeSeconds: numberOf(block, 'sa_lifetime') ?? 27_000,
  };
}

/** `primary` and `secondary` are custom addresses of the gateway: each is for the ipConfiguration that has it. */
function customAddresses(config: Attributes, gatewayId: string, resources: Resources) {
  const [block] = blocksOf(config, 'custom_bgp_addresses');
  const gateway = resources.find('virtualNetworkGateways', gatewayId);
  if (!block || !gateway || flagOf(config, 'enable_bgp') !== true) return [];
  const { instances } = gateway.properties;
  return (['primary', 'secondary'] as const).flatMap((which, index) => {
    const customBgpIpAddress = textOf(block, which);
    if (customBgpIpAddress === undefined) return [];
    const holder =
      instances.find(({ customBgpAddresses }) => customBgpAddresses.includes(customBgpIpAddress)) ??
      instances[index];
    return holder ? [{ ipConfigurationId: holder.ipConfigurationId, customBgpIpAddress }] : [];
  });
}

/** Read as it is written: the first address is the primary one. */
function customAddressBlocks({ gatewayCustomBgpIpAddresses }: ConnectionProperties) {
  const [primary, secondary] = gatewayCustomBgpIpAddresses.map((entry) => entry.customBgpIpAddress);
  if (primary === undefined) return [];
  return [{ primary, ...(secondary !== undefined && { secondary }) }];
}
