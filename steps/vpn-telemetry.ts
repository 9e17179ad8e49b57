import type { Duration } from '../src/lab/duration.ts';
import type { Ref, VpnConnection } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { vpnTelemetryView, type VpnTelemetryRow } from './aws/views.ts';
import { expectRows, type Expected } from './expect-rows.ts';

export interface VpnTelemetryParameters {
  /** All tunnels, in any order; only the fields given are compared. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<VpnTelemetryRow>[];
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type VpnTelemetryResult = readonly VpnTelemetryRow[];

/**
 * Reads what AWS says of the tunnels of VPN connections, two each, and waits until it is as expected.
 *
 * @example
 * ```ts
 * step(vpnTelemetry([vpn0], {
 *   expect: [
 *     { status: 'UP', statusMessage: '1 BGP ROUTES' },
 *     { status: 'UP', statusMessage: '1 BGP ROUTES' },
 *   ],
 * }));
 * ```
 */
export function vpnTelemetry(
  connections: readonly Ref<VpnConnection>[],
  parameters: VpnTelemetryParameters = {},
): Step<VpnTelemetryResult> {
  const { expect, within } = parameters;
  return {
    kind: 'vpnTelemetry',
    title: `Tunnels of ${connections.map(({ ref }) => ref).join(' and ')}`,
    uses: connections,
    observes: true,
    async run(context) {
      const handles = connections.map((ref) => context.resolve(ref));
      const view = vpnTelemetryView(await context.aws(), handles);
      return await expectRows(context, { view, expect, within });
    },
  };
}
