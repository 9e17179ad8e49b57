import type { Duration } from '../src/lab/duration.ts';
import type { Ref, VpnTunnel } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { expectRows, type Expected } from './expect-rows.ts';
import { vpnTunnelsView, type VpnTunnelRow } from './google/views.ts';

export interface VpnTunnelsParameters {
  /** All tunnels, in any order; only the fields given are compared. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<VpnTunnelRow>[];
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type VpnTunnelsResult = readonly VpnTunnelRow[];

/**
 * Reads the state of Google Cloud VPN tunnels, and waits until it is as expected.
 *
 * @example
 * ```ts
 * step(vpnTunnels([tunnel0], { expect: [{ name: 'azvpngw0', status: 'ESTABLISHED' }] }));
 * ```
 */
export function vpnTunnels(
  tunnels: readonly Ref<VpnTunnel>[],
  parameters: VpnTunnelsParameters = {},
): Step<VpnTunnelsResult> {
  const { expect, within } = parameters;
  return {
    kind: 'vpnTunnels',
    title: `Tunnels ${tunnels.map(({ ref }) => ref).join(' and ')}`,
    uses: tunnels,
    observes: true,
    async run(context) {
      const handles = tunnels.map((ref) => context.resolve(ref));
      const view = vpnTunnelsView(await context.google(), handles);
      return await expectRows(context, { view, expect, within });
    },
  };
}
