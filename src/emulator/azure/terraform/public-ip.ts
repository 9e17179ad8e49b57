import type { ArmResource } from './arm-resource.ts';
import {
  given,
  number,
  numberOf,
  regional,
  required,
  set,
  text,
  textOf,
  textsOf,
  timeouts,
} from './attributes.ts';

export const publicIp: ArmResource<'publicIPAddresses'> = {
  kind: 'publicIPAddresses',
  schema: {
    attributes: {
      ...regional,
      allocation_method: text(required),
      sku: text({ default: 'Standard', forceNew: true }),
      sku_tier: text({ default: 'Regional', forceNew: true }),
      ip_version: text({ default: 'IPv4', forceNew: true }),
      idle_timeout_in_minutes: number({ default: 4 }),
      ddos_protection_mode: text({ default: 'VirtualNetworkInherited' }),
      domain_name_label: text(),
      zones: set({ forceNew: true }),
      ip_address: text(given),
      fqdn: text(given),
    },
    blocks: timeouts,
  },
  path: (config) => `/providers/Microsoft.Network/publicIPAddresses/${textOf(config, 'name')}`,
  body(config) {
    const label = textOf(config, 'domain_name_label');
    return {
      sku: {
        name: textOf(config, 'sku') ?? 'Standard',
        tier: textOf(config, 'sku_tier') ?? 'Regional',
      },
      zones: textsOf(config, 'zones'),
      properties: {
        publicIPAllocationMethod: textOf(config, 'allocation_method'),
        publicIPAddressVersion: textOf(config, 'ip_version'),
        idleTimeoutInMinutes: numberOf(config, 'idle_timeout_in_minutes'),
        ...(label !== undefined && { dnsSettings: { domainNameLabel: label } }),
        ddosSettings: {
          protectionMode: textOf(config, 'ddos_protection_mode') ?? 'VirtualNetworkInherited',
        },
      },
    };
  },
  attributes({ properties, sku, location }) {
    const label = properties.dnsSettings?.domainNameLabel;
    return {
      allocation_method: properties.publicIPAllocationMethod,
      sku: sku?.name ?? 'Basic',
      sku_tier: sku?.tier ?? 'Regional',
      ip_version: properties.publicIPAddressVersion,
      idle_timeout_in_minutes: properties.idleTimeoutInMinutes,
      domain_name_label: label,
      ip_address: properties.ipAddress ?? '',
      fqdn: label === undefined ? '' : `${label}.${location}.cloudapp.azure.com`,
    };
  },
};
