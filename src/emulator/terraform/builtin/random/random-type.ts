import type { Attributes, AttributeSchema, ResourceType } from '../../provider.ts';

/**
 * A type of `hashicorp/random`: made once, kept in the state, and made anew when an argument or one
 * of the `keepers` changes.
 */
export function randomType(
  attributes: Readonly<Record<string, AttributeSchema>>,
  make: (config: Attributes) => Attributes,
): ResourceType {
  const own = Object.entries(attributes).map(([name, attribute]): [string, AttributeSchema] => [
    name,
    attribute.readOnly ? attribute : { ...attribute, forceNew: true },
  ]);
  return {
    schema: {
      attributes: {
        id: { type: 'string', readOnly: true },
        keepers: { type: 'map', elements: 'string', forceNew: true },
        ...Object.fromEntries(own),
      },
    },
    create: async (config) => ({ ...config, ...make(config) }),
    read: async (state) => state,
    update: async (state, config) => ({ ...state, ...config }),
    delete: async () => {},
  };
}
