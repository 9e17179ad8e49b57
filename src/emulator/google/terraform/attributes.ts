import type { AttributeOptions } from '../../terraform/attributes.ts';
import {
  chosen,
  fixed,
  given,
  map,
  text,
  textsOf as textsIn,
  timeoutsFor,
} from '../../terraform/attributes.ts';
import type { AttributeSchema, Attributes, Value } from '../../terraform/provider.ts';
import { nameOf } from '../compute/link.ts';

export * from '../../terraform/attributes.ts';
export { chosen as settled } from '../../terraform/attributes.ts';

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

export const timeouts = timeoutsFor('create', 'update', 'delete');

/** Of what is never changed in place. */
export const makingTimeouts = timeoutsFor('create', 'delete');

/** A list that is not given is an empty one. */
export function textsOf(attributes: Attributes, name: string): readonly string[] {
  return textsIn(attributes, name) ?? [];
}
