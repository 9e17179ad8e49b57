import { RouteTable } from '@cdktf/provider-azurerm/lib/route-table/index.js';
import { SubnetRouteTableAssociation } from '@cdktf/provider-azurerm/lib/subnet-route-table-association/index.js';
import type { Dependency } from '../constructed.ts';
import { resource } from '../constructed.ts';
import type { AzureScope } from './scope.ts';
import type { ConstructedSubnet } from './virtual-network.ts';

export interface RouteTableParameters {
  readonly name: string;
  /** The subnet that obeys it. A GatewaySubnet may have one, too. */
  readonly subnet: ConstructedSubnet;
  /** By name. Every route leads to an appliance, a machine that forwards. */
  readonly routes: Readonly<Record<string, UserDefinedRoute>>;
}

export interface UserDefinedRoute {
  readonly prefix: string;
  /** The appliance's private address. */
  readonly appliance: string;
}

/** A route table with user-defined routes, and its association. What needs the routes depends on what this returns. */
export function routeTable(azure: AzureScope, parameters: RouteTableParameters): Dependency {
  const { name, subnet, routes } = parameters;
  const table = new RouteTable(azure.scope, name, {
    ...azure.place,
    name,
    route: Object.entries(routes).map(([routeName, { prefix, appliance }]) => ({
      name: routeName,
      addressPrefix: prefix,
      nextHopType: 'VirtualAppliance',
      nextHopInIpAddress: appliance,
    })),
    tags: azure.tags,
  });
  return new SubnetRouteTableAssociation(azure.scope, `${name}-association`, {
    subnetId: subnet[resource].id,
    routeTableId: table.id,
  });
}
