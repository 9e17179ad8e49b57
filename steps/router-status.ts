import type { Duration } from '../src/lab/duration.ts';
import type { Ref, Router } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { expectRows, type Expected } from './expect-rows.ts';
import {
  bestRoutesView,
  routerPeersView,
  type BestRouteRow,
  type RouterPeerRow,
} from './google/views.ts';

export interface RouterStatusParameters {
  /** All BGP sessions, in any order; only the fields given are compared. Without, they are shown and not checked. */
  readonly peers?: readonly Expected<RouterPeerRow>[];
  /** All best routes, likewise. */
  readonly bestRoutes?: readonly Expected<BestRouteRow>[];
  /** How long to wait for each. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type RouterStatusResult = {
  readonly peers: readonly RouterPeerRow[];
  readonly bestRoutes: readonly BestRouteRow[];
};

/**
 * Reads the status of a Google Cloud Router, its BGP sessions and the best routes that it has learned,
 * and waits until they are as expected.
 *
 * @example
 * ```ts
 * step(routerStatus(router, {
 *   peers: [{ name: 'azvpngw0', status: 'UP' }],
 *   bestRoutes: [{ destRange: '192.168.0.0/16', nextHopIp: '169.254.21.130', asPath: '65001' }],
 * }));
 * ```
 */
export function routerStatus(
  router: Ref<Router>,
  parameters: RouterStatusParameters = {},
): Step<RouterStatusResult> {
  const { within } = parameters;
  return {
    kind: 'routerStatus',
    title: `Status of ${router.ref}`,
    uses: [router],
    observes: true,
    async run(context) {
      const google = await context.google();
      const handle = context.resolve(router);
      const peers = await expectRows(context, {
        view: routerPeersView(google, handle),
        expect: parameters.peers,
        within,
      });
      const bestRoutes = await expectRows(context, {
        view: bestRoutesView(google, handle),
        expect: parameters.bestRoutes,
        within,
      });
      return { peers, bestRoutes };
    },
  };
}
