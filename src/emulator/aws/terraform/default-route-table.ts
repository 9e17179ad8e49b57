import { get } from '../resources/store.ts';
import type { AwsResource } from './aws-resource.ts';
import { fixed, given, text, textOf } from './attributes.ts';
import { routeTable, setPropagation, setRoutes } from './route-table.ts';

/** The VPC's own main table, adopted: it is neither made nor deleted. */
export const defaultRouteTable: AwsResource = {
  ...routeTable,
  schema: {
    attributes: {
      ...routeTable.schema.attributes,
      vpc_id: text(given),
      default_route_table_id: text(fixed),
    },
    ...(routeTable.schema.blocks && { blocks: routeTable.schema.blocks }),
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
