import { z } from 'zod';
import { badRequest, invalidReference } from '../arm/error.ts';
import { nameOf, sameId } from '../arm/id.ts';
import { macOf } from '../arm/digest.ts';
import { addressAt, contains, sizeOf } from '../../net/prefix.ts';
import { defineKind } from './kind.ts';
import { publicAddressUser } from './public-ip-address.ts';
import { address, parse, reference, shape } from './shape.ts';
import type { Resource, Resources } from './store.ts';
import { gatewaySubnetName, routeServerSubnetName, subnetUsers } from './subnet.ts';

export interface NetworkInterfaceProperties {
  readonly ipConfigurations: readonly IPConfiguration[];
  readonly networkSecurityGroup?: { readonly id: string } | undefined;
  readonly enableIPForwarding: boolean;
  readonly enableAcceleratedNetworking: boolean;
  readonly dnsServers: readonly string[];
  readonly internalDnsNameLabel?: string | undefined;
}

export interface IPConfiguration {
  readonly id: string;
  readonly name: string;
  readonly properties: {
    readonly primary: boolean;
    readonly subnet: { readonly id: string };
    readonly privateIPAddress: string;
    readonly privateIPAllocationMethod: 'Dynamic' | 'Static';
    readonly publicIPAddress?: { readonly id: string } | undefined;
  };
}

const configurationSchema = z.looseObject({
  name: z.string().min(1),
  properties: shape({
    primary: z.boolean().optional(),
    subnet: reference,
    privateIPAddress: address.optional(),
    privateIPAllocationMethod: z.enum(['Dynamic', 'Static']).default('Dynamic'),
    privateIPAddressVersion: z.literal('IPv4').optional(),
    publicIPAddress: reference.optional(),
  }),
});

const schema = shape(
  {
    ipConfigurations: z.array(configurationSchema).min(1),
    networkSecurityGroup: reference.optional(),
    enableIPForwarding: z.boolean().default(false),
    enableAcceleratedNetworking: z.boolean().default(false),
    disableTcpStateTracking: z.literal(false).optional(),
    dnsSettings: shape(
      {
        dnsServers: z.array(z.string()).default([]),
        internalDnsNameLabel: z.string().optional(),
      },
      ['appliedDnsServers', 'internalDomainNameSuffix', 'internalFqdn'],
    ).optional(),
    nicType: z.literal('Standard').optional(),
    auxiliaryMode: z.literal('None').optional(),
    auxiliarySku: z.literal('None').optional(),
  },
  [
    'macAddress',
    'primary',
    'virtualMachine',
    'vnetEncryptionSupported',
    'defaultOutboundConnectivityEnabled',
    'allowPort25Out',
    'hostedWorkloads',
    'tapConfigurations',
  ],
);

/** Addresses at the start of a subnet that Azure keeps: network, router and two for DNS. */
const reservedAtStart = 4;

export const networkInterfaceKind = defineKind<'networkInterfaces'>({
  type: 'Microsoft.Network/networkInterfaces',

  prepare(body, { id, name, resources, existing }) {
    const input = parse(schema, body['properties'], `network interface ${name}`);
    const group = input.networkSecurityGroup;
    if (group && !resources.find('networkSecurityGroups', group.id)) {
      throw invalidReference(group.id, id);
    }
    const marked = input.ipConfigurations.findIndex((part) => part.properties.primary === true);
    const primary = Math.max(marked, 0);
    const taken: string[] = [];
    const ipConfigurations = input.ipConfigurations.map((part, index) => {
      const configurationId = `${id}/ipConfigurations/${part.name}`;
      const { subnet, publicIPAddress, privateIPAllocationMethod } = part.properties;
      refuseSubnet(subnet.id, id, resources);
      if (publicIPAddress) refusePublicAddress(publicIPAddress.id, configurationId, resources);
      const before = existing?.properties.ipConfigurations.find((old) => old.name === part.name);
      const kept =
        before && sameId(before.properties.subnet.id, subnet.id)
          ? before.properties.privateIPAddress
          : undefined;
      const wanted =
        privateIPAllocationMethod === 'Static' ? part.properties.privateIPAddress : kept;
      if (privateIPAllocationMethod === 'Static' && wanted === undefined) {
        throw badRequest(
          'PrivateIPAddressNotSpecified',
          `Private static IP address is not specified for IP configuration ${configurationId}.`,
        );
      }
      const privateIPAddress = allocate({ subnetId: subnet.id, id, wanted, taken, resources });
      taken.push(privateIPAddress);
      return {
        id: configurationId,
        name: part.name,
        properties: {
          primary: index === primary,
          subnet: { id: subnet.id },
          privateIPAddress,
          privateIPAllocationMethod,
          publicIPAddress,
        },
      };
    });
    return {
      ipConfigurations,
      networkSecurityGroup: group,
      enableIPForwarding: input.enableIPForwarding,
      enableAcceleratedNetworking: input.enableAcceleratedNetworking,
      dnsServers: input.dnsSettings?.dnsServers ?? [],
      internalDnsNameLabel: input.dnsSettings?.internalDnsNameLabel,
    };
  },

  refuseDelete(card, resources) {
    const machine = machineOf(card.id, resources);
    if (!machine) return;
    throw badRequest(
      'NicInUse',
      `Network Interface ${card.id} is used by existing resource ${machine.id}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`,
    );
  },

  view(card, { resources }) {
    const { dnsServers, internalDnsNameLabel, ...rest } = card.properties;
    const machine = machineOf(card.id, resources);
    const entry = machine?.properties.networkInterfaces.find(({ id }) => sameId(id, card.id));
    return {
      ...rest,
      ipConfigurations: card.properties.ipConfigurations.map((part) => ({
        ...part,
        type: 'Microsoft.Network/networkInterfaces/ipConfigurations',
        properties: {
          provisioningState: 'Succeeded',
          ...part.properties,
          privateIPAddressVersion: 'IPv4',
        },
      })),
      dnsSettings: { dnsServers, appliedDnsServers: dnsServers, internalDnsNameLabel },
      macAddress: macOf(card.id).replaceAll(':', '-').toUpperCase(),
      nicType: 'Standard',
      ...(machine && { primary: entry?.primary ?? false, virtualMachine: { id: machine.id } }),
    };
  },
});

/** The machine that a card is attached to. */
export function machineOf(
  cardId: string,
  resources: Resources,
): Resource<'virtualMachines'> | undefined {
  return resources
    .all('virtualMachines')
    .find((machine) => machine.properties.networkInterfaces.some(({ id }) => sameId(id, cardId)));
}

/** The address that a card asked for, had before, or the lowest free one of its subnet. */
function allocate(parameters: {
  readonly subnetId: string;
  readonly id: string;
  readonly wanted: string | undefined;
  readonly taken: readonly string[];
  readonly resources: Resources;
}): string {
  const { subnetId, id, wanted, taken, resources } = parameters;
  const subnet = resources.find('subnets', subnetId);
  const ranges = subnet?.properties.addressPrefixes ?? [];
  const inUse = new Set([
    ...taken,
    ...subnetUsers(subnetId, resources)
      .filter((user) => !user.id.toLowerCase().startsWith(`${id.toLowerCase()}/`))
      .flatMap((user) => user.addresses),
  ]);
  if (wanted !== undefined) {
    const range = ranges.find((candidate) => contains(candidate, wanted));
    if (range === undefined) {
      throw badRequest(
        'PrivateIPAddressNotInSubnet',
        `Private static IP address ${wanted} does not belong to the range of subnet prefix ${ranges.join(', ')}.`,
      );
    }
    const reserved = [0, 1, 2, 3, -1].map((index) => addressAt(range, index));
    if (reserved.includes(wanted)) {
      throw badRequest(
        'PrivateIPAddressInReservedRange',
        `Private static IP address ${wanted} falls within reserved IP range of subnet prefix ${range}.`,
      );
    }
    if (inUse.has(wanted)) {
      throw badRequest(
        'PrivateIPAddressInUse',
        `IP configuration of ${id} is using the private IP address ${wanted} which is already allocated to another resource.`,
      );
    }
    return wanted;
  }
  for (const range of ranges) {
    for (let index = reservedAtStart; index < sizeOf(range) - 1; index++) {
      const candidate = addressAt(range, index);
      if (!inUse.has(candidate)) return candidate;
    }
  }
  throw badRequest(
    'SubnetIsFull',
    `Subnet ${nameOf(subnetId)} with address prefix ${ranges.join(', ')} does not have enough capacity for 1 IP addresses.`,
  );
}

function refuseSubnet(subnetId: string, id: string, resources: Resources): void {
  if (!resources.find('subnets', subnetId)) throw invalidReference(subnetId, id);
  if (nameOf(subnetId).toLowerCase() === routeServerSubnetName.toLowerCase()) {
    throw badRequest(
      'ResourceTypeNotAllowedInRouteServerSubnet',
      `Subnet ${routeServerSubnetName} is reserved for route servers. Network interface ${id} cannot be created in it.`,
    );
  }
  if (nameOf(subnetId).toLowerCase() !== gatewaySubnetName.toLowerCase()) return;
  throw badRequest(
    'ResourceTypeNotAllowedInGatewaySubnet',
    `Subnet ${gatewaySubnetName} is reserved for virtual network gateways. Network interface ${id} cannot be created in it.`,
  );
}

/** Refuses a public address that does not exist or that something else holds. */
export function refusePublicAddress(
  addressId: string,
  configurationId: string,
  resources: Resources,
): void {
  if (!resources.find('publicIPAddresses', addressId)) {
    throw invalidReference(addressId, configurationId);
  }
  const user = publicAddressUser(addressId, resources);
  if (user === undefined || sameId(user, configurationId)) return;
  throw badRequest(
    'PublicIPAddressInUse',
    `Resource ${configurationId} is referencing public IP address ${addressId} that is already allocated to resource ${user}.`,
  );
}
