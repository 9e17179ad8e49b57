import type { Duration } from '../src/lab/duration.ts';
import type { Ref, VirtualNetworkGateway } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { connectionsView, type ConnectionRow } from './azure/connection-views.ts';
import { expectRows, type Expected } from './expect-rows.ts';

export interface ConnectionsParameters {
  /** All rows, in any order; only the fields given are compared. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<ConnectionRow>[];
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type ConnectionsResult = readonly ConnectionRow[];

/**
 * Reads the VPN connections of an Azure gateway, and waits until they are as expected.
 *
 * @example
 * ```ts
 * step(connections(gateway, { expect: [{ name: 'azure-to-aws', connectionStatus: 'Connected' }] }));
 * ```
 */
export function connections(
  gateway: Ref<VirtualNetworkGateway>,
  parameters: ConnectionsParameters = {},
): Step<ConnectionsResult> {
  const { expect, within } = parameters;
  return {
    kind: 'connections',
    title: `Connections of ${gateway.ref}`,
    uses: [gateway],
    observes: true,
    async run(context) {
      const view = connectionsView(await context.azure(), context.resolve(gateway));
      return await expectRows(context, { view, expect, within });
    },
  };
}
