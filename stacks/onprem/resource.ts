import type { StackEnvironment } from '../../src/lab/stack.ts';
import { TerraformResource, TerraformStack, type Construct } from '../cdktf.ts';
import { dependsOn, type Dependency } from '../constructed.ts';

export interface OnpremResourceParameters {
  /** `onprem_site` */
  readonly type: string;
  /** Terraform's name of it. */
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly dependsOn?: readonly Dependency[];
}

/** A resource of our own provider, which has no bindings: arguments as Terraform writes them. */
export function onpremResource(
  scope: Construct,
  { type, name, arguments: values, dependsOn: before }: OnpremResourceParameters,
): TerraformResource {
  TerraformStack.of(scope).addOverride('terraform.required_providers.onprem', {
    source: 'wirebook/onprem',
  });
  const made = new TerraformResource(scope, name, {
    terraformResourceType: type,
    ...dependsOn(before),
  });
  for (const [argument, value] of Object.entries(values)) {
    if (value !== undefined) made.addOverride(argument, value);
  }
  return made;
}

/** Where all constructs of sites are put. */
export interface OnpremScope {
  readonly scope: Construct;
  readonly environment: StackEnvironment;
}
