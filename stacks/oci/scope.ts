import { WirebookError } from '../../src/lab/errors.ts';
import type { OciPlace, StackEnvironment } from '../../src/lab/stack.ts';
import { TerraformStack, type Construct } from '../cdktf.ts';

/** What all constructs of one OCI stack share: a compartment, a region and its first availability domain. */
export interface OciScope extends OciPlace {
  readonly scope: Construct;
  readonly sshPublicKey: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface OciScopeParameters {
  readonly environment: StackEnvironment;
  /** Region, such as `us-ashburn-1`. @default the environment's */
  readonly region?: string;
  /** OCID of a compartment. @default the environment's */
  readonly compartment?: string;
}

/** The provider `oracle/oci`. */
export function ociScope(scope: Construct, parameters: OciScopeParameters): OciScope {
  const { environment } = parameters;
  const region = parameters.region ?? environment.oci?.region;
  const compartmentId = parameters.compartment ?? environment.oci?.compartmentId;
  if (region === undefined || compartmentId === undefined) {
    throw new WirebookError({
      code: 'oci-place-unknown',
      message:
        'This stack has resources in OCI, and nothing says in which compartment they belong.',
      next: 'Run it on a target that speaks to OCI, or give ociScope a compartment and a region.',
    });
  }
  const stack = TerraformStack.of(scope);
  stack.addOverride('terraform.required_providers.oci', {
    source: 'oracle/oci',
    version: '~> 7.0',
  });
  stack.addOverride('provider.oci', [{ region }]);
  const { sshPublicKey, tags } = environment;
  return { scope, region, compartmentId, sshPublicKey, tags };
}
