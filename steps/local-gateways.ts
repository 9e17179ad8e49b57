import type { Duration } from '../src/lab/duration.ts';
import type { Ref, VirtualNetworkGateway } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { localGatewaysView, type LocalGatewayRow } from './azure/connection-views.ts';
import { expectRows, type Expected } from './expect-rows.ts';

export interface LocalGatewaysParameters {
  /** All rows, in any order; only the fields given are compared. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<LocalGatewayRow>[];
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type LocalGatewaysResult = readonly LocalGatewayRow[];

/**
 * Reads the local network gateways in an Azure gateway's resource group: what it knows of its peers.
 *
 * @example
 * ```ts
 * step(localGateways(gateway, { expect: [{ name: 'aws00', addressPrefixes: null }] }));
 * ```
 */
export function localGateways(
  gateway: Ref<VirtualNetworkGateway>,
  parameters: LocalGatewaysParameters = {},
): Step<LocalGatewaysResult> {
  const { expect, within } = parameters;
  return {
    kind: 'localGateways',
    title: `Local network gateways of ${gateway.ref}`,
    uses: [gateway],
    observes: true,
    async run(context) {
      const view = localGatewaysView(await context.azure(), context.resolve(gateway));
      return await expectRows(context, { view, expect, within });
    },
  };
}
