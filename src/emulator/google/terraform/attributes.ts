import type { AttributeSchema, Attributes, BlockSchema, Value } from '../../terraform/provider.ts';
import { nameOf } from '../compute/link.ts';

type Options = Omit<AttributeSchema, 'type' | 'elements'>;

export const required = { required: true } as const;
export const fixed = { required: true, forceNew: true } as const;
/** Settable, given otherwise, and never changed in place. */
export const settled = { computed: true, forceNew: true } as const;
export const computed = { computed: true } as const;
export const given = { readOnly: true } as const;
export const forceNew = { forceNew: true } as const;

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
export const map = (options: Options = {}): AttributeSchema => ({
  type: 'map',
  elements: 'string',
  ...options,
});

/** A name, a path or a URL of a resource: they are the same when their last parts are. */
export const link = (options: Options = {}): AttributeSchema => ({
  type: 'string',
  normalize: (value: Value): Value => (typeof value === 'string' ? nameOf(value) : value),
  ...options,
});

/** What nearly every resource has. */
export const common = {
  id: text(given),
  name: text(fixed),
  project: text(settled),
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

export function textsOf(attributes: Attributes, name: string): readonly string[] {
  const value = attributes[name];
  return Array.isArray(value) ? value.map(String) : [];
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
