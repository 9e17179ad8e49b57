import { secretHash } from '../compute/digest.ts';
import { selfLink } from '../compute/link.ts';
import { labelAttributes } from './address.ts';
import type { ComputeType } from './compute-resource.ts';
import {
  blocksOf,
  common,
  computed,
  fixed,
  forceNew,
  given,
  labels,
  link,
  mapOf,
  number,
  numberOf,
  required,
  settled,
  set,
  text,
  textOf,
  textsOf,
  timeouts,
} from './attributes.ts';

export const haVpnGateway: ComputeType<'vpnGateways'> = {
  kind: 'vpnGateways',
  schema: {
    attributes: {
      ...common,
      ...labels,
      region: link(settled),
      network: link(fixed),
      description: text(forceNew),
      stack_type: text({ default: 'IPV4_ONLY', forceNew: true }),
      gateway_ip_version: text({ default: 'IPV4', forceNew: true }),
    },
    blocks: {
      ...timeouts,
      vpn_interfaces: {
        computed: true,
        forceNew: true,
        attributes: {
          id: number(computed),
          ip_address: text(given),
          interconnect_attachment: link(),
        },
      },
    },
  },
  body: (config) => ({
    network: textOf(config, 'network'),
    description: textOf(config, 'description') ?? null,
    stackType: textOf(config, 'stack_type') ?? null,
    gatewayIpVersion: textOf(config, 'gateway_ip_version') ?? null,
    labels: mapOf(config, 'labels'),
    vpnInterfaces: blocksOf(config, 'vpn_interfaces').map((block) => ({
      id: numberOf(block, 'id'),
      interconnectAttachment: textOf(block, 'interconnect_attachment'),
    })),
  }),
  attributes: ({ properties }) => ({
    network: selfLink(properties.network),
    description: properties.description,
    stack_type: 'IPV4_ONLY',
    gateway_ip_version: 'IPV4',
    vpn_interfaces: properties.addresses.map((ip_address = '', id) => ({ id, ip_address })),
    ...labelAttributes(properties.labels),
  }),
};

export const externalVpnGateway: ComputeType<'externalVpnGateways'> = {
  kind: 'externalVpnGateways',
  schema: {
    attributes: {
      ...common,
      ...labels,
      description: text(forceNew),
      redundancy_type: text(forceNew),
    },
    blocks: {
      ...timeouts,
      interface: {
        forceNew: true,
        attributes: { id: number(), ip_address: text(), ipv6_address: text() },
      },
    },
  },
  body: (config) => ({
    description: textOf(config, 'description') ?? null,
    redundancyType: textOf(config, 'redundancy_type') ?? null,
    labels: mapOf(config, 'labels'),
    interfaces: blocksOf(config, 'interface').map((block) => ({
      id: numberOf(block, 'id'),
      ipAddress: textOf(block, 'ip_address'),
      ipv6Address: textOf(block, 'ipv6_address'),
    })),
  }),
  attributes: ({ properties }, { previous }) => ({
    description: properties.description,
    redundancy_type: textOf(previous, 'redundancy_type') && properties.redundancyType,
    interface: properties.interfaces.map(({ id, ipAddress }) => ({ id, ip_address: ipAddress })),
    ...labelAttributes(properties.labels),
  }),
};

const anywhere = ['0.0.0.0/0'];

export const vpnTunnel: ComputeType<'vpnTunnels'> = {
  kind: 'vpnTunnels',
  schema: {
    attributes: {
      ...common,
      ...labels,
      region: link(settled),
      description: text(forceNew),
      vpn_gateway: link(forceNew),
      vpn_gateway_interface: number(forceNew),
      peer_external_gateway: link(forceNew),
      peer_external_gateway_interface: number(forceNew),
      peer_gcp_gateway: link(forceNew),
      peer_ip: text(settled),
      router: link(forceNew),
      target_vpn_gateway: link(forceNew),
      shared_secret: text({ ...required, sensitive: true, forceNew: true }),
      ike_version: number({ default: 2, forceNew: true }),
      local_traffic_selector: set(settled),
      remote_traffic_selector: set(settled),
      shared_secret_hash: text({ ...given, follows: ['shared_secret'] }),
      tunnel_id: text(given),
      detailed_status: text(given),
      creation_timestamp: text(given),
    },
    blocks: timeouts,
  },
  body: (config) => ({
    description: textOf(config, 'description') ?? null,
    vpnGateway: textOf(config, 'vpn_gateway') ?? null,
    vpnGatewayInterface: numberOf(config, 'vpn_gateway_interface') ?? null,
    peerExternalGateway: textOf(config, 'peer_external_gateway') ?? null,
    peerExternalGatewayInterface: numberOf(config, 'peer_external_gateway_interface') ?? null,
    peerGcpGateway: textOf(config, 'peer_gcp_gateway') ?? null,
    peerIp: textOf(config, 'peer_ip') ?? null,
    router: textOf(config, 'router') ?? null,
    targetVpnGateway: textOf(config, 'target_vpn_gateway') ?? null,
    sharedSecret: textOf(config, 'shared_secret'),
    ikeVersion: numberOf(config, 'ike_version') ?? 2,
    localTrafficSelector: textsOf(config, 'local_traffic_selector'),
    remoteTrafficSelector: textsOf(config, 'remote_traffic_selector'),
    labels: mapOf(config, 'labels'),
  }),
  attributes({ id, properties }, { body }) {
    const { peer } = properties;
    const external = peer.kind === 'external' ? peer : undefined;
    return {
      description: properties.description,
      vpn_gateway: selfLink(properties.vpnGateway),
      vpn_gateway_interface: properties.vpnGatewayInterface,
      peer_external_gateway: external && selfLink(external.gateway),
      peer_external_gateway_interface: external?.interface,
      peer_gcp_gateway: peer.kind === 'google' ? selfLink(peer.gateway) : undefined,
      peer_ip: peer.address,
      router: selfLink(properties.router),
      shared_secret: properties.sharedSecret,
      shared_secret_hash: secretHash(properties.sharedSecret),
      ike_version: 2,
      local_traffic_selector: anywhere,
      remote_traffic_selector: anywhere,
      tunnel_id: id,
      detailed_status: String(body['detailedStatus']),
      ...labelAttributes(properties.labels),
    };
  },
};
