import type { Handle } from '../src/lab/handle.ts';
import type { ITerraformDependable } from './cdktf.ts';

/** Where a handle keeps the Terraform resource it stands for. A symbol, so that it is no field of the handle. */
export const resource: unique symbol = Symbol('terraform resource');

/** A handle inside a stack: other constructs refer to its resource's attributes and wait for it. */
export type Constructed<H extends Handle, Resource extends ITerraformDependable> = H & {
  readonly [resource]: Resource;
};

/** Anything that others may have to wait for. */
export type Dependency = ITerraformDependable | { readonly [resource]: ITerraformDependable };

/** `dependsOn` of handles and of bare resources alike; nothing at all when there are none. */
export function dependsOn(dependencies: readonly Dependency[] = []): {
  readonly dependsOn?: ITerraformDependable[];
} {
  if (dependencies.length === 0) return {};
  return { dependsOn: dependencies.map((item) => (resource in item ? item[resource] : item)) };
}
