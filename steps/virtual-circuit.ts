import type { Duration } from '../src/lab/duration.ts';
import type { Ref, VirtualCircuit } from '../src/lab/handle.ts';
import type { Step } from '../src/lab/step.ts';
import { expectRows, type Expected } from './expect-rows.ts';
import {
  setVirtualCircuit,
  virtualCircuitView,
  type VirtualCircuitRow,
  type VirtualCircuitState,
} from './oci/virtual-circuit.ts';

export interface VirtualCircuitParameters {
  /** What to make of it; without, the step only looks. */
  readonly state?: VirtualCircuitState;
  /**
   * The circuit as one row; only the fields given are compared.
   * @default with `state`: BGP enabled and up, or disabled and down; without, it is shown and not checked
   */
  readonly expect?: readonly Expected<VirtualCircuitRow>[];
  /** How long to wait for that. @default 30 s with fast timers, 10 min with real ones */
  readonly within?: Duration;
}

export type VirtualCircuitResult = readonly VirtualCircuitRow[];

/**
 * Looks at a FastConnect virtual circuit, or deactivates or activates it. To deactivate it as a
 * failure that is repaired later there is `breakLink(circuit, { deactivate: true })`.
 *
 * @example
 * ```ts
 * step(virtualCircuit(interconnect, { expect: [{ lifecycleState: 'PROVISIONED', bgpSessionState: 'UP' }] }));
 * step(virtualCircuit(interconnect, { state: 'deactivated' }));
 * ```
 */
export function virtualCircuit(
  circuit: Ref<VirtualCircuit>,
  parameters: VirtualCircuitParameters = {},
): Step<VirtualCircuitResult> {
  const { state, expect, within } = parameters;
  return {
    kind: 'virtualCircuit',
    title: state === undefined ? `State of ${circuit.ref}` : `${verbs[state]} ${circuit.ref}`,
    uses: [circuit],
    observes: state === undefined,
    async run(context) {
      const handle = context.resolve(circuit);
      if (state !== undefined) {
        return await setVirtualCircuit(context, handle, state, { expect, within });
      }
      const view = virtualCircuitView(await context.oci(), handle);
      return await expectRows(context, { view, expect, within });
    },
  };
}

const verbs = {
  active: 'Activate',
  deactivated: 'Deactivate',
} as const satisfies Record<VirtualCircuitState, string>;
