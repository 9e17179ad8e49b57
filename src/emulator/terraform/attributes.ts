import type { AttributeSchema, Attributes, BlockSchema, Value } from './provider.ts';

/** Words for schemas and readers for attributes, which the clouds' resource types are written with. */
export type AttributeOptions = Omit<AttributeSchema, 'type' | 'elements'>;

export const required = { required: true } as const;
export const fixed = { required: true, forceNew: true } as const;
export const forceNew = { forceNew: true } as const;
export const computed = { computed: true } as const;
/** Settable, given otherwise, and never changed in place. */
export const chosen = { computed: true, forceNew: true } as const;
export const given = { readOnly: true } as const;
/** Compared without regard to case. */
export const caseless = {
  normalize: (value: Value): Value => (typeof value === 'string' ? value.toLowerCase() : value),
} as const;

export const text = (options: AttributeOptions = {}): AttributeSchema => ({
  type: 'string',
  ...options,
});
export const number = (options: AttributeOptions = {}): AttributeSchema => ({
  type: 'number',
  ...options,
});
export const flag = (options: AttributeOptions = {}): AttributeSchema => ({
  type: 'bool',
  ...options,
});
export const list = (options: AttributeOptions = {}): AttributeSchema => ({
  type: 'list',
  elements: 'string',
  ...options,
});
export const set = (options: AttributeOptions = {}): AttributeSchema => ({
  type: 'set',
  elements: 'string',
  ...options,
});
export const map = (options: AttributeOptions = {}): AttributeSchema => ({
  type: 'map',
  elements: 'string',
  ...options,
});

/** How long these operations may take: nothing here takes long. */
export const timeoutsFor = (
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

export function mapOf(attributes: Attributes, name: string): Readonly<Record<string, string>> {
  const value = attributes[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      typeof item === 'string' ? item : JSON.stringify(item),
    ]),
  );
}

export function blocksOf(attributes: Attributes, name: string): readonly Attributes[] {
  const value = attributes[name];
  return Array.isArray(value) ? (value as readonly Attributes[]) : [];
}

/** Leaves out what is undefined. */
export function defined(attributes: Readonly<Record<string, Value | undefined>>): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );
}
