import type { Duration } from '../src/lab/duration.ts';
import type { Ref, RouteTable } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { vpcRoutesView, type VpcRouteRow } from './aws/views.ts';
import { expectRows, type Expected } from './expect-rows.ts';

export interface VpcRoutesParameters {
  /** All routes, in any order; only the fields given are compared. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<VpcRouteRow>[];
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type VpcRoutesResult = readonly VpcRouteRow[];

/**
 * Reads the routes of an AWS route table, propagated ones too, and waits until they are as expected.
 *
 * @example
 * ```ts
 * step(vpcRoutes(routeTable, {
 *   expect: [
 *     { destinationCidrBlock: '172.16.0.0/16', origin: 'CreateRouteTable', gatewayId: 'local' },
 *     { destinationCidrBlock: '192.168.0.0/16', origin: 'EnableVgwRoutePropagation' },
 *   ],
 * }));
 * ```
 */
export function vpcRoutes(
  table: Ref<RouteTable>,
  parameters: VpcRoutesParameters = {},
): Step<VpcRoutesResult> {
  const { expect, within } = parameters;
  return {
    kind: 'vpcRoutes',
    title: `Routes of ${table.ref}`,
    uses: [table],
    observes: true,
    async run(context) {
      const view = vpcRoutesView(await context.aws(), context.resolve(table));
      return await expectRows(context, { view, expect, within });
    },
  };
}
