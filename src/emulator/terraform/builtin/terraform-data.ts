import type { ProviderTypes } from '../provider.ts';
import type { Random } from './random-source.ts';
import { uuidv4 } from './uuid.ts';

/** `terraform_data`, which Terraform itself provides: keeps a value in the state. */
export const createTerraformProvider = (random: Random): ProviderTypes => ({
  provider: 'terraform',
  resources: {
    terraform_data: {
      schema: {
        attributes: {
          id: { type: 'string', readOnly: true },
          input: { type: 'any' },
          output: { type: 'any', readOnly: true, follows: ['input'] },
          triggers_replace: { type: 'any', forceNew: true },
        },
      },
      create: async (config) => ({
        ...config,
        output: config['input'] ?? null,
        id: uuidv4(random),
      }),
      read: async (state) => state,
      update: async (state, config) => ({
        ...config,
        output: config['input'] ?? null,
        id: state['id'] ?? null,
      }),
      delete: async () => {},
    },
  },
});
