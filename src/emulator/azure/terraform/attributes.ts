import type { AttributeSchema, Attributes, BlockSchema, Value } from '../../terraform/provider.ts';
import { normalizeLocation } from '../arm/location.ts';

type Options = Omit<AttributeSchema, 'type' | 'elements'>;

export const required = { required: true } as const;
export const fixed = { required: true, forceNew: true } as const;
export const computed = { computed: true } as const;
export const given = { readOnly: true } as const;

export const text = (options: Options = {}): AttributeSchema => ({ type: 'string', ...options });
export const number = (options: Options = {}): AttributeSchema => ({ type: 'number', ...options });
export const flag = (options: Options = {}): AttributeSchema => ({ type: 'bool', ...options });
export const list = (options: Options = {}): AttributeSchema => ({
  type: 'list',
  elements: 'string',
  ...options,
});
export const set = (options: Options = {}): AttributeSchema => ({
  type: 'set',
  elements: 'string',
  ...options,
});

const lower = (value: Value): Value => (typeof value === 'string' ? value.toLowerCase() : value);

/** An ARM id: compared without regard to case. */
export const armId = (options: Options = {}): AttributeSchema => ({
  type: 'string',
  normalize: lower,
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

/** How long operations may take: nothing here takes long. */
export const timeouts: { readonly timeouts: BlockSchema } = {
  timeouts: {
    max: 1,
    attributes: { create: text(), read: text(), update: text(), delete: text() },
  },
};

export function textOf(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(attributes: Attributes, name: string): number | undefined {
  const value = attributes[name];
  return typeof value === 'number' ? value : undefined;
}

export function flagOf(attributes: Attributes, name: string): boolean | undefined {
  const value = attributes[name];
  return typeof value === 'boolean' ? value : undefined;
}

export function textsOf(attributes: Attributes, name: string): readonly string[] | undefined {
  const value = attributes[name];
  return Array.isArray(value) ? value.map(String) : undefined;
}

export function blocksOf(attributes: Attributes, name: string): readonly Attributes[] {
  const value = attributes[name];
  return Array.isArray(value) ? (value as readonly Attributes[]) : [];
}

/** `{ id }`, or undefined: how a body refers to another resource. */
export function referenceOf(
  attributes: Attributes,
  name: string,
): { readonly id: string } | undefined {
  const id = textOf(attributes, name);
  return id === undefined ? undefined : { id };
}

/** Leaves out what is undefined. */
export function defined(attributes: Readonly<Record<string, Value | undefined>>): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );
}
