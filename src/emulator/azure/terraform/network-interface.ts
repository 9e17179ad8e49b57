import { macOf } from '../arm/digest.ts';
import type { ArmResource } from './arm-resource.ts';
import {
  armId,
  blocksOf,
  computed,
  defined,
  flag,
  flagOf,
  given,
  list,
  referenceOf,
  regional,
  required,
  text,
  textOf,
  textsOf,
  timeouts,
} from './attributes.ts';

export const networkInterface: ArmResource<'networkInterfaces'> = {
  kind: 'networkInterfaces',
  schema: {
    attributes: {
      ...regional,
      ip_forwarding_enabled: flag({ default: false }),
      accelerated_networking_enabled: flag({ default: false }),
      dns_servers: list(),
      internal_dns_name_label: text(),
      mac_address: text(given),
      private_ip_address: text({ ...given, follows: ['ip_configuration'] }),
      private_ip_addresses: list({ ...given, follows: ['ip_configuration'] }),
    },
    blocks: {
      ...timeouts,
      ip_configuration: {
        min: 1,
        attributes: {
          name: text(required),
          primary: flag(computed),
          subnet_id: armId(),
          private_ip_address: text(computed),
          private_ip_address_allocation: text(required),
          private_ip_address_version: text({ default: 'IPv4' }),
          public_ip_address_id: armId(),
        },
      },
    },
  },
  path: (config) => `/providers/Microsoft.Network/networkInterfaces/${textOf(config, 'name')}`,
  body: (config, before) => ({
    properties: {
      enableIPForwarding: flagOf(config, 'ip_forwarding_enabled') ?? false,
      enableAcceleratedNetworking: flagOf(config, 'accelerated_networking_enabled') ?? false,
      // The security group is associated by a resource of its own.
      networkSecurityGroup: before?.current.properties.networkSecurityGroup,
      dnsSettings: {
        dnsServers: textsOf(config, 'dns_servers') ?? [],
        internalDnsNameLabel: textOf(config, 'internal_dns_name_label'),
      },
      ipConfigurations: blocksOf(config, 'ip_configuration').map((block) => ({
        name: textOf(block, 'name'),
        properties: {
          primary: flagOf(block, 'primary'),
          subnet: referenceOf(block, 'subnet_id'),
          privateIPAllocationMethod: textOf(block, 'private_ip_address_allocation'),
          privateIPAddress: textOf(block, 'private_ip_address'),
          privateIPAddressVersion: textOf(block, 'private_ip_address_version'),
          publicIPAddress: referenceOf(block, 'public_ip_address_id'),
        },
      })),
    },
  }),
  attributes({ id, properties }) {
    const addresses = properties.ipConfigurations.map((part) => part.properties.privateIPAddress);
    return {
      ip_forwarding_enabled: properties.enableIPForwarding,
      accelerated_networking_enabled: properties.enableAcceleratedNetworking,
      mac_address: macOf(id).replaceAll(':', '-').toUpperCase(),
      private_ip_address: addresses[0] ?? '',
      private_ip_addresses: addresses,
      ip_configuration: properties.ipConfigurations.map((part) =>
        defined({
          name: part.name,
          primary: part.properties.primary,
          subnet_id: part.properties.subnet.id,
          private_ip_address: part.properties.privateIPAddress,
          private_ip_address_allocation: part.properties.privateIPAllocationMethod,
          private_ip_address_version: 'IPv4',
          public_ip_address_id: part.properties.publicIPAddress?.id,
        }),
      ),
    };
  },
};
