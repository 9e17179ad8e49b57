import { TerraformDataSource, TerraformResource } from '../cdktf.ts';
import { dependsOn, type Dependency } from '../constructed.ts';
import type { OciScope } from './scope.ts';

export interface OciResourceParameters {
  /** `oci_core_vcn` */
  readonly type: string;
  /** Terraform's name of it. */
  readonly name: string;
  /** In Terraform's spelling; undefined ones are left out. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly dependsOn?: readonly Dependency[];
}

/**
 * A resource of the provider `oracle/oci`. It has hundreds of services, and its bindings weigh accordingly: constructs write
 * its arguments themselves, and their own parameters are what is typed.
 */
export function ociResource(oci: OciScope, parameters: OciResourceParameters): TerraformResource {
  const { type, name, arguments: values, dependsOn: before } = parameters;
  const made = new TerraformResource(oci.scope, name, {
    terraformResourceType: type,
    ...dependsOn(before),
  });
  for (const [argument, value] of Object.entries(values)) {
    if (value !== undefined) made.addOverride(argument, value);
  }
  return made;
}

/** What nearly every resource takes. */
export function placed(oci: OciScope, displayName: string): Readonly<Record<string, unknown>> {
  return {
    compartment_id: oci.compartmentId,
    display_name: displayName,
    freeform_tags: { ...oci.tags },
  };
}

/** A look-up, made once a stack and name. */
export function ociData(
  oci: OciScope,
  parameters: Omit<OciResourceParameters, 'dependsOn'>,
): TerraformDataSource {
  const { type, name, arguments: values } = parameters;
  const known = oci.scope.node.tryFindChild(name);
  if (known instanceof TerraformDataSource) return known;
  const made = new TerraformDataSource(oci.scope, name, { terraformResourceType: type });
  for (const [argument, value] of Object.entries(values)) {
    if (value !== undefined) made.addOverride(argument, value);
  }
  return made;
}

/** Part of what a resource or a look-up gives, such as `vnic_attachments[0].vnic_id`. */
export function part(of: TerraformResource | TerraformDataSource, path: string): string {
  return of.getStringAttribute(path);
}
