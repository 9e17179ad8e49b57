import { z } from 'zod';
import { badRequest } from '../arm/error.ts';
import { nameOf, sameId } from '../arm/id.ts';
import { defineKind } from './kind.ts';
import { parse, shape } from './shape.ts';
import type { Resources } from './store.ts';
import { gatewaySubnetName, refuseGatewayRouteTable } from './subnet.ts';

export interface RouteTableProperties {
  readonly disableBgpRoutePropagation: boolean;
}

const schema = shape(
  {
    disableBgpRoutePropagation: z.boolean().default(false),
    routes: z.array(z.unknown()).optional(),
  },
  ['subnets'],
);

export const routeTableKind = defineKind<'routeTables'>({
  type: 'Microsoft.Network/routeTables',
  inline: [{ property: 'routes', kind: 'routes', absent: 'remove' }],

  prepare(body, { name }) {
    const input = parse(schema, body['properties'] ?? {}, `route table ${name}`);
    return { disableBgpRoutePropagation: input.disableBgpRoutePropagation };
  },

  stored: (table, draft) => refuseForGateway(table.id, draft),

  refuseDelete(table, resources) {
    const users = routeTableUsers(table.id, resources);
    if (users.length === 0) return;
    throw badRequest(
      'InUseRouteTableCannotBeDeleted',
      `Route table ${table.name} is in use and cannot be deleted. It is associated with the following subnets: ${users.join(', ')}.`,
    );
  },

  view(table, { resources, show }) {
    const subnets = routeTableUsers(table.id, resources);
    return {
      ...table.properties,
      routes: resources.inside('routes', table.id).map(show),
      ...(subnets.length > 0 && { subnets: subnets.map((id) => ({ id })) }),
    };
  },
});

/** Refuses a change of a table that a GatewaySubnet has and then could not have. */
export function refuseForGateway(tableId: string, resources: Resources): void {
  const gateway = routeTableUsers(tableId, resources).some(
    (id) => nameOf(id).toLowerCase() === gatewaySubnetName.toLowerCase(),
  );
  if (gateway) refuseGatewayRouteTable(tableId, resources);
}

function routeTableUsers(tableId: string, resources: Resources): readonly string[] {
  return resources
    .all('subnets')
    .filter(({ properties }) => properties.routeTable && sameId(properties.routeTable.id, tableId))
    .map(({ id }) => id);
}
