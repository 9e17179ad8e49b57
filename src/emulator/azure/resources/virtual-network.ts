import { z } from 'zod';
import { badRequest } from '../arm/error.ts';
import { sameId } from '../arm/id.ts';
import { contains, overlaps } from '../../net/prefix.ts';
import { defineKind } from './kind.ts';
import { parse, prefix, shape } from './shape.ts';
import { refuseSubnetInUse } from './subnet.ts';

export interface VirtualNetworkProperties {
  readonly addressSpace: { readonly addressPrefixes: readonly string[] };
  readonly dnsServers: readonly string[];
  readonly flowTimeoutInMinutes?: number | undefined;
  /** Address that the network's machines without a public one are seen by on the internet. */
  readonly outboundAddress?: string;
}

const schema = shape(
  {
    addressSpace: shape({ addressPrefixes: z.array(prefix).min(1) }),
    dhcpOptions: shape({ dnsServers: z.array(z.string()).default([]) }).optional(),
    flowTimeoutInMinutes: z.number().int().min(4).max(30).optional(),
    subnets: z.array(z.unknown()).optional(),
    virtualNetworkPeerings: z.array(z.unknown()).optional(),
    enableDdosProtection: z.literal(false).optional(),
    enableVmProtection: z.literal(false).optional(),
    privateEndpointVNetPolicies: z.literal('Disabled').optional(),
  },
  ['defaultPublicNatGateway', 'flowLogs'],
);

/**
 * Ranges that no virtual network may use.
 * @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
 */
const refused = [
  '224.0.0.0/4',
  '255.255.255.255/32',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '168.63.129.16/32',
];

export const virtualNetworkKind = defineKind<'virtualNetworks'>({
  type: 'Microsoft.Network/virtualNetworks',
  inline: [
    { property: 'subnets', kind: 'subnets', absent: 'keep' },
    { property: 'virtualNetworkPeerings', kind: 'virtualNetworkPeerings', absent: 'keep' },
  ],

  prepare(body, { id, name, existing }) {
    const input = parse(schema, body['properties'], `virtual network ${name}`);
    const { addressPrefixes } = input.addressSpace;
    for (const [index, candidate] of addressPrefixes.entries()) {
      const forbidden = refused.find((range) => overlaps(range, candidate));
      if (forbidden !== undefined) {
        throw badRequest(
          'AddressPrefixNotAllowed',
          `Address prefix ${candidate} of virtual network ${id} is not allowed: it overlaps the reserved range ${forbidden}.`,
        );
      }
      const twin = addressPrefixes.slice(0, index).find((other) => overlaps(other, candidate));
      if (twin !== undefined) {
        throw badRequest(
          'AddressPrefixesOverlap',
          `Address prefixes ${twin} and ${candidate} of virtual network ${id} overlap.`,
        );
      }
    }
    const outboundAddress = existing?.properties.outboundAddress;
    return {
      addressSpace: { addressPrefixes },
      dnsServers: input.dhcpOptions?.dnsServers ?? [],
      flowTimeoutInMinutes: input.flowTimeoutInMinutes,
      ...(outboundAddress !== undefined && { outboundAddress }),
    };
  },

  stored(network, draft) {
    const { addressPrefixes } = network.properties.addressSpace;
    for (const subnet of draft.inside('subnets', network.id)) {
      const stray = subnet.properties.addressPrefixes.find(
        (range) => !addressPrefixes.some((space) => contains(space, range)),
      );
      if (stray !== undefined) {
        throw badRequest(
          'NetcfgInvalidSubnet',
          `Subnet '${subnet.name}' is not valid in virtual network '${network.name}'.`,
        );
      }
    }
    for (const peering of draft.inside('virtualNetworkPeerings', network.id)) {
      const remote = draft.find('virtualNetworks', peering.properties.remoteVirtualNetwork.id);
      const clash = remote?.properties.addressSpace.addressPrefixes.some((theirs) =>
        addressPrefixes.some((ours) => overlaps(ours, theirs)),
      );
      if (clash) {
        throw badRequest(
          'VnetAddressSpaceOverlapsWithAlreadyPeeredVnet',
          `Address space of virtual network ${network.id} overlaps with that of the peered virtual network ${peering.properties.remoteVirtualNetwork.id}.`,
        );
      }
    }
  },

  refuseDelete(network, resources) {
    for (const subnet of resources.inside('subnets', network.id))
      refuseSubnetInUse(subnet, resources);
  },

  deleted(network, draft) {
    for (const peering of draft.all('virtualNetworkPeerings')) {
      if (!sameId(peering.properties.remoteVirtualNetwork.id, network.id)) continue;
      const properties = { ...peering.properties, peeringState: 'Disconnected' as const };
      draft.set({ ...peering, version: peering.version + 1, properties });
    }
  },

  view(network, { resources, show }) {
    const { addressSpace, dnsServers, flowTimeoutInMinutes } = network.properties;
    return {
      addressSpace,
      dhcpOptions: { dnsServers },
      flowTimeoutInMinutes,
      subnets: resources.inside('subnets', network.id).map(show),
      virtualNetworkPeerings: resources.inside('virtualNetworkPeerings', network.id).map(show),
      enableDdosProtection: false,
    };
  },
});
