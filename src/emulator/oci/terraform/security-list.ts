import { common, fixed, forceNew, computed, text, timeouts } from './attributes.ts';
import type { CoreType } from './core-resource.ts';
import { adopted } from './default-resource.ts';
import {
  securityRuleAttributes,
  securityRuleBlocks,
  securityRuleBodies,
} from './security-rules.ts';

export const securityList: CoreType<'securityLists'> = {
  kind: 'securityLists',
  schema: {
    attributes: { ...common, vcn_id: text(fixed) },
    blocks: { ...timeouts, ...securityRuleBlocks },
  },
  body: (body, config) => ({ ...body, ...securityRuleBodies(config) }),
  attributes: ({ properties }) => securityRuleAttributes(properties),
};

/** The one that a VCN comes with. When Terraform lets go of it, its rules go, and nothing passes any more. */
export const defaultSecurityList: CoreType<'securityLists'> = {
  ...securityList,
  schema: {
    attributes: {
      ...common,
      compartment_id: text(computed),
      manage_default_resource_id: text({ required: true, ...forceNew }),
    },
    blocks: { ...timeouts, ...securityRuleBlocks },
  },
  adopt: adopted('securityLists'),
  leave(resource, { door }) {
    door.update(resource, { ingressSecurityRules: [], egressSecurityRules: [] });
  },
};
