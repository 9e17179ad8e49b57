import { Subnet as AzurermSubnet } from '@cdktf/provider-azurerm/lib/subnet/index.js';
import { VirtualNetwork as AzurermVirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network/index.js';
import type { Subnet, VirtualNetwork } from '../../src/lab/handle.ts';
import { resource, type Constructed } from '../constructed.ts';
import type { AzureScope } from './scope.ts';

export type ConstructedVirtualNetwork = Constructed<VirtualNetwork, AzurermVirtualNetwork>;
export type ConstructedSubnet = Constructed<Subnet, AzurermSubnet>;

export interface VirtualNetworkParameters {
  readonly name: string;
  readonly addressSpace: readonly string[];
}

/** A virtual network. */
export function virtualNetwork(
  azure: AzureScope,
  parameters: VirtualNetworkParameters,
): ConstructedVirtualNetwork {
  const { name, addressSpace } = parameters;
  const network = new AzurermVirtualNetwork(azure.scope, name, {
    ...azure.place,
    name,
    addressSpace: [...addressSpace],
    tags: azure.tags,
  });
  return {
    kind: 'virtualNetwork',
    name,
    id: network.id,
    location: azure.region,
    [resource]: network,
  };
}

export interface SubnetParameters {
  /** Name of its Terraform resource, unique in the stack. */
  readonly name: string;
  /** Its name in Azure where that differs: a gateway only lives in a subnet called `GatewaySubnet`. @default name */
  readonly azureName?: string;
  readonly network: ConstructedVirtualNetwork;
  readonly prefix: string;
}

/** A subnet of a virtual network. */
export function subnet(azure: AzureScope, parameters: SubnetParameters): ConstructedSubnet {
  const { name, azureName = name, network, prefix } = parameters;
  const made = new AzurermSubnet(azure.scope, name, {
    name: azureName,
    resourceGroupName: azure.place.resourceGroupName,
    virtualNetworkName: network[resource].name,
    addressPrefixes: [prefix],
  });
  return { kind: 'subnet', name: azureName, id: made.id, [resource]: made };
}
