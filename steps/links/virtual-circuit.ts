import type { Ref, VirtualCircuit } from '../../src/lab/handle.ts';
import { setVirtualCircuit } from '../oci/virtual-circuit.ts';
import type { Link } from './link.ts';

export interface BreakVirtualCircuit {
  /** Deactivates a FastConnect virtual circuit: OCI closes its BGP sessions and keeps it. */
  readonly deactivate: true;
}

export type VirtualCircuitBroken = {
  readonly kind: 'deactivate';
  /** Name of the virtual circuit's handle. */
  readonly virtualCircuit: string;
};

/** A FastConnect virtual circuit that is deactivated, and activated again. */
export const virtualCircuit: Link<BreakVirtualCircuit, VirtualCircuitBroken> = {
  title: (name) => `Deactivate ${name}`,
  async break(context, name) {
    const ref: Ref<VirtualCircuit> = { ref: name };
    await setVirtualCircuit(context, context.resolve(ref), 'deactivated');
    return { kind: 'deactivate', virtualCircuit: name };
  },
  async repair(context, { virtualCircuit: name }) {
    const ref: Ref<VirtualCircuit> = { ref: name };
    await setVirtualCircuit(context, context.resolve(ref), 'active');
  },
};
