import type { BlockSchema } from '../../terraform/provider.ts';
import { common, computed, fixed, required, text, timeouts } from './attributes.ts';
import type { CoreType } from './core-resource.ts';
import { adopted } from './default-resource.ts';

/** A table without a block is one without rules, whatever it had. */
const rules: BlockSchema = {
  unordered: true,
  attributes: {
    network_entity_id: text(required),
    destination: text(computed),
    destination_type: text(computed),
    cidr_block: text(computed),
    description: text(computed),
    route_type: text(computed),
  },
};

export const routeTable: CoreType<'routeTables'> = {
  kind: 'routeTables',
  schema: {
    attributes: { ...common, vcn_id: text(fixed) },
    blocks: { ...timeouts, route_rules: rules },
  },
};

/** The one that a VCN comes with. When Terraform lets go of it, its rules go. */
export const defaultRouteTable: CoreType<'routeTables'> = {
  kind: 'routeTables',
  schema: {
    attributes: {
      ...common,
      compartment_id: text(computed),
      manage_default_resource_id: text(fixed),
    },
    blocks: { ...timeouts, route_rules: rules },
  },
  adopt: adopted('routeTables'),
  leave(resource, { door }) {
    door.update(resource, { routeRules: [] });
  },
};
