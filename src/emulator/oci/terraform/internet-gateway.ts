import { common, computed, fixed, flag, flagOf, text, timeouts } from './attributes.ts';
import type { CoreType } from './core-resource.ts';

export const internetGateway: CoreType<'internetGateways'> = {
  kind: 'internetGateways',
  schema: {
    attributes: {
      ...common,
      vcn_id: text(fixed),
      enabled: flag({ default: true }),
      route_table_id: text(computed),
    },
    blocks: timeouts,
  },
  body: (body, config) => ({ ...body, isEnabled: flagOf(config, 'enabled') }),
  attributes: ({ properties }) => ({ enabled: properties.isEnabled }),
};
