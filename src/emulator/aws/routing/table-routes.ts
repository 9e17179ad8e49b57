import type { Observations } from '../../fabric/observations.ts';
import { comparePrefixes, contains } from '../../net/prefix.ts';
import type { RouteTable, RouteTarget } from '../resources/route-table.ts';
import type { Resources } from '../resources/store.ts';
import { prefixesOf } from '../resources/vpc-blocks.ts';
import { gatewayPrefixes } from './gateway-routes.ts';

/** A row of a route table, as DescribeRouteTables lists it. */
export interface TableRoute {
  readonly destination: string;
  readonly target: RouteTarget | { readonly kind: 'local' };
  readonly origin: 'CreateRouteTable' | 'CreateRoute' | 'EnableVgwRoutePropagation';
  readonly state: 'active' | 'blackhole';
}

/** All rows of a table: local ones, then static ones, then those of gateways that are live now. */
export function tableRoutes(
  table: RouteTable,
  resources: Resources,
  observations: Observations,
): readonly TableRoute[] {
  const vpc = resources.find('vpcs', table.vpcId);
  const local = (vpc ? prefixesOf(vpc) : []).map((destination): TableRoute => ({
    destination,
    target: { kind: 'local' },
    origin: 'CreateRouteTable',
    state: 'active',
  }));
  const created = table.routes.map(({ destination, target }): TableRoute => ({
    destination,
    target,
    origin: 'CreateRoute',
    state: isThere(target, table, resources) ? 'active' : 'blackhole',
  }));
  const taken = new Set([...local, ...created].map(({ destination }) => destination));
  const propagated = table.propagatingVgws.flatMap((id) => {
    const gateway = resources.find('vpnGateways', id);
    if (!gateway) return [];
    return gatewayPrefixes(gateway, resources, observations)
      .filter((destination) => !taken.has(destination))
      .toSorted(comparePrefixes)
      .map((destination): TableRoute => ({
        destination,
        target: { kind: 'vpnGateway', id },
        origin: 'EnableVgwRoutePropagation',
        state: 'active',
      }));
  });
  return [...local, ...created, ...propagated];
}

/**
 * The rows that decide, at most one a prefix: a local route wins over a propagated one however specific that is, and a
 * static one over a propagated one to the same prefix. Of the rest the longest match is the kernel's business.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function effectiveRoutes(rows: readonly TableRoute[]): readonly TableRoute[] {
  const local = rows.filter(({ target }) => target.kind === 'local');
  const chosen = new Map<string, TableRoute>();
  for (const row of rows) {
    const hidden =
      row.origin === 'EnableVgwRoutePropagation' &&
      local.some(({ destination }) => contains(destination, row.destination));
    if (!hidden && !chosen.has(row.destination)) chosen.set(row.destination, row);
  }
  return [...chosen.values()];
}

/** Whether a route's target can take packets: an attached gateway, or an interface of a running instance. */
function isThere(target: RouteTarget, table: RouteTable, resources: Resources): boolean {
  switch (target.kind) {
    case 'internetGateway':
      return resources.find('internetGateways', target.id)?.vpcId === table.vpcId;
    case 'vpnGateway':
      return resources.find('vpnGateways', target.id)?.attachment?.vpcId === table.vpcId;
    case 'networkInterface': {
      const card = resources.find('networkInterfaces', target.id);
      const instance = card?.attachment && resources.find('instances', card.attachment.instanceId);
      return instance?.state === 'running' || instance?.state === 'pending';
    }
    default:
      return target satisfies never;
  }
}
