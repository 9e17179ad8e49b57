import { selfLink } from '../compute/link.ts';
import { fingerprint } from '../compute/digest.ts';
import type { ComputeType } from './compute-resource.ts';
import {
  common,
  fixed,
  forceNew,
  given,
  labels,
  link,
  list,
  mapOf,
  number,
  numberOf,
  settled,
  set,
  text,
  textOf,
  textsOf,
  makingTimeouts,
  timeouts,
} from './attributes.ts';

export const address: ComputeType<'addresses'> = {
  kind: 'addresses',
  schema: {
    attributes: {
      ...common,
      ...labels,
      region: link(settled),
      address: text(settled),
      address_type: text({ default: 'EXTERNAL', forceNew: true }),
      description: text(forceNew),
      network_tier: text(settled),
      ip_version: text(forceNew),
      users: list(given),
      creation_timestamp: text(given),
    },
    blocks: timeouts,
  },
  body: (config) => ({
    address: textOf(config, 'address') ?? null,
    addressType: textOf(config, 'address_type') ?? 'EXTERNAL',
    description: textOf(config, 'description') ?? null,
    networkTier: textOf(config, 'network_tier') ?? 'PREMIUM',
    ipVersion: textOf(config, 'ip_version') ?? null,
    labels: mapOf(config, 'labels'),
  }),
  attributes: ({ properties }, { body }) => ({
    address: properties.address,
    address_type: 'EXTERNAL',
    description: properties.description,
    network_tier: properties.networkTier,
    users: (body['users'] ?? []) as readonly string[],
    ...labelAttributes(properties.labels),
  }),
};

/** A map that is empty and was not set stays unset. */
export function labelAttributes(from: Readonly<Record<string, string>>) {
  return {
    labels: Object.keys(from).length > 0 ? from : undefined,
    terraform_labels: from,
    effective_labels: from,
    label_fingerprint: fingerprint(from),
  };
}

export const route: ComputeType<'routes'> = {
  kind: 'routes',
  schema: {
    attributes: {
      ...common,
      network: link(fixed),
      dest_range: text(fixed),
      description: text(forceNew),
      priority: number({ default: 1000, forceNew: true }),
      tags: set(forceNew),
      next_hop_gateway: link(forceNew),
      next_hop_instance: link(forceNew),
      next_hop_instance_zone: text({ computed: true, forceNew: true }),
      next_hop_ip: text(settled),
      next_hop_ilb: link(forceNew),
      next_hop_vpn_tunnel: link(forceNew),
      next_hop_network: text(given),
      creation_timestamp: text(given),
    },
    blocks: makingTimeouts,
  },
  body: (config, { zone }) => ({
    network: textOf(config, 'network'),
    destRange: textOf(config, 'dest_range'),
    description: textOf(config, 'description') ?? null,
    priority: numberOf(config, 'priority') ?? 1000,
    tags: textsOf(config, 'tags'),
    nextHopGateway: gatewayLink(textOf(config, 'next_hop_gateway')),
    nextHopInstance: instanceLink(
      textOf(config, 'next_hop_instance'),
      textOf(config, 'next_hop_instance_zone') ?? zone,
    ),
    nextHopIp: textOf(config, 'next_hop_ip') ?? null,
    nextHopIlb: textOf(config, 'next_hop_ilb') ?? null,
    nextHopVpnTunnel: textOf(config, 'next_hop_vpn_tunnel') ?? null,
  }),
  attributes({ properties }, { previous, resources }) {
    const { nextHop } = properties;
    const instance =
      nextHop.kind === 'instance' ? resources.find('instances', nextHop.instance) : undefined;
    const card = instance?.properties.networkInterfaces.find(
      ({ network }) => network === properties.network,
    );
    return {
      network: selfLink(properties.network),
      dest_range: properties.destRange,
      description: properties.description,
      priority: properties.priority,
      tags: properties.tags.length > 0 ? properties.tags.toSorted() : undefined,
      next_hop_gateway: textOf(previous, 'next_hop_gateway'),
      next_hop_instance: nextHop.kind === 'instance' ? selfLink(nextHop.instance) : undefined,
      next_hop_instance_zone: instance?.scope.replace('zones/', '') ?? '',
      next_hop_ip: nextHop.kind === 'ip' ? nextHop.address : (card?.networkIP ?? ''),
      next_hop_network: '',
    };
  },
};

function gatewayLink(text: string | undefined): string | null {
  if (text === undefined) return null;
  return text.includes('/') ? text : `global/gateways/${text}`;
}

function instanceLink(text: string | undefined, zone: string): string | null {
  if (text === undefined) return null;
  return text.includes('/') ? text : `zones/${zone}/instances/${text}`;
}
