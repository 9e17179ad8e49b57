import { z } from 'zod';
import { badRequest, invalidReference } from '../arm/error.ts';
import { parentId, sameId } from '../arm/id.ts';
import { contains, lengthOf, overlaps } from '../../net/prefix.ts';
import { defineKind } from './kind.ts';
import { parse, prefix, reference, shape } from './shape.ts';
import type { Resource, Resources } from './store.ts';

/** The one subnet that gateways live in. */
export const gatewaySubnetName = 'GatewaySubnet';
/** The one subnet that a Route Server lives in. */
export const routeServerSubnetName = 'RouteServerSubnet';

export interface SubnetProperties {
  readonly addressPrefixes: readonly string[];
  readonly networkSecurityGroup?: { readonly id: string } | undefined;
  readonly routeTable?: { readonly id: string } | undefined;
  readonly defaultOutboundAccess?: boolean | undefined;
  readonly privateEndpointNetworkPolicies: string;
  readonly privateLinkServiceNetworkPolicies: string;
}

const schema = shape(
  {
    addressPrefix: prefix.optional(),
    addressPrefixes: z.array(prefix).optional(),
    networkSecurityGroup: reference.optional(),
    routeTable: reference.optional(),
    defaultOutboundAccess: z.boolean().optional(),
    privateEndpointNetworkPolicies: z.string().default('Disabled'),
    privateLinkServiceNetworkPolicies: z.string().default('Enabled'),
  },
  [
    'ipConfigurations',
    'ipConfigurationProfiles',
    'purpose',
    'privateEndpoints',
    'resourceNavigationLinks',
    'serviceAssociationLinks',
  ],
);

export const subnetKind = defineKind<'subnets'>({
  type: 'Microsoft.Network/virtualNetworks/subnets',
  parent: 'virtualNetworks',

  prepare(body, { id, name, resources }) {
    const input = parse(schema, body['properties'], `subnet ${name}`);
    const addressPrefixes =
      input.addressPrefixes ?? (input.addressPrefix === undefined ? [] : [input.addressPrefix]);
    if (addressPrefixes.length === 0) {
      throw badRequest(
        'SubnetMissingRequiredProperty',
        `Subnet '${name}' is missing required property 'addressPrefix' or 'addressPrefixes'.`,
      );
    }
    for (const range of addressPrefixes) refuseLength(name, range);
    for (const [kind, target] of [
      ['networkSecurityGroups', input.networkSecurityGroup],
      ['routeTables', input.routeTable],
    ] as const) {
      if (target && !resources.find(kind, target.id)) throw invalidReference(target.id, id);
    }
    return {
      addressPrefixes,
      networkSecurityGroup: input.networkSecurityGroup,
      routeTable: input.routeTable,
      defaultOutboundAccess: input.defaultOutboundAccess,
      privateEndpointNetworkPolicies: input.privateEndpointNetworkPolicies,
      privateLinkServiceNetworkPolicies: input.privateLinkServiceNetworkPolicies,
    };
  },

  stored(subnet, draft) {
    refuseOverlap(subnet, draft);
    refuseStrayUsers(subnet, draft);
    if (subnet.name.toLowerCase() === gatewaySubnetName.toLowerCase())
      refuseGatewaySubnet(subnet, draft);
    if (subnet.name.toLowerCase() === routeServerSubnetName.toLowerCase())
      refuseRouteServerSubnet(subnet);
  },

  refuseDelete: refuseSubnetInUse,

  view(subnet, { resources }) {
    const { addressPrefixes, ...rest } = subnet.properties;
    const users = subnetUsers(subnet.id, resources).map(({ id }) => ({ id }));
    return {
      ...(addressPrefixes.length === 1
        ? { addressPrefix: addressPrefixes[0] }
        : { addressPrefixes }),
      ...rest,
      ...(users.length > 0 && { ipConfigurations: users }),
      delegations: [],
    };
  },
});

/** Throws {@link ArmError} while something has an address in it. */
export function refuseSubnetInUse(subnet: Resource<'subnets'>, resources: Resources): void {
  const [user] = subnetUsers(subnet.id, resources);
  if (user === undefined) return;
  throw badRequest(
    'InUseSubnetCannotBeDeleted',
    `Subnet ${subnet.name} is in use by ${user.id} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
  );
}

/** Every ipConfiguration in a subnet, of interface cards, gateways and Route Servers, with the private addresses it holds. */
export function subnetUsers(
  subnetId: string,
  resources: Resources,
): readonly { readonly id: string; readonly addresses: readonly string[] }[] {
  const cards = resources
    .all('networkInterfaces')
    .flatMap((card) =>
      card.properties.ipConfigurations
        .filter((part) => sameId(part.properties.subnet.id, subnetId))
        .map((part) => ({ id: part.id, addresses: [part.properties.privateIPAddress] })),
    );
  const gateways = resources.all('virtualNetworkGateways').flatMap((gateway) =>
    gateway.properties.ipConfigurations
      .filter((part) => sameId(part.properties.subnet.id, subnetId))
      .map((part) => ({
        id: part.id,
        addresses: gateway.properties.instances
          .filter((instance) => instance.ipConfigurationId === part.id)
          .flatMap((instance) => [instance.bgpAddress, instance.underlayAddress])
          .concat(edgeAddressesOf(gateway, resources)),
      })),
  );
  const routeServers = resources
    .all('hubIpConfigurations')
    .filter(({ properties }) => sameId(properties.subnet.id, subnetId))
    .map(({ id, properties }) => ({ id, addresses: properties.addresses }));
  return [...cards, ...gateways, ...routeServers];
}

/** What Microsoft's edges have in the subnet of an ExpressRoute gateway: for its first circuit, and for the others. */
function edgeAddressesOf(
  gateway: Resource<'virtualNetworkGateways'>,
  resources: Resources,
): readonly string[] {
  const connections = resources
    .all('connections')
    .filter(({ properties }) => sameId(properties.virtualNetworkGateway1.id, gateway.id));
  return [
    ...(gateway.properties.edgeAddresses ?? []),
    ...connections.flatMap(({ properties }) => properties.edgeAddresses ?? []),
  ];
}

/** @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq: the smallest is /29, the largest /8. */
function refuseLength(name: string, range: string): void {
  const length = lengthOf(range);
  if (length >= 8 && length <= 29) return;
  throw badRequest(
    'NetcfgInvalidSubnet',
    `Subnet '${name}' is not valid: the length of its prefix ${range} must be from /8 to /29.`,
  );
}

function refuseOverlap(subnet: Resource<'subnets'>, resources: Resources): void {
  const networkId = parentId(subnet.id);
  const network = resources.find('virtualNetworks', networkId);
  const space = network?.properties.addressSpace.addressPrefixes ?? [];
  for (const range of subnet.properties.addressPrefixes) {
    if (!space.some((outer) => contains(outer, range))) {
      throw badRequest(
        'NetcfgSubnetRangeOutsideVnet',
        `Subnet '${subnet.name}' is not valid because its IP address range is outside the IP address range of virtual network '${network?.name}'.`,
      );
    }
    for (const other of resources.inside('subnets', networkId)) {
      if (sameId(other.id, subnet.id)) continue;
      if (!other.properties.addressPrefixes.some((taken) => overlaps(taken, range))) continue;
      throw badRequest(
        'NetcfgSubnetRangesOverlap',
        `Subnet '${subnet.name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '${network?.name}'.`,
      );
    }
  }
}

function refuseStrayUsers(subnet: Resource<'subnets'>, resources: Resources): void {
  for (const user of subnetUsers(subnet.id, resources)) {
    const inside = user.addresses.every((taken) =>
      subnet.properties.addressPrefixes.some((range) => contains(range, taken)),
    );
    if (inside) continue;
    throw badRequest(
      'InUsePrefixCannotBeDeleted',
      `IpPrefix ${subnet.properties.addressPrefixes.join(', ')} on Subnet ${subnet.name} has active allocations and cannot be changed: it is in use by ${user.id}.`,
    );
  }
}

/**
 * A gateway's subnet has no security group, no default route of its own and always learns the gateway's routes.
 * @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings#gwsub
 */
function refuseGatewaySubnet(subnet: Resource<'subnets'>, resources: Resources): void {
  const { networkSecurityGroup, routeTable } = subnet.properties;
  if (networkSecurityGroup) {
    const group = resources.find('networkSecurityGroups', networkSecurityGroup.id);
    throw badRequest(
      'NetworkSecurityGroupCannotBeAttachedToGatewaySubnet',
      `The operation failed because the network security group ${group?.name} can not be associated to the GatewaySubnet. Please remove the network security group associated to the GatewaySubnet. No changes have occurred on the gateway at this time. See here for additional details: https://aka.ms/GatewaySubnet.`,
    );
  }
  if (routeTable) refuseGatewayRouteTable(routeTable.id, resources);
}

/** @see https://learn.microsoft.com/azure/route-server/route-server-faq */
function refuseRouteServerSubnet({ properties }: Resource<'subnets'>): void {
  const { networkSecurityGroup, routeTable } = properties;
  if (networkSecurityGroup) {
    throw badRequest(
      'NetworkSecurityGroupCannotBeAttachedToRouteServerSubnet',
      `Network security group ${networkSecurityGroup.id} cannot be associated with subnet ${routeServerSubnetName}.`,
    );
  }
  if (routeTable) {
    throw badRequest(
      'RouteTableCannotBeAttachedForRouteServerSubnet',
      `Route table ${routeTable.id} cannot be associated with subnet ${routeServerSubnetName}.`,
    );
  }
}

/** Refuses a route table that a GatewaySubnet may not have. */
export function refuseGatewayRouteTable(tableId: string, resources: Resources): void {
  const table = resources.find('routeTables', tableId);
  if (!table) return;
  const routes = resources.inside('routes', table.id);
  const problem = table.properties.disableBgpRoutePropagation
    ? 'disables BGP route propagation'
    : routes.some((route) => route.properties.addressPrefix === '0.0.0.0/0')
      ? 'has a route for 0.0.0.0/0'
      : undefined;
  if (problem === undefined) return;
  throw badRequest(
    'RouteTableCannotBeAttachedForGatewaySubnet',
    `Route table ${table.id} cannot be associated with subnet ${gatewaySubnetName}: it ${problem}.`,
  );
}
