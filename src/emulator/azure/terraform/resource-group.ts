import type { ArmResource } from './arm-resource.ts';
import { armId, fixed, given, regional, text, timeouts } from './attributes.ts';

export const resourceGroup: ArmResource<'resourceGroups'> = {
  kind: 'resourceGroups',
  schema: {
    attributes: {
      id: armId(given),
      name: text(fixed),
      location: regional.location,
      tags: regional.tags,
      managed_by: text(),
    },
    blocks: timeouts,
  },
  path: () => '',
  body: () => ({}),
  attributes: () => ({}),
};
