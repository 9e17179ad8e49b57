import {
  associateRouteTable,
  disassociateRouteTable,
  replaceAssociation,
} from '../resources/route-table.ts';
import type { Resources } from '../resources/store.ts';
import type { AwsResource } from './aws-resource.ts';
import { common, fixed, given, required, text, textOf, timeouts } from './attributes.ts';

export const routeTableAssociation: AwsResource = {
  schema: {
    attributes: { ...common, route_table_id: text(required), subnet_id: text(fixed) },
    blocks: timeouts('create', 'update', 'delete'),
  },
  create: (draft, config) =>
    associateRouteTable(
      draft,
      textOf(config, 'route_table_id') ?? '',
      textOf(config, 'subnet_id') ?? '',
    ),
  read(resources, _id, previous) {
    const subnetId = textOf(previous, 'subnet_id') ?? '';
    const table = tableOf(subnetId, resources);
    return table && { route_table_id: table.id, subnet_id: subnetId };
  },
  /** The association gets another id, which Terraform does not show: it goes by the subnet. */
  update(draft, _id, { config }) {
    const subnetId = textOf(config, 'subnet_id') ?? '';
    const current = tableOf(subnetId, draft)?.associations.find((it) => it.subnetId === subnetId);
    if (current) replaceAssociation(draft, current.id, textOf(config, 'route_table_id') ?? '');
  },
  delete(draft, _id, state) {
    const subnetId = textOf(state, 'subnet_id') ?? '';
    const current = tableOf(subnetId, draft)?.associations.find((it) => it.subnetId === subnetId);
    if (current) disassociateRouteTable(draft, current.id);
  },
};

/** Its deletion gives the main role back to the table that had it before. */
export const mainRouteTableAssociation: AwsResource = {
  schema: {
    attributes: {
      ...common,
      vpc_id: text(required),
      route_table_id: text(required),
      original_route_table_id: text(given),
    },
    blocks: timeouts('create', 'update', 'delete'),
  },
  create(draft, config) {
    const current = mainTable(textOf(config, 'vpc_id') ?? '', draft);
    return replaceAssociation(
      draft,
      current?.mainAssociationId ?? '',
      textOf(config, 'route_table_id') ?? '',
    );
  },
  read(resources, _id, previous) {
    const vpcId = textOf(previous, 'vpc_id') ?? '';
    const main = mainTable(vpcId, resources);
    if (!main) return undefined;
    const [original] = resources.all('routeTables').filter((table) => table.vpcId === vpcId);
    return {
      route_table_id: main.id,
      original_route_table_id: textOf(previous, 'original_route_table_id') ?? original?.id ?? '',
    };
  },
  update(draft, _id, { config }) {
    const current = mainTable(textOf(config, 'vpc_id') ?? '', draft);
    if (!current?.mainAssociationId) return;
    replaceAssociation(draft, current.mainAssociationId, textOf(config, 'route_table_id') ?? '');
  },
  delete(draft, _id, state) {
    const current = mainTable(textOf(state, 'vpc_id') ?? '', draft);
    const original = textOf(state, 'original_route_table_id') ?? '';
    if (current?.mainAssociationId === undefined || !draft.find('routeTables', original)) return;
    replaceAssociation(draft, current.mainAssociationId, original);
  },
};

function tableOf(subnetId: string, resources: Resources) {
  return resources
    .all('routeTables')
    .find(({ associations }) => associations.some((it) => it.subnetId === subnetId));
}

function mainTable(vpcId: string, resources: Resources) {
  return resources
    .all('routeTables')
    .find((table) => table.vpcId === vpcId && table.mainAssociationId !== undefined);
}
