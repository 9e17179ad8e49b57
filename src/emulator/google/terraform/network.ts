import { gatewayAddress } from '../resources/subnetwork.ts';
import { fingerprint } from '../compute/digest.ts';
import { selfLink } from '../compute/link.ts';
import type { ComputeType } from './compute-resource.ts';
import {
  common,
  computed,
  fixed,
  flag,
  flagOf,
  forceNew,
  given,
  link,
  number,
  numberOf,
  required,
  settled,
  text,
  textOf,
  timeouts,
} from './attributes.ts';

export const network: ComputeType<'networks'> = {
  kind: 'networks',
  schema: {
    attributes: {
      ...common,
      description: text(forceNew),
      auto_create_subnetworks: flag({ default: true, forceNew: true }),
      routing_mode: text(computed),
      bgp_best_path_selection_mode: text(computed),
      bgp_always_compare_med: flag(computed),
      bgp_inter_region_cost: text(computed),
      mtu: number(settled),
      delete_default_routes_on_create: flag({ default: false }),
      network_firewall_policy_enforcement_order: text({ default: 'AFTER_CLASSIC_FIREWALL' }),
      numeric_id: text(given),
      network_id: text(given),
      gateway_ipv4: text(given),
    },
    blocks: timeouts,
  },
  body: (config) => ({
    description: textOf(config, 'description') ?? null,
    autoCreateSubnetworks: flagOf(config, 'auto_create_subnetworks') ?? true,
    ...(numberOf(config, 'mtu') !== undefined && { mtu: numberOf(config, 'mtu') }),
    routingConfig: {
      routingMode: textOf(config, 'routing_mode') ?? 'REGIONAL',
      bgpBestPathSelectionMode: textOf(config, 'bgp_best_path_selection_mode') ?? 'LEGACY',
      bgpAlwaysCompareMed: flagOf(config, 'bgp_always_compare_med') ?? null,
      bgpInterRegionCost: textOf(config, 'bgp_inter_region_cost') ?? null,
    },
  }),
  made(resource, config, { door }) {
    if (flagOf(config, 'delete_default_routes_on_create') !== true) return;
    door.resources
      .all('routes')
      .filter(({ properties }) => properties.network === resource.path)
      .filter(({ properties }) => properties.nextHop.kind === 'gateway')
      .forEach((route) => door.remove(route));
  },
  attributes({ id, properties }) {
    const { mode, alwaysCompareMed, interRegionCost } = properties.bestPath;
    return {
      description: properties.description,
      auto_create_subnetworks: properties.autoCreateSubnetworks,
      routing_mode: properties.routingMode,
      bgp_best_path_selection_mode: mode,
      bgp_always_compare_med: alwaysCompareMed,
      bgp_inter_region_cost: interRegionCost,
      mtu: properties.mtu,
      numeric_id: id,
      network_id: id,
      gateway_ipv4: '',
    };
  },
};

export const subnetwork: ComputeType<'subnetworks'> = {
  kind: 'subnetworks',
  schema: {
    attributes: {
      ...common,
      region: link(settled),
      network: link(fixed),
      ip_cidr_range: text(required),
      description: text(forceNew),
      private_ip_google_access: flag({ default: false }),
      purpose: text(settled),
      stack_type: text(computed),
      gateway_address: text({ ...given, follows: ['ip_cidr_range'] }),
      subnetwork_id: number(given),
      creation_timestamp: text(given),
      fingerprint: text({ ...given, follows: ['ip_cidr_range', 'private_ip_google_access'] }),
    },
    blocks: {
      ...timeouts,
      log_config: {
        max: 1,
        attributes: {
          aggregation_interval: text({ default: 'INTERVAL_5_SEC' }),
          flow_sampling: number({ default: 0.5 }),
          metadata: text({ default: 'INCLUDE_ALL_METADATA' }),
        },
      },
    },
  },
  body: (config) => ({
    network: textOf(config, 'network'),
    ipCidrRange: textOf(config, 'ip_cidr_range'),
    description: textOf(config, 'description') ?? null,
    privateIpGoogleAccess: flagOf(config, 'private_ip_google_access') ?? false,
    purpose: textOf(config, 'purpose') ?? null,
    stackType: textOf(config, 'stack_type') ?? null,
  }),
  attributes(resource) {
    const { id, properties } = resource;
    return {
      network: selfLink(properties.network),
      ip_cidr_range: properties.ipCidrRange,
      description: properties.description,
      private_ip_google_access: properties.privateIpGoogleAccess,
      purpose: 'PRIVATE',
      stack_type: 'IPV4_ONLY',
      gateway_address: gatewayAddress(resource),
      subnetwork_id: Number(id),
      fingerprint: fingerprint(properties),
    };
  },
};
