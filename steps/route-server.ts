import type { Duration } from '../src/lab/duration.ts';
import type { Ref, RouteServer } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import {
  routeServerPeersView,
  routeServerRoutesView,
  type RouteServerPeerRow,
  type RouteServerRouteRow,
} from './azure/route-server-views.ts';
import { expectRows, type Expected } from './expect-rows.ts';

interface RouteServerCommon<Row> {
  /** All rows, in any order; only the fields given are compared. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<Row>[];
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export interface RouteServerPeers extends RouteServerCommon<RouteServerPeerRow> {
  readonly peers: true;
}

/** Routes that a peer told, as each instance has them; by the name of its peering. */
export interface RouteServerLearned extends RouteServerCommon<RouteServerRouteRow> {
  readonly learned: string;
}

/** Routes that each instance tells a peer; by the name of its peering. */
export interface RouteServerAdvertised extends RouteServerCommon<RouteServerRouteRow> {
  readonly advertised: string;
}

export type RouteServerParameters = RouteServerPeers | RouteServerLearned | RouteServerAdvertised;
export type RouteServerResult = readonly RouteServerPeerRow[] | readonly RouteServerRouteRow[];

/**
 * Reads the peers of a Route Server, or what its two instances learned from a peer or tell it, and
 * waits until it is as expected.
 *
 * @example
 * ```ts
 * step(routeServer(hubRouteServer, {
 *   peers: true,
 *   expect: [{ name: 'vm-hub00', peerIp: '10.0.0.4', peerAsn: 65001, connectionState: 'Connected' }],
 * }));
 * step(routeServer(hubRouteServer, {
 *   learned: 'vm-hub00',
 *   expect: [
 *     { instance: 'RouteServiceRole_IN_0', network: '10.10.200.0/24', asPath: '65001' },
 *     { instance: 'RouteServiceRole_IN_1', network: '10.10.200.0/24', asPath: '65001' },
 *   ],
 * }));
 * ```
 */
export function routeServer(
  handle: Ref<RouteServer>,
  parameters: RouteServerPeers,
): Step<readonly RouteServerPeerRow[]>;
export function routeServer(
  handle: Ref<RouteServer>,
  parameters: RouteServerLearned | RouteServerAdvertised,
): Step<readonly RouteServerRouteRow[]>;
export function routeServer(
  handle: Ref<RouteServer>,
  parameters: RouteServerParameters,
): Step<RouteServerResult> {
  return {
    kind: 'routeServer',
    title: titleOf(handle.ref, parameters),
    uses: [handle],
    observes: true,
    async run(context) {
      const azure = await context.azure();
      const resolved = context.resolve(handle);
      const { within } = parameters;
      if ('peers' in parameters) {
        const view = routeServerPeersView(azure, resolved);
        return await expectRows(context, { view, expect: parameters.expect, within });
      }
      const view =
        'learned' in parameters
          ? routeServerRoutesView(azure, resolved, parameters.learned, 'learned')
          : routeServerRoutesView(azure, resolved, parameters.advertised, 'advertised');
      return await expectRows(context, { view, expect: parameters.expect, within });
    },
  };
}

function titleOf(name: string, parameters: RouteServerParameters): string {
  if ('peers' in parameters) return `BGP peers of ${name}`;
  if ('learned' in parameters) return `Routes that ${name} learned from ${parameters.learned}`;
  return `Routes that ${name} advertises to ${parameters.advertised}`;
}
