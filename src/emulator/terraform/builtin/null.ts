import type { ProviderTypes } from '../provider.ts';
import type { Random } from './random-source.ts';

/** `hashicorp/null`: a resource that does nothing but be replaced when a trigger changes. */
export const createNullProvider = (random: Random): ProviderTypes => ({
  provider: 'null',
  resources: {
    null_resource: {
      schema: {
        attributes: {
          id: { type: 'string', readOnly: true },
          triggers: { type: 'map', elements: 'string', forceNew: true },
        },
      },
      create: async (config) => ({ ...config, id: random.below(10n ** 19n).toString() }),
      read: async (state) => state,
      update: async (state, config) => ({ ...state, ...config }),
      delete: async () => {},
    },
  },
});
