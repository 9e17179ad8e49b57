import { computed, given, map, text, timeoutsFor } from '../../terraform/attributes.ts';
import type { AttributeSchema } from '../../terraform/provider.ts';

export * from '../../terraform/attributes.ts';

/** What every resource has. */
export const common = {
  id: text(given),
  compartment_id: text({ required: true }),
  display_name: text(computed),
  defined_tags: map(computed),
  freeform_tags: map(computed),
  state: text(given),
  time_created: text(given),
} as const satisfies Record<string, AttributeSchema>;

export const timeouts = timeoutsFor('create', 'update', 'delete');
