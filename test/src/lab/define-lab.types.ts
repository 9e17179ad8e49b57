/**
 * Checked by `tsc` alone, never run: each `@ts-expect-error` proves that a mistake in a lab file is a
 * compile error, because tsc complains when the line below it is right.
 */
import { defineLab } from '../../../src/lab/define-lab.ts';
import type { Connection, Machine, Ref } from '../../../src/lab/handle.ts';
import type { Stack } from '../../../src/lab/stack.ts';
import type { ResultRef, Step } from '../../../src/lab/step.ts';
import { deploy } from '../../../steps/deploy.ts';
import { ping } from '../../../steps/ping.ts';

interface Props {
  readonly size: 'small' | 'large';
  readonly zone?: string;
}
type Handles = { readonly vm1: Machine; readonly vm2: Machine; readonly toHub: Connection };

declare const stack: Stack<Props, Handles>;
declare function measure(machine: Ref<Machine>): Step<{ readonly ms: number }>;

const parameters = {
  title: 'Types',
  summary: 'Only for the compiler.',
  stack: () => Promise.resolve({ default: stack }),
};

defineLab(parameters, ({ step, stack, handles }) => {
  const { vm1, vm2, toHub } = handles;

  // What is right compiles.
  step(deploy(stack, { size: 'small' }));
  step(deploy(stack, { size: 'large', zone: '1' }));
  const measured: ResultRef<{ readonly ms: number }> = step(measure(vm1));
  step(ping(vm1, { to: vm2 }));
  step((context) => ping(vm1, { to: String(context.result(measured).ms) }), { title: 'Computed' });

  // @ts-expect-error A handle that the stack does not have.
  step(ping(handles.vm3, { to: vm2 }));
  // @ts-expect-error The same, by destructuring.
  const { vm4 } = handles;
  // @ts-expect-error A handle of the wrong kind: a connection cannot ping.
  step(ping(toHub, { to: vm2 }));
  // @ts-expect-error A wrong kind as destination.
  step(ping(vm1, { to: toHub }));
  // @ts-expect-error A property that the stack does not know.
  step(deploy(stack, { size: 'small', colour: 'blue' }));
  // @ts-expect-error A required property is missing.
  step(deploy(stack, {}));
  // @ts-expect-error A value that the property cannot have.
  step(deploy(stack, { size: 'medium' }));
  // @ts-expect-error A step's parameter that does not exist.
  step(ping(vm1, { to: vm2, cuont: 3 }));
  // @ts-expect-error An earlier result has no such field.
  step((context) => ping(vm1, { to: context.result(measured).seconds }), { title: 'Wrong field' });
  // @ts-expect-error A computed step needs a title.
  step(() => measure(vm1));
  // @ts-expect-error What a cell needs is another cell, not its name.
  step(measure(vm1), { needs: ['01-deploy'] });

  return void vm4;
});

// @ts-expect-error A lab without a stack.
defineLab({ title: 'No stack', summary: '' }, () => undefined);
