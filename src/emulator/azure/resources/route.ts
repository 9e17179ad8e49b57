import { z } from 'zod';
import { badRequest } from '../arm/error.ts';
import { parentId, sameId } from '../arm/id.ts';
import { defineKind } from './kind.ts';
import { refuseForGateway } from './route-table.ts';
import { address, parse, prefix, shape } from './shape.ts';

export interface RouteProperties {
  readonly addressPrefix: string;
  readonly nextHopType:
    'VirtualNetworkGateway' | 'VnetLocal' | 'Internet' | 'VirtualAppliance' | 'None';
  /** Of the virtual appliance. */
  readonly nextHopIpAddress?: string | undefined;
}

const schema = shape(
  {
    addressPrefix: prefix,
    nextHopType: z.enum([
      'VirtualNetworkGateway',
      'VnetLocal',
      'Internet',
      'VirtualAppliance',
      'None',
    ]),
    nextHopIpAddress: address.optional(),
  },
  ['hasBgpOverride'],
);

export const routeKind = defineKind<'routes'>({
  type: 'Microsoft.Network/routeTables/routes',
  parent: 'routeTables',

  /** @see https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview */
  prepare(body, { id, name }) {
    const input = parse(schema, body['properties'], `route ${name}`);
    const appliance = input.nextHopType === 'VirtualAppliance';
    if (appliance && input.nextHopIpAddress === undefined) {
      throw badRequest(
        'InvalidNextHopIpAddress',
        `Route ${id} of next hop type VirtualAppliance must specify a next hop IP address.`,
      );
    }
    if (!appliance && input.nextHopIpAddress !== undefined) {
      throw badRequest(
        'InvalidNextHopIpAddress',
        `Route ${id} of next hop type ${input.nextHopType} cannot specify a next hop IP address: ${input.nextHopIpAddress}.`,
      );
    }
    return input;
  },

  stored(route, draft) {
    const tableId = parentId(route.id);
    const twin = draft
      .inside('routes', tableId)
      .find(
        (other) =>
          !sameId(other.id, route.id) &&
          other.properties.addressPrefix === route.properties.addressPrefix,
      );
    if (twin) {
      throw badRequest(
        'RouteConflict',
        `Route ${route.name} conflicts with route ${twin.name}. Routes cannot have the same AddressPrefix.`,
      );
    }
    refuseForGateway(tableId, draft);
  },

  view: ({ properties }) => ({ ...properties, hasBgpOverride: false }),
});
