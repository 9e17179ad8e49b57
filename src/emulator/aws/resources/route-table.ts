import { contains, overlaps } from '../../net/prefix.ts';
import { Ec2Error, inUse, invalidParameter, notFound } from '../query/error.ts';
import { readCidr } from './cidr.ts';
import type { Tagged } from './kinds.ts';
import { cardsOf } from './cards.ts';
import type { Draft, Resources } from './store.ts';
import { get } from './store.ts';
import { prefixesOf } from './vpc-blocks.ts';

export interface RouteTable extends Tagged {
  readonly vpcId: string;
  /** The main table's: of all subnets without an association of their own. */
  readonly mainAssociationId?: string | undefined;
  readonly associations: readonly { readonly id: string; readonly subnetId: string }[];
  /** Beside the local ones. */
  readonly routes: readonly StaticRoute[];
  /** Ids of virtual private gateways. */
  readonly propagatingVgws: readonly string[];
}

export interface StaticRoute {
  readonly destination: string;
  readonly target: RouteTarget;
}

/** An instance's route goes to its interface. */
export type RouteTarget =
  | { readonly kind: 'internetGateway'; readonly id: string }
  | { readonly kind: 'vpnGateway'; readonly id: string }
  | { readonly kind: 'networkInterface'; readonly id: string };

/** One of these ids. */
export interface TargetInput {
  readonly gatewayId?: string | undefined;
  readonly instanceId?: string | undefined;
  readonly networkInterfaceId?: string | undefined;
}

/**
 * Ranges that no route may be in: they are AWS's own services.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
const reservedRange = '169.254.168.0/22';

export function createRouteTable(
  draft: Draft,
  input: { readonly vpcId: string; readonly main?: boolean; readonly tags?: Tagged['tags'] },
): RouteTable {
  const vpc = get(draft, 'vpcs', input.vpcId);
  const table: RouteTable = {
    id: draft.newId('rtb'),
    vpcId: vpc.id,
    ...(input.main && { mainAssociationId: draft.newId('rtbassoc') }),
    associations: [],
    routes: [],
    propagatingVgws: [],
    tags: input.tags ?? {},
  };
  draft.set('routeTables', table);
  return table;
}

export function deleteRouteTable(draft: Draft, id: string): void {
  const table = get(draft, 'routeTables', id);
  if (table.mainAssociationId !== undefined || table.associations.length > 0) {
    throw inUse('routeTable', id);
  }
  draft.remove('routeTables', id);
}

/** The table that a subnet uses: its own, or the VPC's main one. */
export function routeTableOf(
  subnet: { readonly id: string; readonly vpcId: string },
  resources: Resources,
): RouteTable | undefined {
  const tables = resources.all('routeTables').filter(({ vpcId }) => vpcId === subnet.vpcId);
  return (
    tables.find(({ associations }) => associations.some((it) => it.subnetId === subnet.id)) ??
    tables.find(({ mainAssociationId }) => mainAssociationId !== undefined)
  );
}

export function associateRouteTable(draft: Draft, id: string, subnetId: string): string {
  const table = get(draft, 'routeTables', id);
  const subnet = get(draft, 'subnets', subnetId);
  if (subnet.vpcId !== table.vpcId) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Route table ${id} and subnet ${subnetId} belong to different networks`,
    );
  }
  const other = draft
    .all('routeTables')
    .find(({ associations }) => associations.some((it) => it.subnetId === subnetId));
  const same = other?.associations.find((it) => it.subnetId === subnetId);
  if (same && other?.id === id) return same.id;
  if (other) {
    throw new Ec2Error(
      'Resource.AlreadyAssociated',
      `the specified association for route table ${id} conflicts with an existing association`,
    );
  }
  const association = { id: draft.newId('rtbassoc'), subnetId };
  draft.set('routeTables', { ...table, associations: [...table.associations, association] });
  return association.id;
}

export function disassociateRouteTable(draft: Draft, associationId: string): void {
  const { table, main } = findAssociation(draft, associationId);
  if (main) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `cannot disassociate the main route table association ${associationId}`,
    );
  }
  const associations = table.associations.filter(({ id }) => id !== associationId);
  draft.set('routeTables', { ...table, associations });
}

/** Moves a subnet, or the main role, to another table. Gives the new association's id. */
export function replaceAssociation(draft: Draft, associationId: string, tableId: string): string {
  const { table, main } = findAssociation(draft, associationId);
  const wanted = get(draft, 'routeTables', tableId);
  if (wanted.vpcId !== table.vpcId) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `route table ${tableId} and association ${associationId} belong to different networks`,
    );
  }
  if (wanted.id === table.id) return associationId;
  if (main) {
    draft.set('routeTables', { ...table, mainAssociationId: undefined });
    const mainAssociationId = draft.newId('rtbassoc');
    draft.set('routeTables', { ...wanted, mainAssociationId });
    return mainAssociationId;
  }
  const subnetId = table.associations.find(({ id }) => id === associationId)?.subnetId ?? '';
  disassociateRouteTable(draft, associationId);
  return associateRouteTable(draft, tableId, subnetId);
}

function findAssociation(
  resources: Resources,
  associationId: string,
): { readonly table: RouteTable; readonly main: boolean } {
  for (const table of resources.all('routeTables')) {
    if (table.mainAssociationId === associationId) return { table, main: true };
    if (table.associations.some(({ id }) => id === associationId)) return { table, main: false };
  }
  throw notFound('rtbassoc', associationId);
}

export function createRoute(draft: Draft, id: string, cidr: string, input: TargetInput): void {
  const table = get(draft, 'routeTables', id);
  const destination = readCidr(cidr, 'destinationCidrBlock');
  if (overlaps(destination, reservedRange) && contains(reservedRange, destination)) {
    throw invalidParameter('destinationCidrBlock', destination, 'The range is reserved by AWS.');
  }
  const target = readTarget(draft, table, input);
  refuseLocal(draft, table, destination, target);
  const existing = table.routes.find((route) => route.destination === destination);
  if (existing) {
    if (existing.target.id === target.id) return;
    throw new Ec2Error(
      'RouteAlreadyExists',
      `The route identified by ${destination} already exists.`,
    );
  }
  draft.set('routeTables', { ...table, routes: [...table.routes, { destination, target }] });
}

export function replaceRoute(draft: Draft, id: string, cidr: string, input: TargetInput): void {
  const table = get(draft, 'routeTables', id);
  const destination = readCidr(cidr, 'destinationCidrBlock');
  const target = readTarget(draft, table, input);
  if (!table.routes.some((route) => route.destination === destination)) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `There is no route defined for '${destination}' in the route table. Use CreateRoute instead.`,
    );
  }
  const routes = table.routes.map((route) =>
    route.destination === destination ? { destination, target } : route,
  );
  draft.set('routeTables', { ...table, routes });
}

export function deleteRoute(draft: Draft, id: string, cidr: string): void {
  const table = get(draft, 'routeTables', id);
  const destination = readCidr(cidr, 'destinationCidrBlock');
  const routes = table.routes.filter((route) => route.destination !== destination);
  if (routes.length === table.routes.length) {
    const vpc = get(draft, 'vpcs', table.vpcId);
    if (prefixesOf(vpc).includes(destination)) {
      throw new Ec2Error(
        'InvalidParameterValue',
        `cannot remove local route ${destination} in route table ${id}`,
      );
    }
    throw new Ec2Error(
      'InvalidRoute.NotFound',
      `no route with destination-cidr-block ${destination} in route table ${id}`,
    );
  }
  draft.set('routeTables', { ...table, routes });
}

/**
 * A route inside the VPC must be a whole subnet's and go to an interface: everything else there is local.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html
 */
function refuseLocal(
  draft: Draft,
  table: RouteTable,
  destination: string,
  target: RouteTarget,
): void {
  const prefixes = prefixesOf(get(draft, 'vpcs', table.vpcId));
  if (prefixes.includes(destination)) {
    throw new Ec2Error(
      'RouteAlreadyExists',
      `The route identified by ${destination} already exists.`,
    );
  }
  if (!prefixes.some((prefix) => contains(prefix, destination))) return;
  const subnet = draft
    .all('subnets')
    .some(({ vpcId, cidrBlock }) => vpcId === table.vpcId && cidrBlock === destination);
  if (subnet && target.kind === 'networkInterface') return;
  throw new Ec2Error(
    'InvalidParameterValue',
    `The destination CIDR block ${destination} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance.`,
  );
}

function readTarget(draft: Draft, table: RouteTable, input: TargetInput): RouteTarget {
  const { gatewayId, instanceId, networkInterfaceId } = input;
  const given = [gatewayId, instanceId, networkInterfaceId].filter((id) => id !== undefined);
  if (given.length !== 1) {
    throw new Ec2Error(
      given.length === 0 ? 'MissingParameter' : 'InvalidParameterCombination',
      given.length === 0
        ? 'The request must contain exactly one of gatewayId, instanceId, networkInterfaceId'
        : 'The request must contain only one of gatewayId, instanceId, networkInterfaceId',
    );
  }
  if (gatewayId !== undefined) return gatewayTarget(draft, table, gatewayId);
  const card =
    instanceId === undefined
      ? get(draft, 'networkInterfaces', networkInterfaceId ?? '')
      : onlyCard(draft, instanceId);
  if (card.vpcId !== table.vpcId) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `route table ${table.id} and interface ${card.id} belong to different networks`,
    );
  }
  return { kind: 'networkInterface', id: card.id };
}

function gatewayTarget(draft: Draft, table: RouteTable, id: string): RouteTarget {
  const kind = id.startsWith('vgw-') ? 'vpnGateway' : 'internetGateway';
  const vpcId =
    kind === 'vpnGateway'
      ? get(draft, 'vpnGateways', id).attachment?.vpcId
      : get(draft, 'internetGateways', id).vpcId;
  if (vpcId !== table.vpcId) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `route table ${table.id} and network gateway ${id} belong to different networks`,
    );
  }
  return { kind, id };
}

function onlyCard(draft: Draft, instanceId: string) {
  const [card, ...others] = cardsOf(get(draft, 'instances', instanceId).id, draft);
  if (card && others.length === 0) return card;
  throw new Ec2Error(
    'InvalidInstanceID',
    `There are multiple interfaces attached to instance '${instanceId}'. Please specify an interface ID for the operation instead.`,
  );
}

export function enablePropagation(draft: Draft, id: string, gatewayId: string): void {
  const table = get(draft, 'routeTables', id);
  const gateway = get(draft, 'vpnGateways', gatewayId);
  if (gateway.attachment?.vpcId !== table.vpcId) {
    throw new Ec2Error(
      'Gateway.NotAttached',
      `resource ${gatewayId} is not attached to network ${table.vpcId}`,
    );
  }
  if (table.propagatingVgws.includes(gatewayId)) return;
  draft.set('routeTables', { ...table, propagatingVgws: [...table.propagatingVgws, gatewayId] });
}

export function disablePropagation(draft: Draft, id: string, gatewayId: string): void {
  const table = get(draft, 'routeTables', id);
  get(draft, 'vpnGateways', gatewayId);
  const propagatingVgws = table.propagatingVgws.filter((it) => it !== gatewayId);
  draft.set('routeTables', { ...table, propagatingVgws });
}
