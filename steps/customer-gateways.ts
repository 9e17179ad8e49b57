import type { Duration } from '../src/lab/duration.ts';
import type { CustomerGateway, Ref } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { customerGatewaysView, type CustomerGatewayRow } from './aws/views.ts';
import { expectRows, type Expected } from './expect-rows.ts';

export interface CustomerGatewaysParameters {
  /** All of them, in any order; only the fields given are compared. Without, the table is shown and not checked. */
  readonly expect?: readonly Expected<CustomerGatewayRow>[];
  /** How long to wait for them. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type CustomerGatewaysResult = readonly CustomerGatewayRow[];

/**
 * Reads AWS customer gateways, and waits until they are as expected.
 *
 * @example
 * ```ts
 * step(customerGateways([cgw0, cgw1], { expect: [{ bgpAsn: 65001 }, { bgpAsn: 65001 }] }));
 * ```
 */
export function customerGateways(
  gateways: readonly Ref<CustomerGateway>[],
  parameters: CustomerGatewaysParameters = {},
): Step<CustomerGatewaysResult> {
  const { expect, within } = parameters;
  return {
    kind: 'customerGateways',
    title: `Customer gateways ${gateways.map(({ ref }) => ref).join(' and ')}`,
    uses: gateways,
    observes: true,
    async run(context) {
      const handles = gateways.map((ref) => context.resolve(ref));
      const view = customerGatewaysView(await context.aws(), handles);
      return await expectRows(context, { view, expect, within });
    },
  };
}
