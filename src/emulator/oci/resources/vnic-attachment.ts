import { conflict, incorrectState } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { cardsOf } from './cards.ts';
import type { Body } from './kind.ts';
import { defineKind, requiredReference } from './kind.ts';
import { bodyIn, present } from './read.ts';
import { refuseWhileRouted } from './route-table.ts';
import type { Draft, Resources } from './store.ts';
import { makeVnic } from './vnic.ts';

export interface VnicAttachmentProperties {
  readonly instanceId: Ocid;
  readonly vnicId: Ocid;
}

/** Which VNIC is in which instance, in the order of its devices. */
export const vnicAttachment = defineKind<'vnicAttachments'>({
  ocid: 'vnicattachment',
  operations: ['list', 'create', 'get', 'delete'],
  states: { initial: 'ATTACHING', settling: { ATTACHING: 'ATTACHED' } },
  filters: ['instanceId', 'vnicId', 'availabilityDomain'],

  create(body, context) {
    const instance = requiredReference(body, 'instanceId', 'instances', context.draft);
    if (instance.lifecycleState !== 'RUNNING' && instance.lifecycleState !== 'STOPPED') {
      throw incorrectState(`${instance.id} is in the state ${instance.lifecycleState}.`);
    }
    const { availabilityDomain } = instance.properties;
    const vnic = makeVnic(bodyIn(body, 'createVnicDetails') ?? {}, context, {
      availabilityDomain,
      isPrimary: false,
    });
    return { instanceId: instance.id, vnicId: vnic.id };
  },

  refuseDelete({ properties }, resources) {
    if (resources.find('vnics', properties.vnicId)?.properties.isPrimary === true) {
      throw conflict(`${properties.vnicId} is a primary VNIC, which stays with its instance.`);
    }
    refuseWhileCardRouted(properties.vnicId, resources);
  },

  deleted({ properties }, draft) {
    removeVnic(properties.vnicId, draft);
  },

  view({ properties }, { resources }): Body {
    const vnic = resources.find('vnics', properties.vnicId)?.properties;
    const index = cardsOf(properties.instanceId, resources).findIndex(
      ({ id }) => id === properties.vnicId,
    );
    return present({
      ...properties,
      availabilityDomain: vnic?.availabilityDomain,
      subnetId: vnic?.subnetId,
      nicIndex: 0,
      vlanTag: index + 1,
    });
  },
});

export function refuseWhileCardRouted(vnicId: Ocid, resources: Resources): void {
  resources
    .all('privateIps')
    .filter(({ properties }) => properties.vnicId === vnicId)
    .forEach(({ id }) => {
      refuseWhileRouted(id, resources);
    });
}

/** With its private addresses. */
export function removeVnic(vnicId: Ocid, draft: Draft): void {
  draft.remove('vnics', vnicId);
  draft
    .all('privateIps')
    .filter(({ properties }) => properties.vnicId === vnicId)
    .forEach(({ id }) => {
      draft.remove('privateIps', id);
    });
}
