import type { Duration } from '../src/lab/duration.ts';
import type { Ref, VirtualNetworkGateway } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { bgpPeersView, type BgpPeerRow } from './azure/views.ts';
import { expectRows, type Expected } from './expect-rows.ts';

export interface BgpPeersParameters {
  /** All rows, in any order; only the fields given are compared. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<BgpPeerRow>[];
  /** Only the sessions of one instance, by its own BGP address. @default both instances */
  readonly localAddress?: string;
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type BgpPeersResult = readonly BgpPeerRow[];

/**
 * Reads the BGP peers of a gateway, and waits until they are as expected.
 *
 * @example
 * ```ts
 * step(bgpPeers(vng1, {
 *   expect: [{ neighbor: '10.4.0.254', asn: 65020, state: 'Connected', routesReceived: 3 }],
 * }));
 * ```
 */
export function bgpPeers(
  gateway: Ref<VirtualNetworkGateway>,
  parameters: BgpPeersParameters = {},
): Step<BgpPeersResult> {
  const { expect, within, localAddress } = parameters;
  return {
    kind: 'bgpPeers',
    title: `BGP peers of ${gateway.ref}`,
    uses: [gateway],
    observes: true,
    async run(context) {
      const view = bgpPeersView(await context.azure(), context.resolve(gateway), localAddress);
      return await expectRows(context, { view, expect, within });
    },
  };
}
