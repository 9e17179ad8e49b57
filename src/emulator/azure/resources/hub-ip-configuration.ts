import { z } from 'zod';
import { badRequest, invalidReference } from '../arm/error.ts';
import { nameOf, parentId, sameId } from '../arm/id.ts';
import { lengthOf } from '../../net/prefix.ts';
import { freeAddresses } from './gateway-addresses.ts';
import { defineKind } from './kind.ts';
import { refusePublicAddress } from './network-interface.ts';
import { parse, reference, shape } from './shape.ts';
import type { Resource, Resources } from './store.ts';
import { routeServerSubnetName } from './subnet.ts';

/** Where a Route Server is. */
export interface HubIpConfigurationProperties {
  readonly subnet: { readonly id: string };
  /** For its management; BGP does not use it. */
  readonly publicIPAddress?: { readonly id: string } | undefined;
  /** Of its two instances. */
  readonly addresses: readonly string[];
}

const schema = shape(
  {
    subnet: reference,
    publicIPAddress: reference.optional(),
    privateIPAllocationMethod: z.string().optional(),
  },
  ['privateIPAddress'],
);

/** The smallest subnet that a Route Server takes. */
const longestPrefix = 27;

/** @see https://learn.microsoft.com/azure/route-server/quickstart-create-route-server-portal */
export const hubIpConfigurationKind = defineKind<'hubIpConfigurations'>({
  type: 'Microsoft.Network/virtualHubs/ipConfigurations',
  parent: 'virtualHubs',

  prepare(body, { id, name, existing, resources }) {
    const input = parse(schema, body['properties'], `IP configuration ${name}`);
    const hubId = parentId(id);
    refuseSecond(id, hubId, resources);
    const range = refuseSubnet(input.subnet.id, id, resources);
    if (input.publicIPAddress) {
      refusePublicAddress(input.publicIPAddress.id, id, resources);
      const found = resources.find('publicIPAddresses', input.publicIPAddress.id);
      if (found?.sku?.name !== 'Standard') {
        throw badRequest(
          'VirtualHubIpConfigurationRequiresStandardPublicIp',
          `Route server IP configuration ${id} must have a public IP address of the Standard SKU.`,
        );
      }
    }
    if (existing && !sameId(existing.properties.subnet.id, input.subnet.id)) {
      throw badRequest(
        'VirtualHubIpConfigurationSubnetCannotBeChanged',
        `The subnet of route server IP configuration ${id} cannot be changed.`,
      );
    }
    const subnetId = input.subnet.id;
    return {
      subnet: input.subnet,
      publicIPAddress: input.publicIPAddress,
      addresses:
        existing?.properties.addresses ??
        freeAddresses({ count: 2, range, subnetId, gatewayId: id, resources }),
    };
  },

  stored(configuration, draft) {
    const networkId = parentId(configuration.properties.subnet.id);
    const other = draft
      .all('hubIpConfigurations')
      .find(
        (candidate) =>
          !sameId(candidate.id, configuration.id) &&
          sameId(parentId(candidate.properties.subnet.id), networkId),
      );
    if (other) {
      throw badRequest(
        'OnlyOneRouteServerAllowedPerVirtualNetwork',
        `Virtual network ${networkId} can have only one route server: ${parentId(other.id)} is in it already.`,
      );
    }
    const borrowing = draft
      .inside('virtualNetworkPeerings', networkId)
      .find((peering) => peering.properties.useRemoteGateways);
    if (borrowing) {
      throw badRequest(
        'VnetHasPeeringsUsingRemoteGateways',
        `Virtual network ${networkId} cannot have a route server while its peering ${borrowing.id} has UseRemoteGateways flag set to true.`,
      );
    }
  },

  refuseDelete(configuration, resources) {
    const [peer] = resources.inside('hubBgpConnections', parentId(configuration.id));
    if (!peer) return;
    throw badRequest(
      'VirtualHubIpConfigurationInUse',
      `Route server IP configuration ${configuration.id} cannot be deleted while BGP connection ${peer.id} exists.`,
    );
  },

  view({ properties: { addresses: _, ...rest } }) {
    return { privateIPAllocationMethod: 'Dynamic', ...rest };
  },
});

function refuseSecond(id: string, hubId: string, resources: Resources): void {
  const other = resources
    .inside('hubIpConfigurations', hubId)
    .find((candidate: Resource) => !sameId(candidate.id, id));
  if (!other) return;
  throw badRequest(
    'VirtualHubCanHaveOnlyOneIpConfiguration',
    `Route server ${hubId} can have only one IP configuration: ${other.id} is there already.`,
  );
}

/** The subnet's range. */
function refuseSubnet(subnetId: string, id: string, resources: Resources): string {
  const subnet = resources.find('subnets', subnetId);
  if (!subnet) throw invalidReference(subnetId, id);
  if (nameOf(subnetId).toLowerCase() !== routeServerSubnetName.toLowerCase()) {
    throw badRequest(
      'InvalidRouteServerSubnet',
      `Subnet ${subnetId} cannot hold route server IP configuration ${id}: a route server can only be created in a subnet named '${routeServerSubnetName}'.`,
    );
  }
  const [range = ''] = subnet.properties.addressPrefixes;
  if (lengthOf(range) > longestPrefix) {
    throw badRequest(
      'RouteServerSubnetTooSmall',
      `Subnet ${subnetId} with address prefix ${range} is too small for a route server: it must be /${longestPrefix} or larger.`,
    );
  }
  return range;
}
