import type { Attributes } from '../../terraform/provider.ts';
import type { KindName } from '../resources/kinds.ts';
import type { Resource } from '../resources/store.ts';
import { textOf } from './attributes.ts';
import type { Place } from './core-resource.ts';

/**
 * What a VCN comes with is managed by its OCID, and never made nor deleted.
 * @see https://docs.oracle.com/iaas/Content/ResourceManager/Tasks/terraform-manage-default-vcn-resources.htm
 */
export function adopted<K extends KindName>(
  kind: K,
): (config: Attributes, place: Place) => Resource<K> {
  return (config, { door }) => door.get(kind, textOf(config, 'manage_default_resource_id') ?? '');
}
