import { given, map, text, computed } from '../../terraform/attributes.ts';
import type { AttributeSchema, BlockSchema } from '../../terraform/provider.ts';

export {
  blocksOf,
  chosen,
  computed,
  defined,
  fixed,
  flag,
  flagOf,
  given,
  list,
  map,
  mapOf,
  number,
  numberOf,
  required,
  set,
  text,
  textOf,
  textsOf,
} from '../../terraform/attributes.ts';

export const forceNew = { forceNew: true } as const;

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

/** How long operations may take: nothing here takes long. */
export const timeouts: { readonly timeouts: BlockSchema } = {
  timeouts: { max: 1, attributes: { create: text(), update: text(), delete: text() } },
};
