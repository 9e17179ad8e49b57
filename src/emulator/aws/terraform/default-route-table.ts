import { get } from '../resources/store.ts';
import type { AwsResource } from './aws-resource.ts';
import { fixed, given, text, textOf, timeouts } from './attributes.ts';
import { routeBlock, routeTable, setPropagation, setRoutes } from './route-table.ts';

const {
  carrier_gateway_id: _carrier,
  local_gateway_id: _local,
  ...attributes
} = routeBlock.attributes;
const defaultRoute = { ...routeBlock, attributes };

/** The VPC's own main table, adopted: it is neither made nor deleted. */
export const defaultRouteTable: AwsResource = {
  ...routeTable,
  schema: {
    attributes: {
      ...routeTable.schema.attributes,
      vpc_id: text(given),
      default_route_table_id: text(fixed),
    },
    blocks: { route: defaultRoute, ...timeouts('create', 'update') },
  },
  create(draft, config) {
    const { id } = get(draft, 'routeTables', textOf(config, 'default_route_table_id') ?? '');
    setRoutes(draft, id, config);
    setPropagation(draft, id, config);
    return id;
  },
  read(resources, id, previous) {
    const shown = routeTable.read(resources, id, previous);
    return shown && { ...shown, default_route_table_id: id };
  },
  delete(draft, id) {
    const table = draft.find('routeTables', id);
    if (table) draft.set('routeTables', { ...table, routes: [], propagatingVgws: [] });
  },
};
