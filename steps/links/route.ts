import { valueCheck } from '../../src/lab/check.ts';
import { WirebookError } from '../../src/lab/errors.ts';
import type { Ref, RouteTable } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { deleteRoute, findRoute, putRoute } from '../aws/routes.ts';
import type { Link } from './link.ts';

export interface BreakRoute {
  /** Destination prefix of the route to a machine that is taken away: `10.3.0.0/24`. */
  readonly route: string;
}

export type RouteBroken = {
  readonly kind: 'route';
  /** Name of the route table's handle. */
  readonly routeTable: string;
  readonly prefix: string;
  readonly instanceId: string;
};

/** Takes a route to a machine out of an AWS route table. */
export const route: Link<BreakRoute, RouteBroken> = {
  title: (name, { route }) => `Take the route to ${route} out of ${name}`,
  async break(context, name, { route: prefix }) {
    const table = resolve(context, name);
    const before = await findRoute(context, table, prefix);
    if (before?.InstanceId === undefined) throw noRoute(table, prefix);
    await deleteRoute(context, table, prefix);
    await checkRoute(context, table, prefix, 'none');
    return { kind: 'route', routeTable: name, prefix, instanceId: before.InstanceId };
  },
  async repair(context, { routeTable, prefix, instanceId }) {
    const table = resolve(context, routeTable);
    await putRoute(context, table, prefix, instanceId);
    await checkRoute(context, table, prefix, instanceId);
  },
};

function resolve(context: StepContext, name: string): RouteTable {
  const ref: Ref<RouteTable> = { ref: name };
  return context.resolve(ref);
}

async function checkRoute(
  context: StepContext,
  table: RouteTable,
  prefix: string,
  expected: string,
): Promise<void> {
  const seen = (await findRoute(context, table, prefix))?.InstanceId ?? 'none';
  context.check(valueCheck({ title: `Route to ${prefix} in ${table.name}`, expected, seen }));
}

function noRoute(table: RouteTable, prefix: string): WirebookError {
  return new WirebookError({
    code: 'no-such-route',
    message: `The route table ${table.name} has no route to ${prefix} by way of a machine.`,
    next: 'Make one first: step(route({ … })).',
  });
}
