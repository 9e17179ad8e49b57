import type { Attributes, BlockSchema } from '../../terraform/provider.ts';
import {
  createRoute,
  createRouteTable,
  deleteRoute,
  deleteRouteTable,
  disablePropagation,
  disassociateRouteTable,
  enablePropagation,
  replaceRoute,
} from '../resources/route-table.ts';
import type { RouteTable, StaticRoute, TargetInput } from '../resources/route-table.ts';
import type { Draft } from '../resources/store.ts';
import { get } from '../resources/store.ts';
import { instanceOfCard } from '../resources/cards.ts';
import type { AwsResource } from './aws-resource.ts';
import { arnOf, madeId } from './aws-resource.ts';
import {
  blocksOf,
  common,
  computed,
  fixed,
  given,
  set,
  tagged,
  tagsOf,
  text,
  textOf,
  textsOf,
  timeouts,
} from './attributes.ts';

const targets = { gateway_id: text(), network_interface_id: text() };

/** Targets of other kinds are known, so that configurations may leave them null. */
export const routeBlock = {
  unordered: true,
  computed: true,
  attributes: {
    ...targets,
    cidr_block: text(),
    carrier_gateway_id: text(),
    core_network_arn: text(),
    destination_prefix_list_id: text(),
    egress_only_gateway_id: text(),
    ipv6_cidr_block: text(),
    local_gateway_id: text(),
    nat_gateway_id: text(),
    transit_gateway_id: text(),
    vpc_endpoint_id: text(),
    vpc_peering_connection_id: text(),
  },
} as const satisfies BlockSchema;

export const routeTable: AwsResource = {
  kind: 'routeTables',
  schema: {
    attributes: {
      ...tagged,
      vpc_id: text(fixed),
      propagating_vgws: set(computed),
      owner_id: text(given),
    },
    blocks: {
      ...timeouts('create', 'update', 'delete'),
      route: routeBlock,
    },
  },
  create(draft, config) {
    const { id } = createRouteTable(draft, {
      vpcId: textOf(config, 'vpc_id') ?? '',
      tags: tagsOf(config),
    });
    setRoutes(draft, id, config);
    setPropagation(draft, id, config);
    return id;
  },
  read(resources, id) {
    const found = resources.find('routeTables', id);
    return (
      found && {
        arn: arnOf(resources, 'route-table', id),
        vpc_id: found.vpcId,
        owner_id: resources.accountId,
        propagating_vgws: [...found.propagatingVgws].sort(),
        route: found.routes
          .map(({ destination, target }) => ({ cidr_block: destination, ...targetOf(target) }))
          .toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1)),
      }
    );
  },
  update(draft, id, { config }) {
    setRoutes(draft, id, config);
    setPropagation(draft, id, config);
  },
  delete(draft, id) {
    for (const association of get(draft, 'routeTables', id).associations) {
      disassociateRouteTable(draft, association.id);
    }
    deleteRouteTable(draft, id);
  },
};

export const route: AwsResource = {
  schema: {
    attributes: {
      ...common,
      ...targets,
      route_table_id: text(fixed),
      destination_cidr_block: text({ required: true, forceNew: true }),
      instance_id: text(given),
      instance_owner_id: text(given),
      origin: text(given),
      state: text(given),
    },
    blocks: timeouts('create', 'update', 'delete'),
  },
  create(draft, config) {
    const [table, destination] = placeOf(config);
    createRoute(draft, table, destination, inputOf(config));
    return madeId(`r-${table}`, destination);
  },
  read(resources, _id, previous) {
    const [tableId, destination] = placeOf(previous);
    const table = resources.find('routeTables', tableId);
    const found = table?.routes.find((it) => it.destination === destination);
    if (!found) return undefined;
    const instanceId =
      found.target.kind === 'networkInterface'
        ? instanceOfCard(found.target.id, resources)?.id
        : undefined;
    return {
      gateway_id: undefined,
      network_interface_id: undefined,
      ...targetOf(found.target),
      instance_id: instanceId ?? '',
      instance_owner_id: instanceId === undefined ? '' : resources.accountId,
      origin: 'CreateRoute',
      state: 'active',
    };
  },
  update(draft, _id, { config }) {
    const [table, destination] = placeOf(config);
    replaceRoute(draft, table, destination, inputOf(config));
  },
  delete(draft, _id, state) {
    deleteRoute(draft, ...placeOf(state));
  },
};

function placeOf(attributes: Attributes): [table: string, destination: string] {
  return [
    textOf(attributes, 'route_table_id') ?? '',
    textOf(attributes, 'destination_cidr_block') ?? '',
  ];
}

function inputOf(attributes: Attributes): TargetInput {
  return {
    gatewayId: textOf(attributes, 'gateway_id'),
    networkInterfaceId: textOf(attributes, 'network_interface_id'),
  };
}

function targetOf({ kind, id }: StaticRoute['target']): Record<string, string> {
  return kind === 'networkInterface' ? { network_interface_id: id } : { gateway_id: id };
}

/** A table with `route` blocks has exactly these; without any, those that other resources make stay. */
export function setRoutes(draft: Draft, id: string, config: Attributes): void {
  const blocks = blocksOf(config, 'route');
  if (blocks.length === 0) return;
  const wanted = new Map(blocks.map((block) => [textOf(block, 'cidr_block') ?? '', block]));
  const current: RouteTable = get(draft, 'routeTables', id);
  for (const { destination } of current.routes) {
    if (!wanted.has(destination)) deleteRoute(draft, id, destination);
  }
  for (const [destination, block] of wanted) {
    // Terraform lists the local route as a gateway of that name; it is there anyway.
    if (textOf(block, 'gateway_id') === 'local') continue;
    const exists = current.routes.some((it) => it.destination === destination);
    (exists ? replaceRoute : createRoute)(draft, id, destination, inputOf(block));
  }
}

export function setPropagation(draft: Draft, id: string, config: Attributes): void {
  const wanted = textsOf(config, 'propagating_vgws');
  if (wanted === undefined) return;
  const { propagatingVgws } = get(draft, 'routeTables', id);
  for (const gateway of propagatingVgws) {
    if (!wanted.includes(gateway)) disablePropagation(draft, id, gateway);
  }
  for (const gateway of wanted) enablePropagation(draft, id, gateway);
}
