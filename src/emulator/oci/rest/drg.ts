import { createHash } from 'node:crypto';
import {
  statementView,
  withChangedStatements,
  withStatements,
  withoutStatements,
} from '../resources/distribution-statements.ts';
import { attachmentsOf } from '../resources/drg-attachment.ts';
import { isDefaultOf } from '../resources/drg.ts';
import { withChangedRules, withRules, withoutRules } from '../resources/drg-route-table.ts';
import type { StaticRule } from '../resources/drg-route-table.ts';
import { incorrectState } from '../protocol/error.ts';
import type { Body } from '../resources/kind.ts';
import { bodiesIn, textsIn } from '../resources/read.ts';
import type { Resource } from '../resources/store.ts';
import type { DrgRule } from '../routing/drg-routes.ts';
import { rulesOf } from '../routing/drg-tables.ts';
import type { Statement } from '../routing/route-distribution.ts';
import { demandParameters, selected } from './lists.ts';
import type { Call, Reply, Route } from './routes.ts';

/** Lists and actions of DRGs. */
export const drgRoutes: readonly Route[] = [
  { method: 'GET', path: '/drgAttachments', answer: listAttachments },
  {
    method: 'POST',
    path: '/drgs/{drgId}/actions/getAllDrgAttachments',
    answer({ door, parameter, query }) {
      const drg = door.get('drgs', parameter('drgId'));
      const type = query.get('attachmentType');
      const items = attachmentsOf(drg.id, door.resources)
        .filter(
          ({ properties }) => type === null || type === 'ALL' || properties.network.type === type,
        )
        .map(({ id }) => ({ id }));
      return { kind: 'list', items };
    },
  },
  {
    method: 'POST',
    path: '/drgAttachments/{id}/actions/removeExportDrgRouteDistribution',
    answer({ door, parameter, demandMatch }) {
      const attachment = door.get('drgAttachments', parameter('id'));
      demandMatch(attachment);
      const properties = { ...attachment.properties, exportDrgRouteDistributionId: undefined };
      return { kind: 'resource', resource: door.change(attachment, { properties }) };
    },
  },
  {
    method: 'POST',
    path: '/drgRouteTables/{id}/actions/removeImportDrgRouteDistribution',
    answer({ door, parameter, demandMatch }) {
      const table = door.get('drgRouteTables', parameter('id'));
      demandMatch(table);
      const properties = { ...table.properties, importDrgRouteDistributionId: undefined };
      return { kind: 'resource', resource: door.change(table, { properties }) };
    },
  },
  {
    method: 'GET',
    path: '/drgRouteTables/{id}/drgRouteRules',
    async answer({ door, services, parameter, query }) {
      const observations = await services.observe();
      const table = door.get('drgRouteTables', parameter('id'));
      const type = query.get('routeType');
      const items = rulesOf(table, { resources: door.resources, observations })
        .filter(({ routeType }) => type === null || routeType === type)
        .map((rule) => ruleView(rule, table));
      return { kind: 'list', items };
    },
  },
  rulesAction('addDrgRouteRules', (table, { body, door }) =>
    withRules(table, bodiesIn(body, 'routeRules') ?? [], door.resources),
  ),
  rulesAction('updateDrgRouteRules', (table, { body, door }) =>
    withChangedRules(table, bodiesIn(body, 'routeRules') ?? [], door.resources),
  ),
  rulesAction('removeDrgRouteRules', (table, { body }) =>
    withoutRules(table, textsIn(body, 'routeRuleIds') ?? []),
  ),
  {
    method: 'GET',
    path: '/drgRouteDistributions/{id}/drgRouteDistributionStatements',
    answer({ door, parameter }) {
      const { properties } = door.get('drgRouteDistributions', parameter('id'));
      return { kind: 'list', items: properties.statements.map(statementView) };
    },
  },
  statementsAction('addDrgRouteDistributionStatements', ({ id, properties }, { body, door }) =>
    withStatements(properties.statements, id, bodiesIn(body, 'statements') ?? [], door.resources),
  ),
  statementsAction('updateDrgRouteDistributionStatements', ({ properties }, { body, door }) =>
    withChangedStatements(
      properties.statements,
      bodiesIn(body, 'statements') ?? [],
      door.resources,
    ),
  ),
  statementsAction('removeDrgRouteDistributionStatements', ({ properties }, { body }) =>
    withoutStatements(properties.statements, textsIn(body, 'statementIds') ?? []),
  ),
];

/** Without an attachment type: attachments of VCNs; `ALL`: of everything. */
async function listAttachments({ door, services, query }: Call): Promise<Reply> {
  demandParameters(query, ['compartmentId']);
  const type = query.get('attachmentType') ?? 'VCN';
  const network = query.get('networkId');
  const observations = await services.observe();
  const bodies = door.resources
    .all('drgAttachments')
    .filter(({ properties }) => type === 'ALL' || properties.network.type === type)
    .filter(({ properties }) => network === null || properties.network.id === network)
    .map((attachment) => door.show(attachment, observations));
  return { kind: 'list', items: selected(bodies, query, ['drgId', 'vcnId', 'drgRouteTableId']) };
}

/** A change of a table's static rules; answers with those that it left or made. */
function rulesAction(
  action: string,
  change: (table: Resource<'drgRouteTables'>, call: Call) => readonly StaticRule[],
): Route {
  return {
    method: 'POST',
    path: `/drgRouteTables/{id}/actions/${action}`,
    async answer(call) {
      const { door, services, parameter } = call;
      const table = door.get('drgRouteTables', parameter('id'));
      const rules = change(table, call);
      const changed = door.change(table, { properties: { ...table.properties, rules } });
      const observations = await services.observe();
      const items = rulesOf(changed, { resources: door.resources, observations })
        .filter(({ staticId }) => staticId !== undefined)
        .map((rule) => ruleView(rule, changed));
      return { kind: 'list', items };
    },
  };
}

function statementsAction(
  action: string,
  change: (table: Resource<'drgRouteDistributions'>, call: Call) => readonly Statement[],
): Route {
  return {
    method: 'POST',
    path: `/drgRouteDistributions/{id}/actions/${action}`,
    answer(call) {
      const { door, parameter } = call;
      const distribution = door.get('drgRouteDistributions', parameter('id'));
      const { properties } = distribution;
      const drg = door.resources.find('drgs', properties.drgId);
      if (properties.distributionType === 'EXPORT' && drg && isDefaultOf(drg, distribution)) {
        throw incorrectState('The export route distribution of a DRG is OCI’s own.');
      }
      const statements = change(distribution, call);
      door.change(distribution, { properties: { ...properties, statements } });
      return { kind: 'list', items: statements.map(statementView) };
    },
  };
}

/** What `attributes` holds is not documented: nothing here. */
export function ruleView(rule: DrgRule, table: Pick<Resource, 'id'>): Body {
  const { destination, nextHop, routeType, isConflict, isBlackhole, provenance } = rule;
  return {
    destination,
    destinationType: 'CIDR_BLOCK',
    nextHopDrgAttachmentId: nextHop,
    routeType,
    isConflict,
    isBlackhole,
    id: rule.staticId ?? dynamicId(rule, table),
    routeProvenance: provenance,
    attributes: {},
  };
}

function dynamicId({ destination, nextHop }: DrgRule, { id }: Pick<Resource, 'id'>): string {
  return createHash('sha256').update(`${id} ${destination} ${nextHop}`).digest('hex').slice(0, 12);
}
