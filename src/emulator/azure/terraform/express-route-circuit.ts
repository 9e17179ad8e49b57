import type { Attributes, Value } from '../../terraform/provider.ts';
import { isProvisioned } from '../resources/express-route-circuit.ts';
import { authorizationUser } from '../resources/express-route-authorization.ts';
import { microsoftAsn } from '../resources/express-route-peering.ts';
import { parentId } from '../arm/id.ts';
import type { ArmResource } from './arm-resource.ts';
import {
  armId,
  blocksOf,
  caseless,
  computed,
  fixed,
  flag,
  flagOf,
  given,
  number,
  numberOf,
  regional,
  required,
  text,
  textOf,
  timeouts,
} from './attributes.ts';

/** Azure can't reduce it: azurerm makes another circuit. @see azurerm's express_route_circuit_resource.go */
const isReduced = (before: Value, after: Value): boolean => Number(after) < Number(before);

export const expressRouteCircuit: ArmResource<'expressRouteCircuits'> = {
  kind: 'expressRouteCircuits',
  schema: {
    attributes: {
      ...regional,
      // Optional in azurerm, for circuits on ports of one's own, which are not emulated.
      service_provider_name: text({ ...fixed, ...caseless }),
      peering_location: text({ ...fixed, ...caseless }),
      bandwidth_in_mbps: number({ ...required, forceNew: isReduced }),
      allow_classic_operations: flag({ default: false }),
      service_key: text({ ...given, sensitive: true }),
      service_provider_provisioning_state: text(given),
    },
    blocks: {
      ...timeouts,
      sku: { min: 1, max: 1, attributes: { tier: text(required), family: text(required) } },
    },
  },
  path: circuitPath,
  body(config) {
    const [sku = {}] = blocksOf(config, 'sku');
    const [tier, family] = [textOf(sku, 'tier'), textOf(sku, 'family')];
    return {
      sku: { name: `${tier}_${family}`, tier, family },
      properties: {
        serviceProviderProperties: {
          serviceProviderName: textOf(config, 'service_provider_name'),
          peeringLocation: textOf(config, 'peering_location'),
          bandwidthInMbps: numberOf(config, 'bandwidth_in_mbps'),
        },
        allowClassicOperations: flagOf(config, 'allow_classic_operations') ?? false,
      },
    };
  },
  attributes(circuit, { resources }) {
    const { serviceProviderProperties, serviceKey, allowClassicOperations } = circuit.properties;
    const { tier = '', family = '' } = circuit.sku ?? {};
    return {
      service_provider_name: serviceProviderProperties.serviceProviderName,
      peering_location: serviceProviderProperties.peeringLocation,
      bandwidth_in_mbps: serviceProviderProperties.bandwidthInMbps,
      allow_classic_operations: allowClassicOperations,
      service_key: serviceKey,
      service_provider_provisioning_state: isProvisioned(circuit, resources)
        ? 'Provisioned'
        : 'NotProvisioned',
      sku: [{ tier, family }],
    };
  },
};

const ofCircuit = {
  id: armId(given),
  resource_group_name: text(fixed),
  express_route_circuit_name: text(fixed),
} as const;

export const expressRouteCircuitPeering: ArmResource<'expressRouteCircuitPeerings'> = {
  kind: 'expressRouteCircuitPeerings',
  schema: {
    attributes: {
      ...ofCircuit,
      peering_type: text(fixed),
      primary_peer_address_prefix: text(),
      secondary_peer_address_prefix: text(),
      ipv4_enabled: flag({ default: true }),
      vlan_id: number(required),
      peer_asn: number(computed),
      shared_key: text({ sensitive: true }),
      azure_asn: number(given),
      primary_azure_port: text(given),
      secondary_azure_port: text(given),
      gateway_manager_etag: text(given),
    },
    blocks: timeouts,
  },
  path: (config) =>
    `${circuitPath(config, 'express_route_circuit_name')}/peerings/${textOf(config, 'peering_type')}`,
  body: (config) => ({
    properties: {
      peeringType: textOf(config, 'peering_type'),
      peerASN: numberOf(config, 'peer_asn'),
      primaryPeerAddressPrefix: textOf(config, 'primary_peer_address_prefix'),
      secondaryPeerAddressPrefix: textOf(config, 'secondary_peer_address_prefix'),
      vlanId: numberOf(config, 'vlan_id'),
      sharedKey: textOf(config, 'shared_key'),
      state: (flagOf(config, 'ipv4_enabled') ?? true) ? 'Enabled' : 'Disabled',
    },
  }),
  attributes({ id, properties }, { resources }) {
    const circuit = resources.find('expressRouteCircuits', parentId(id));
    const port = (link: string) =>
      circuit && isProvisioned(circuit, resources) ? `${circuit.name}-${link}` : '';
    return {
      peering_type: properties.peeringType,
      primary_peer_address_prefix: properties.primaryPeerAddressPrefix,
      secondary_peer_address_prefix: properties.secondaryPeerAddressPrefix,
      ipv4_enabled: properties.state === 'Enabled',
      vlan_id: properties.vlanId,
      peer_asn: properties.peerASN,
      azure_asn: microsoftAsn,
      primary_azure_port: port('primary'),
      secondary_azure_port: port('secondary'),
      gateway_manager_etag: '',
    };
  },
};

export const expressRouteCircuitAuthorization: ArmResource<'expressRouteCircuitAuthorizations'> = {
  kind: 'expressRouteCircuitAuthorizations',
  schema: {
    attributes: {
      ...ofCircuit,
      name: text(fixed),
      authorization_key: text({ ...given, sensitive: true }),
      authorization_use_status: text(given),
    },
    // It has nothing to change.
    blocks: {
      timeouts: { max: 1, attributes: { create: text(), read: text(), delete: text() } },
    },
  },
  path: (config) =>
    `${circuitPath(config, 'express_route_circuit_name')}/authorizations/${textOf(config, 'name')}`,
  body: () => ({ properties: {} }),
  attributes: (authorization, { resources }) => ({
    authorization_key: authorization.properties.authorizationKey,
    authorization_use_status: authorizationUser(authorization, resources) ? 'InUse' : 'Available',
  }),
};

function circuitPath(config: Attributes, name = 'name'): string {
  return `/providers/Microsoft.Network/expressRouteCircuits/${textOf(config, name)}`;
}
