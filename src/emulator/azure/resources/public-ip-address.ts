import { z } from 'zod';
import { badRequest } from '../arm/error.ts';
import { sameId } from '../arm/id.ts';
import { defineKind } from './kind.ts';
import { parse, shape } from './shape.ts';
import type { Resources } from './store.ts';

export interface PublicIPAddressProperties {
  readonly publicIPAllocationMethod: 'Static' | 'Dynamic';
  readonly publicIPAddressVersion: 'IPv4';
  readonly idleTimeoutInMinutes: number;
  readonly dnsSettings?: { readonly domainNameLabel: string } | undefined;
  /** A static one has it from the start, a dynamic one while something that runs uses it. */
  readonly ipAddress?: string;
}

const schema = shape(
  {
    publicIPAllocationMethod: z.enum(['Static', 'Dynamic']).default('Dynamic'),
    publicIPAddressVersion: z.literal('IPv4').default('IPv4'),
    idleTimeoutInMinutes: z.number().int().min(4).max(30).default(4),
    dnsSettings: shape({ domainNameLabel: z.string() }, [
      'fqdn',
      'domainNameLabelScope',
    ]).optional(),
    ddosSettings: shape({ protectionMode: z.literal('VirtualNetworkInherited') }).optional(),
    deleteOption: z.string().optional(),
  },
  ['ipAddress', 'ipConfiguration'],
);

export const publicIPAddressKind = defineKind<'publicIPAddresses'>({
  type: 'Microsoft.Network/publicIPAddresses',

  prepare(body, { id, name, sku, existing, resources }) {
    const input = parse(schema, body['properties'] ?? {}, `public IP address ${name}`);
    const standard = sku?.name === 'Standard';
    if (standard && input.publicIPAllocationMethod !== 'Static') {
      throw badRequest(
        'PublicIPAndLBSkuDoNotMatch',
        `Standard sku publicIp ${id} must have AllocationMethod set to Static.`,
      );
    }
    const method = existing?.properties.publicIPAllocationMethod;
    const user = publicAddressUser(id, resources);
    if (method !== undefined && method !== input.publicIPAllocationMethod && user) {
      throw badRequest(
        'PublicIPAddressInUseCannotUpdate',
        `The allocation method of public IP address ${id} cannot be changed while it is in use by ${user}.`,
      );
    }
    const ipAddress = existing?.properties.ipAddress;
    return {
      publicIPAllocationMethod: input.publicIPAllocationMethod,
      publicIPAddressVersion: input.publicIPAddressVersion,
      idleTimeoutInMinutes: input.idleTimeoutInMinutes,
      dnsSettings: input.dnsSettings,
      ...(ipAddress !== undefined && { ipAddress }),
    };
  },

  refuseDelete(address, resources) {
    const user = publicAddressUser(address.id, resources);
    if (user === undefined) return;
    throw badRequest(
      'PublicIPAddressCannotBeDeleted',
      `Public IP address ${address.id} can not be deleted since it is still allocated to resource ${user}. In order to delete the public IP, disassociate/detach the Public IP address from the resource. To learn how to do this, see aka.ms/deletepublicip.`,
    );
  },

  view(address, { resources }) {
    const { dnsSettings, ...rest } = address.properties;
    const user = publicAddressUser(address.id, resources);
    const label = dnsSettings?.domainNameLabel;
    return {
      ...rest,
      ...(label !== undefined && {
        dnsSettings: {
          domainNameLabel: label,
          fqdn: `${label}.${address.location}.cloudapp.azure.com`,
        },
      }),
      ...(user !== undefined && { ipConfiguration: { id: user } }),
      ipTags: [],
    };
  },
});

/** The ipConfiguration that holds a public address. */
export function publicAddressUser(addressId: string, resources: Resources): string | undefined {
  const uses = (part: { properties: { publicIPAddress?: { id: string } | undefined } }) =>
    part.properties.publicIPAddress !== undefined &&
    sameId(part.properties.publicIPAddress.id, addressId);
  const holders = [
    ...resources.all('networkInterfaces').flatMap((card) => card.properties.ipConfigurations),
    ...resources
      .all('virtualNetworkGateways')
      .flatMap((gateway) => gateway.properties.ipConfigurations),
    ...resources.all('hubIpConfigurations'),
  ];
  return holders.find(uses)?.id;
}
