import { WirebookError } from '../../src/lab/errors.ts';
import type { Machine, Ref } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';

/** Where packets go: an address, or a machine's first private address. */
export type Destination = string | Ref<Machine>;

/** A destination in a title, before anything is deployed: the address, or the name of the machine's handle. */
export function destinationName(to: Destination): string {
  return typeof to === 'string' ? to : to.ref;
}

/** A destination as reports show it: the address, or the name that the machine itself has. */
export function nameOf(context: Pick<StepContext, 'resolve'>, to: Destination): string {
  return typeof to === 'string' ? to : context.resolve(to).name;
}

/** The address of a destination. */
export function addressOf(context: Pick<StepContext, 'resolve'>, to: Destination): string {
  if (typeof to === 'string') return to;
  const machine = context.resolve(to);
  const [address] = machine.privateAddresses;
  if (address !== undefined) return address;
  throw new WirebookError({
    code: 'no-private-address',
    message: `${machine.name} has no private address to send packets to.`,
    next: 'Give the machine an interface card in the stack, or give the step an address.',
  });
}

/** The references among destinations, for a step's `uses`. */
export function refsOf(...destinations: readonly Destination[]): readonly Ref<Machine>[] {
  return destinations.filter((to) => typeof to !== 'string');
}
