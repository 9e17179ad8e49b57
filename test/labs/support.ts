import test from 'ava';
import type { Lab, StepCell } from '../../src/lab/lab.ts';
import type { Handles } from '../../src/lab/handle.ts';
import type { Stack } from '../../src/lab/stack.ts';

export interface TestLabParameters<Props extends object> {
  readonly lab: Lab;
  readonly stack: Stack<Props, Handles>;
  /** With which the stack has all its handles. */
  readonly props: Props;
  /** Kinds of steps that must come in this order, whatever is between them; a line a part of the walk-through. */
  readonly order: readonly string[];
}

/** What holds for every published lab, without running it. */
export function testLab<Props extends object>(parameters: TestLabParameters<Props>): void {
  const { lab, stack, props, order } = parameters;
  const steps = lab.cells.filter((cell): cell is StepCell => cell.kind === 'step');

  test('every handle that a step uses is one of the stack', (t) => {
    const { handles } = stack.synth(props, {
      sshPublicKey: 'ssh-ed25519 AAAA',
      tags: {},
      oci: { compartmentId: 'ocid1.compartment.oc1..labs', region: 'us-ashburn-1' },
    });
    const used = steps.flatMap(({ step }) => (typeof step === 'function' ? [] : step.uses));
    t.true(used.length > 0);
    t.deepEqual(
      used.filter(({ ref }) => !(ref in handles)),
      [],
    );
  });

  test('cells have titles of their own, which read well in a table of contents', (t) => {
    const titles = steps.map(({ title }) => title);
    t.deepEqual([...new Set(titles)], titles);
    t.deepEqual(
      titles.filter((title) => title.length > 70),
      [],
    );
  });

  test('the walk-through is all there, in its order', (t) => {
    const kinds = steps.map(({ step }) => (typeof step === 'function' ? 'made later' : step.kind));
    const left = kinds.reduce<readonly string[]>(
      (rest, kind) => (rest[0] === kind ? rest.slice(1) : rest),
      order.join(' ').split(' '),
    );
    t.deepEqual(left, []);
  });
}
