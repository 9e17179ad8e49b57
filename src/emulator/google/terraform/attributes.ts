import type { AttributeOptions } from '../../terraform/attributes.ts';
import { chosen, fixed, given, map, text, textsOf as textsIn } from '../../terraform/attributes.ts';
import type { AttributeSchema, Attributes, BlockSchema, Value } from '../../terraform/provider.ts';
import { nameOf } from '../compute/link.ts';

export {
  blocksOf,
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
} from '../../terraform/attributes.ts';
export { chosen as settled } from '../../terraform/attributes.ts';

export const forceNew = { forceNew: true } as const;

/** A name, a path or a URL of a resource: they are the same when their last parts are. */
export const link = (options: AttributeOptions = {}): AttributeSchema => ({
  type: 'string',
  normalize: (value: Value): Value => (typeof value === 'string' ? nameOf(value) : value),
  ...options,
});

/** What nearly every resource has. */
export const common = {
  id: text(given),
  name: text(fixed),
  project: text(chosen),
  self_link: text(given),
} as const satisfies Record<string, AttributeSchema>;

export const labels = {
  labels: map(),
  terraform_labels: map({ ...given, follows: ['labels'] }),
  effective_labels: map({ ...given, follows: ['labels'] }),
  label_fingerprint: text({ ...given, follows: ['labels'] }),
} as const satisfies Record<string, AttributeSchema>;

/** How long operations may take: nothing here takes long. */
export const timeouts: { readonly timeouts: BlockSchema } = {
  timeouts: { max: 1, attributes: { create: text(), update: text(), delete: text() } },
};

/** Of what is never changed in place. */
export const makingTimeouts: { readonly timeouts: BlockSchema } = {
  timeouts: { max: 1, attributes: { create: text(), delete: text() } },
};

/** A list that is not given is an empty one. */
export function textsOf(attributes: Attributes, name: string): readonly string[] {
  return textsIn(attributes, name) ?? [];
}
