import type { AttributeSchema, Attributes, BlockSchema, Value } from '../../terraform/provider.ts';
import type { Tags } from '../query/filters.ts';

type Options = Omit<AttributeSchema, 'type' | 'elements'>;

export const required = { required: true } as const;
export const fixed = { required: true, forceNew: true } as const;
export const computed = { computed: true } as const;
export const chosen = { computed: true, forceNew: true } as const;
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
export const numbers = (options: Options = {}): AttributeSchema => ({
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

/** How long these operations may take: nothing here takes long. */
export const timeouts = (
  ...operations: readonly ('create' | 'read' | 'update' | 'delete')[]
): { readonly timeouts: BlockSchema } => ({
  timeouts: {
    max: 1,
    attributes: Object.fromEntries(operations.map((operation) => [operation, text()])),
  },
});

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

export function numbersOf(attributes: Attributes, name: string): readonly number[] | undefined {
  const value = attributes[name];
  return Array.isArray(value) ? value.map(Number) : undefined;
}

export function blocksOf(attributes: Attributes, name: string): readonly Attributes[] {
  const value = attributes[name];
  return Array.isArray(value) ? (value as readonly Attributes[]) : [];
}

export function tagsOf(attributes: Attributes): Tags {
  const tags = attributes['tags'];
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return {};
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

/** Leaves out what is undefined. */
export function defined(attributes: Readonly<Record<string, Value | undefined>>): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );
}
