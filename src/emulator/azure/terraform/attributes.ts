import type { AttributeOptions } from '../../terraform/attributes.ts';
import { caseless, fixed, given, text, textOf, timeoutsFor } from '../../terraform/attributes.ts';
import type { AttributeSchema, Attributes } from '../../terraform/provider.ts';
import { normalizeLocation } from '../arm/location.ts';

export * from '../../terraform/attributes.ts';

/** An ARM id: compared without regard to case. */
export const armId = (options: AttributeOptions = {}): AttributeSchema => ({
  type: 'string',
  ...caseless,
  ...options,
});

/** Name, group, region and tags, as nearly every resource has them. */
export const regional = {
  id: armId(given),
  name: text(fixed),
  resource_group_name: text(fixed),
  location: text({
    ...fixed,
    normalize: (value) => (typeof value === 'string' ? normalizeLocation(value) : value),
  }),
  tags: { type: 'map', elements: 'string' },
} as const satisfies Record<string, AttributeSchema>;

export const timeouts = timeoutsFor('create', 'read', 'update', 'delete');

/** `{ id }`, or undefined: how a body refers to another resource. */
export function referenceOf(
  attributes: Attributes,
  name: string,
): { readonly id: string } | undefined {
  const id = textOf(attributes, name);
  return id === undefined ? undefined : { id };
}
