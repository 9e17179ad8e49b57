import type { Handles } from '../src/lab/handle.ts';
import type { StackRef } from '../src/lab/stack.ts';
import type { Json, Step } from '../src/lab/step.ts';

export type DeployResult = {
  /** Outputs that are not sensitive, by name. */
  readonly outputs: { readonly [name: string]: Json };
};

/**
 * Deploys a stack, or deploys it again with other props: the report shows what the plan changes, and
 * what somebody changed behind Terraform's back since.
 *
 * Props are the whole of them, not additions to those of the last deployment.
 *
 * @example
 * ```ts
 * step(deploy(stack, {}));
 * step(deploy(stack, { hubPeering: 'plain' }));
 * ```
 */
export function deploy<Props extends object, H extends Handles>(
  stack: StackRef<Props, H>,
  props: NoInfer<Props>,
): Step<DeployResult> {
  const given = Object.entries(props).filter(([, value]) => value !== undefined);
  const listed = given.map(([name, value]) => `${name} ${textOf(value)}`).join(', ');
  return {
    kind: 'deploy',
    title: listed === '' ? 'Deploy the stack' : `Deploy the stack with ${listed}`,
    uses: [],
    // The stack takes these props: `deploy` is given the two together.
    deploys: { load: async () => (await stack.load()).default, props },
    async run(context) {
      const { default: loaded } = await stack.load();
      const { outputs } = await context.deploy({ stack: loaded, props });
      const plain = Object.entries(outputs).filter(([, output]) => !output.sensitive);
      return {
        outputs: Object.fromEntries(plain.map(([name, { value }]) => [name, value as Json])),
      };
    },
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
