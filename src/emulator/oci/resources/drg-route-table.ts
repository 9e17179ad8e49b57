import { createHash } from 'node:crypto';
import { incorrectState, invalidField, inUse, notFound } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import { isDefaultOf } from './drg.ts';
import type { Body } from './kind.ts';
import { defineKind, referredIn, requiredReference } from './kind.ts';
import { choiceIn, flagIn, readPrefix, requiredText, textIn } from './read.ts';
import type { Resource, Resources } from './store.ts';

export interface DrgRouteTableProperties {
  readonly drgId: Ocid;
  /** undefined: it imports nothing. */
  readonly importDrgRouteDistributionId: Ocid | undefined;
  readonly isEcmpEnabled: boolean;
  /** Those that a person made. */
  readonly rules: readonly StaticRule[];
}

export interface StaticRule {
  readonly id: string;
  readonly destination: string;
  readonly nextHopDrgAttachmentId: Ocid;
}

export const drgRouteTable = defineKind<'drgRouteTables'>({
  ocid: 'drgroutetable',
  operations: ['list', 'create', 'get', 'update', 'delete'],
  states: { initial: 'PROVISIONING', settling: { PROVISIONING: 'AVAILABLE' } },
  filters: ['drgId', 'importDrgRouteDistributionId'],
  requiredFilters: ['drgId'],
  compartmentOf: (body, resources) =>
    requiredReference(body, 'drgId', 'drgs', resources).compartmentId,
  create(body, { draft }) {
    const drgId = requiredReference(body, 'drgId', 'drgs', draft).id;
    return {
      drgId,
      importDrgRouteDistributionId: importsIn(body, drgId, draft),
      isEcmpEnabled: flagIn(body, 'isEcmpEnabled') ?? false,
      rules: [],
    };
  },
  update(body, { properties }, { draft }) {
    return {
      ...properties,
      importDrgRouteDistributionId:
        importsIn(body, properties.drgId, draft) ?? properties.importDrgRouteDistributionId,
      isEcmpEnabled: flagIn(body, 'isEcmpEnabled') ?? properties.isEcmpEnabled,
    };
  },
  refuseDelete(table, resources) {
    const { id } = table;
    const drg = resources.find('drgs', table.properties.drgId);
    if (drg && isDefaultOf(drg, table)) {
      throw incorrectState(`The DRG route table ${id} is a default one of its DRG.`);
    }
    const attachment = resources
      .all('drgAttachments')
      .find(({ properties }) => properties.drgRouteTableId === id);
    if (attachment) throw inUse(id, attachment.displayName);
  },
  view: ({ properties: { rules: _, ...shown } }) => ({ ...shown }),
});

/** Rules with the given ones added. Throws {@link OciError}. */
export function withRules(
  table: Resource<'drgRouteTables'>,
  bodies: readonly Body[],
  resources: Resources,
): readonly StaticRule[] {
  const added = bodies.map((body): StaticRule => {
    const destination = destinationIn(body);
    const nextHopDrgAttachmentId = nextHopIn(body, table, resources);
    return { id: ruleId(table, destination), destination, nextHopDrgAttachmentId };
  });
  return distinct([...table.properties.rules, ...added]);
}

/** Rules with changes to those that the bodies name. Throws {@link OciError}. */
export function withChangedRules(
  table: Resource<'drgRouteTables'>,
  bodies: readonly Body[],
  resources: Resources,
): readonly StaticRule[] {
  const changes = new Map(bodies.map((body) => [requiredText(body, 'id'), body]));
  refuseUnknown([...changes.keys()], table);
  const after = table.properties.rules.map((rule): StaticRule => {
    const body = changes.get(rule.id);
    if (!body) return rule;
    return {
      ...rule,
      destination:
        textIn(body, 'destination') === undefined ? rule.destination : destinationIn(body),
      nextHopDrgAttachmentId:
        textIn(body, 'nextHopDrgAttachmentId') === undefined
          ? rule.nextHopDrgAttachmentId
          : nextHopIn(body, table, resources),
    };
  });
  return distinct(after);
}

export function withoutRules(
  table: Resource<'drgRouteTables'>,
  ids: readonly string[],
): readonly StaticRule[] {
  refuseUnknown(ids, table);
  return table.properties.rules.filter(({ id }) => !ids.includes(id));
}

function importsIn(body: Body, drgId: Ocid, resources: Resources): Ocid | undefined {
  const found = referredIn(
    body,
    'importDrgRouteDistributionId',
    'drgRouteDistributions',
    resources,
  );
  if (!found) return undefined;
  const { properties, id } = found;
  if (properties.drgId !== drgId || properties.distributionType !== 'IMPORT') {
    throw invalidField(
      'importDrgRouteDistributionId',
      id,
      'must be an import route distribution of the same DRG',
    );
  }
  return id;
}

function destinationIn(body: Body): string {
  choiceIn(body, 'destinationType', ['CIDR_BLOCK']);
  return readPrefix(requiredText(body, 'destination'), 'destination');
}

/** A static rule leads to a VCN or a peering; never to a circuit or a tunnel. */
function nextHopIn(
  body: Body,
  { properties: { drgId } }: Resource<'drgRouteTables'>,
  resources: Resources,
): Ocid {
  const field = 'nextHopDrgAttachmentId';
  const { id, properties } = requiredReference(body, field, 'drgAttachments', resources);
  if (properties.drgId !== drgId) throw invalidField(field, id, 'must be of the same DRG');
  if (properties.network.type !== 'VCN') {
    throw invalidField(field, id, `a static rule cannot lead to a ${properties.network.type}`);
  }
  return id;
}

function distinct(rules: readonly StaticRule[]): readonly StaticRule[] {
  const destinations = rules.map(({ destination }) => destination);
  const twice = destinations.find((text, index) => destinations.indexOf(text) !== index);
  if (twice === undefined) return rules;
  throw invalidField('destination', twice, 'another static rule has it');
}

function refuseUnknown(ids: readonly string[], { properties }: Resource<'drgRouteTables'>): void {
  const unknown = ids.find((id) => !properties.rules.some((rule) => rule.id === id));
  if (unknown !== undefined) throw notFound(unknown);
}

function ruleId({ id, version }: Resource<'drgRouteTables'>, destination: string): string {
  return createHash('sha256').update(`${id} ${version} ${destination}`).digest('hex').slice(0, 12);
}
