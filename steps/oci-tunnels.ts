import type { Duration } from '../src/lab/duration.ts';
import type { IpsecConnection, Ref } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { expectRows, type Expected } from './expect-rows.ts';
import { ociTunnelsView, type OciTunnelRow } from './oci/tunnel-view.ts';

export interface OciTunnelsParameters {
  /** All tunnels, in any order; only the fields given are compared. Without, they are shown and not checked. */
  readonly expect?: readonly Expected<OciTunnelRow>[];
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type OciTunnelsResult = readonly OciTunnelRow[];

/**
 * Reads the tunnels of an OCI Site-to-Site VPN connection, and waits until they are as expected. There
 * are always two of them, used or not.
 *
 * @example
 * ```ts
 * step(ociTunnels(backup, { expect: [{ status: 'UP', routing: 'STATIC' }, { status: 'DOWN' }] }));
 * ```
 */
export function ociTunnels(
  connection: Ref<IpsecConnection>,
  parameters: OciTunnelsParameters = {},
): Step<OciTunnelsResult> {
  const { expect, within } = parameters;
  return {
    kind: 'ociTunnels',
    title: `Tunnels of ${connection.ref}`,
    uses: [connection],
    observes: true,
    async run(context) {
      const view = ociTunnelsView(await context.oci(), context.resolve(connection));
      return await expectRows(context, { view, expect, within });
    },
  };
}
