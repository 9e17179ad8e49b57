import { WirebookError } from '../../src/lab/errors.ts';
import type { StepContext } from '../../src/lab/step.ts';

/** Deploys the stack again with some props changed. */
export async function deployWith(context: StepContext, changed: object): Promise<void> {
  const last = context.lastDeployment();
  if (last === undefined) {
    throw new WirebookError({
      code: 'nothing-deployed',
      message: 'A link can only be broken or repaired in a stack that is deployed.',
      next: 'Put a deploy cell before this one: step(deploy(stack, { … })).',
    });
  }
  await context.deploy({ stack: last.stack, props: { ...last.props, ...changed } });
}
