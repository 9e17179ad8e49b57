import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip/index.js';
import type { AzureScope } from './scope.ts';

/** A static public address of the Standard SKU, the only one that Azure still gives out. */
export function publicIp(azure: AzureScope, name: string): PublicIp {
  return new PublicIp(azure.scope, name, {
    ...azure.place,
    name,
    sku: 'Standard',
    allocationMethod: 'Static',
    tags: azure.tags,
  });
}
