import { conflict, notEmulated } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import type { Body } from './kind.ts';
import { defineKind, requiredReference } from './kind.ts';
import { flagIn, textIn } from './read.ts';
import { refuseWhileRouted } from './route-table.ts';

export interface InternetGatewayProperties {
  readonly vcnId: Ocid;
  readonly isEnabled: boolean;
}

/** The border of a VCN to the internet; one at most. */
export const internetGateway = defineKind<'internetGateways'>({
  ocid: 'internetgateway',
  operations: ['list', 'create', 'get', 'update', 'delete'],
  states: { initial: 'AVAILABLE' },
  filters: ['vcnId'],

  create(body, { draft }) {
    const { id: vcnId } = requiredReference(body, 'vcnId', 'vcns', draft);
    if (textIn(body, 'routeTableId') !== undefined) {
      throw notEmulated('route tables of internet gateways');
    }
    const other = draft
      .all('internetGateways')
      .find(({ properties }) => properties.vcnId === vcnId);
    if (other) throw conflict(`The VCN ${vcnId} has an internet gateway already: ${other.id}.`);
    return { vcnId, isEnabled: flagIn(body, 'isEnabled') ?? true };
  },

  update: (body, { properties }) => ({
    ...properties,
    isEnabled: flagIn(body, 'isEnabled') ?? properties.isEnabled,
  }),

  refuseDelete: ({ id }, resources) => {
    refuseWhileRouted(id, resources);
  },

  view: ({ properties }): Body => ({ ...properties }),
});
