import { isDeepStrictEqual } from 'node:util';
import type { Attributes } from '../../terraform/provider.ts';
import type { RouteProperties } from '../resources/route.ts';
import type { ArmResource } from './arm-resource.ts';
import {
  armId,
  blocksOf,
  defined,
  fixed,
  flag,
  flagOf,
  given,
  regional,
  required,
  text,
  textOf,
  timeouts,
} from './attributes.ts';

const routeAttributes = {
  address_prefix: text(required),
  next_hop_type: text(required),
  next_hop_in_ip_address: text(),
};

export const routeTable: ArmResource<'routeTables'> = {
  kind: 'routeTables',
  schema: {
    attributes: { ...regional, bgp_route_propagation_enabled: flag({ default: true }) },
    blocks: {
      ...timeouts,
      route: {
        computed: true,
        unordered: true,
        attributes: { name: text(required), ...routeAttributes },
      },
    },
  },
  path: (config) => `/providers/Microsoft.Network/routeTables/${textOf(config, 'name')}`,
  body(config, before) {
    const routes = blocksOf(config, 'route');
    const shown = before?.shown['properties'] as { routes?: unknown } | undefined;
    const unchanged = before && isDeepStrictEqual(routes, blocksOf(before.state, 'route'));
    return {
      properties: {
        disableBgpRoutePropagation: !(flagOf(config, 'bgp_route_propagation_enabled') ?? true),
        routes: unchanged
          ? shown?.routes
          : routes.map((route) => ({ name: textOf(route, 'name'), properties: routeBody(route) })),
      },
    };
  },
  attributes(table, { previous, resources }) {
    // Routes that are resources of their own are not shown here.
    const managed = blocksOf(previous, 'route').length > 0;
    return {
      bgp_route_propagation_enabled: !table.properties.disableBgpRoutePropagation,
      route: managed
        ? resources
            .inside('routes', table.id)
            .map(({ name, properties }) => defined({ name, ...routeShown(properties) }))
        : [],
    };
  },
};

export const route: ArmResource<'routes'> = {
  kind: 'routes',
  schema: {
    attributes: {
      id: armId(given),
      name: text(fixed),
      resource_group_name: text(fixed),
      route_table_name: text(fixed),
      ...routeAttributes,
    },
    blocks: timeouts,
  },
  path: (config) =>
    `/providers/Microsoft.Network/routeTables/${textOf(config, 'route_table_name')}/routes/${textOf(config, 'name')}`,
  body: (config) => ({ properties: routeBody(config) }),
  attributes: ({ properties }) => routeShown(properties),
};

function routeBody(attributes: Attributes) {
  return {
    addressPrefix: textOf(attributes, 'address_prefix'),
    nextHopType: textOf(attributes, 'next_hop_type'),
    nextHopIpAddress: textOf(attributes, 'next_hop_in_ip_address'),
  };
}

function routeShown(properties: RouteProperties) {
  return {
    address_prefix: properties.addressPrefix,
    next_hop_type: properties.nextHopType,
    next_hop_in_ip_address: properties.nextHopIpAddress,
  };
}
