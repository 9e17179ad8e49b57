import type { Attributes, ResourceType } from '../../terraform/provider.ts';
import { withChangedRules, withRules, withoutRules } from '../resources/drg-route-table.ts';
import type { StaticRule } from '../resources/drg-route-table.ts';
import {
  statementView,
  withChangedStatements,
  withStatements,
  withoutStatements,
} from '../resources/distribution-statements.ts';
import type { Body } from '../resources/kind.ts';
import type { Resource } from '../resources/store.ts';
import { rulesOf } from '../routing/drg-tables.ts';
import type { Statement } from '../routing/route-distribution.ts';
import { ruleView } from '../rest/drg.ts';
import {
  blocksOf,
  caseless,
  fixed,
  flag,
  given,
  map,
  number,
  required,
  text,
  textOf,
  timeouts,
} from './attributes.ts';
import { toAttributes, toBody } from './convert.ts';
import type { Place } from './core-resource.ts';
import { refusing } from './core-resource.ts';

/** A static rule of a DRG route table. Its id is a path, as the provider makes it. */
export function drgRouteRule({ door, observe }: Place): ResourceType {
  const schema = {
    attributes: {
      id: text(given),
      drg_route_table_id: text(fixed),
      destination: text(required),
      destination_type: text(required),
      next_hop_drg_attachment_id: text(required),
      attributes: map(given),
      is_blackhole: flag(given),
      is_conflict: flag(given),
      route_provenance: text(given),
      route_type: text(given),
    },
    blocks: timeouts,
  };
  const tableOf = (attributes: Attributes) =>
    door.get('drgRouteTables', textOf(attributes, 'drg_route_table_id') ?? '');
  const save = (table: Resource<'drgRouteTables'>, rules: readonly StaticRule[]) =>
    door.change(table, { properties: { ...table.properties, rules } });

  async function shown(state: Attributes, ruleId: string): Promise<Attributes | undefined> {
    const tableId = textOf(state, 'drg_route_table_id') ?? '';
    const observations = await observe();
    const table = door.resources.find('drgRouteTables', tableId);
    const rule =
      table &&
      rulesOf(table, { resources: door.resources, observations }).find(
        ({ staticId }) => staticId === ruleId,
      );
    if (!rule) return undefined;
    const id = `drgRouteTables/${tableId}/routeRules/${ruleId}`;
    return { ...state, ...toAttributes(ruleView(rule, table), schema), id };
  }

  return {
    schema,
    create: (config) =>
      refusing(async () => {
        const table = tableOf(config);
        const rules = withRules(table, [toBody(config, schema)], door.resources);
        save(table, rules);
        return (await shown(config, rules.at(-1)?.id ?? '')) ?? config;
      }),
    read: (state) => shown(state, lastPart(state)),
    update: (state, config) =>
      refusing(async () => {
        const table = tableOf(state);
        const body = { ...toBody(config, schema), id: lastPart(state) };
        save(table, withChangedRules(table, [body], door.resources));
        return (await shown(config, lastPart(state))) ?? config;
      }),
    delete: (state) =>
      refusing(() => {
        const table = tableOf(state);
        save(table, withoutRules(table, [lastPart(state)]));
      }),
  };
}

const criterion = {
  match_type: text(caseless),
  attachment_type: text(),
  drg_attachment_id: text(),
} as const;

/** A statement of an import route distribution. */
export function drgRouteDistributionStatement({ door }: Place): ResourceType {
  const schema = {
    attributes: {
      id: text(given),
      drg_route_distribution_id: text(fixed),
      action: text(fixed),
      priority: number(required),
    },
    blocks: {
      ...timeouts,
      // The provider takes one, though statements may have more; an empty one matches everything.
      match_criteria: {
        min: 1,
        max: 1,
        attributes: criterion,
      },
    },
  };
  const bodyOf = (config: Attributes): Body => {
    const matchCriteria = blocksOf(config, 'match_criteria').flatMap((block): Body[] => {
      const matchType = textOf(block, 'match_type')?.toUpperCase();
      return matchType === undefined
        ? []
        : [{ ...toBody(block, { attributes: criterion }), matchType }];
    });
    return { ...toBody(config, schema), matchCriteria };
  };
  const ownerOf = (attributes: Attributes) =>
    door.get('drgRouteDistributions', textOf(attributes, 'drg_route_distribution_id') ?? '');
  const save = (
    distribution: Resource<'drgRouteDistributions'>,
    statements: readonly Statement[],
  ) => door.change(distribution, { properties: { ...distribution.properties, statements } });

  function shown(state: Attributes, statementId: string): Attributes | undefined {
    const ownerId = textOf(state, 'drg_route_distribution_id') ?? '';
    const statement = door.resources
      .find('drgRouteDistributions', ownerId)
      ?.properties.statements.find(({ id }) => id === statementId);
    if (!statement) return undefined;
    const id = `drgRouteDistributions/${ownerId}/statements/${statementId}`;
    return { ...state, ...toAttributes(statementView(statement), schema), id };
  }

  return {
    schema,
    create: (config) =>
      refusing(() => {
        const owner = ownerOf(config);
        const before = owner.properties.statements;
        const body = bodyOf(config);
        const statements = withStatements(before, owner.id, [body], door.resources);
        save(owner, statements);
        const added = statements.find((statement) => !before.includes(statement));
        return shown(config, added?.id ?? '') ?? config;
      }),
    read: (state) => Promise.resolve(shown(state, lastPart(state))),
    update: (state, config) =>
      refusing(() => {
        const owner = ownerOf(state);
        const body = { ...bodyOf(config), id: lastPart(state) };
        save(owner, withChangedStatements(owner.properties.statements, [body], door.resources));
        return shown(config, lastPart(state)) ?? config;
      }),
    delete: (state) =>
      refusing(() => {
        const owner = ownerOf(state);
        save(owner, withoutStatements(owner.properties.statements, [lastPart(state)]));
      }),
  };
}

function lastPart(state: Attributes): string {
  return (textOf(state, 'id') ?? '').split('/').at(-1) ?? '';
}
