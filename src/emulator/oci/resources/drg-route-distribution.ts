import { incorrectState, invalidField, inUse } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import type { Statement } from '../routing/route-distribution.ts';
import { isDefaultOf } from './drg.ts';
import { defineKind, requiredReference } from './kind.ts';
import { choiceIn } from './read.ts';

/** Which routes a DRG route table imports, or an attachment is told. */
export interface DrgRouteDistributionProperties {
  readonly drgId: Ocid;
  readonly distributionType: 'IMPORT' | 'EXPORT';
  /** By priority. */
  readonly statements: readonly Statement[];
}

export const drgRouteDistribution = defineKind<'drgRouteDistributions'>({
  ocid: 'drgroutedistribution',
  operations: ['list', 'create', 'get', 'update', 'delete'],
  states: { initial: 'PROVISIONING', settling: { PROVISIONING: 'AVAILABLE' } },
  filters: ['drgId', 'distributionType'],
  requiredFilters: ['drgId'],
  /** Exports are OCI's own: a DRG has one, which matches everything. */
  compartmentOf: (body, resources) =>
    requiredReference(body, 'drgId', 'drgs', resources).compartmentId,
  create(body, { draft }) {
    const distributionType = choiceIn(body, 'distributionType', ['IMPORT', 'EXPORT']);
    if (distributionType !== 'IMPORT') {
      throw invalidField('distributionType', body['distributionType'], 'must be IMPORT');
    }
    const drgId = requiredReference(body, 'drgId', 'drgs', draft).id;
    return { drgId, distributionType, statements: [] };
  },
  refuseDelete(distribution, resources) {
    const { id } = distribution;
    const drg = resources.find('drgs', distribution.properties.drgId);
    if (drg && isDefaultOf(drg, distribution)) {
      throw incorrectState(`The route distribution ${id} belongs to its DRG and goes with it.`);
    }
    const table = resources
      .all('drgRouteTables')
      .find(({ properties }) => properties.importDrgRouteDistributionId === id);
    if (table) throw inUse(id, table.displayName);
  },
  view: ({ properties: { drgId, distributionType } }) => ({ drgId, distributionType }),
});
