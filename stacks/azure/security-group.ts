import type { NetworkInterface } from '@cdktf/provider-azurerm/lib/network-interface/index.js';
import { NetworkInterfaceSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/network-interface-security-group-association/index.js';
import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group/index.js';
import type { AzureScope } from './scope.ts';

/**
 * A network security group on one card that lets SSH in. A public IP of the Standard SKU is closed
 * to the outside until a group opens it
 * (https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses#sku).
 */
export function allowSsh(
  azure: AzureScope,
  parameters: { readonly name: string; readonly networkInterface: NetworkInterface },
): void {
  const { name, networkInterface } = parameters;
  const group = new NetworkSecurityGroup(azure.scope, name, {
    ...azure.place,
    name,
    securityRule: [
      {
        name: 'allow-ssh',
        priority: 100,
        direction: 'Inbound',
        access: 'Allow',
        protocol: 'Tcp',
        sourceAddressPrefix: '*',
        sourcePortRange: '*',
        destinationAddressPrefix: '*',
        destinationPortRange: '22',
      },
    ],
    tags: azure.tags,
  });
  new NetworkInterfaceSecurityGroupAssociation(azure.scope, `${name}-association`, {
    networkInterfaceId: networkInterface.id,
    networkSecurityGroupId: group.id,
  });
}
