import type { AttributeOptions } from '../../terraform/attributes.ts';
import { chosen, given, mapOf, text } from '../../terraform/attributes.ts';
import type { AttributeSchema, Attributes } from '../../terraform/provider.ts';
import type { Tags } from '../query/filters.ts';

export * from '../../terraform/attributes.ts';
export { timeoutsFor as timeouts } from '../../terraform/attributes.ts';

export const numbers = (options: AttributeOptions = {}): AttributeSchema => ({
  type: 'set',
  elements: 'number',
  ...options,
});

/** What nearly every resource has. */
export const common = {
  id: text(given),
  region: text(chosen),
} as const satisfies Record<string, AttributeSchema>;

export const tagged = {
  ...common,
  arn: text(given),
  tags: { type: 'map', elements: 'string' },
  tags_all: { type: 'map', elements: 'string', computed: true, follows: ['tags'] },
} as const satisfies Record<string, AttributeSchema>;

export function numbersOf(attributes: Attributes, name: string): readonly number[] | undefined {
  const value = attributes[name];
  return Array.isArray(value) ? value.map(Number) : undefined;
}

export function tagsOf(attributes: Attributes): Tags {
  return mapOf(attributes, 'tags');
}
