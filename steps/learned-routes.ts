import type { Duration } from '../src/lab/duration.ts';
import type { Ref, VirtualNetworkGateway } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { learnedRoutesView, type LearnedRouteRow } from './azure/views.ts';
import { expectRows, type Expected } from './expect-rows.ts';

export interface LearnedRoutesParameters {
  /** All rows, in any order; only the fields given are compared. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<LearnedRouteRow>[];
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type LearnedRoutesResult = readonly LearnedRouteRow[];

/**
 * Reads the routes a gateway knows, its own networks among them, and waits until they are as expected.
 *
 * @example
 * ```ts
 * step(learnedRoutes(vng1, {
 *   expect: [
 *     { network: '10.2.0.0/16', origin: 'Network', asPath: null },
 *     { network: '10.5.0.0/16', origin: 'EBgp', nextHop: '10.4.0.254', asPath: '65020' },
 *   ],
 * }));
 * ```
 */
export function learnedRoutes(
  gateway: Ref<VirtualNetworkGateway>,
  parameters: LearnedRoutesParameters = {},
): Step<LearnedRoutesResult> {
  const { expect, within } = parameters;
  return {
    kind: 'learnedRoutes',
    title: `Learned routes of ${gateway.ref}`,
    uses: [gateway],
    observes: true,
    async run(context) {
      const view = learnedRoutesView(await context.azure(), context.resolve(gateway));
      return await expectRows(context, { view, expect, within });
    },
  };
}
