import { conflict, inUse, missingParameter } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import type { Body } from './kind.ts';
import { defineKind, requiredReference } from './kind.ts';
import type { SecurityRules } from './security-rules.ts';
import { ruleView, rulesIn } from './security-rules.ts';

export interface SecurityListProperties extends SecurityRules {
  readonly vcnId: Ocid;
}

/** Rules for all VNICs of the subnets that have the list. */
export const securityList = defineKind<'securityLists'>({
  ocid: 'securitylist',
  operations: ['list', 'create', 'get', 'update', 'delete'],
  states: { initial: 'AVAILABLE' },
  filters: ['vcnId'],

  create(body, { draft }) {
    const ingressSecurityRules = rulesIn(body, 'ingress');
    const egressSecurityRules = rulesIn(body, 'egress');
    if (!ingressSecurityRules) throw missingParameter('ingressSecurityRules');
    if (!egressSecurityRules) throw missingParameter('egressSecurityRules');
    return {
      vcnId: requiredReference(body, 'vcnId', 'vcns', draft).id,
      ingressSecurityRules,
      egressSecurityRules,
    };
  },

  update: (body, { properties }) => ({
    ...properties,
    ingressSecurityRules: rulesIn(body, 'ingress') ?? properties.ingressSecurityRules,
    egressSecurityRules: rulesIn(body, 'egress') ?? properties.egressSecurityRules,
  }),

  refuseDelete({ id, properties }, resources) {
    if (resources.find('vcns', properties.vcnId)?.properties.defaultSecurityListId === id) {
      throw conflict(`${id} is the default security list of its VCN and goes with it.`);
    }
    const user = resources
      .all('subnets')
      .find((subnet) => subnet.properties.securityListIds.includes(id));
    if (user) throw inUse(id, user.id);
  },

  view: ({ properties }): Body => ({
    vcnId: properties.vcnId,
    ingressSecurityRules: properties.ingressSecurityRules.map((rule) => ruleView(rule, 'ingress')),
    egressSecurityRules: properties.egressSecurityRules.map((rule) => ruleView(rule, 'egress')),
  }),
});
