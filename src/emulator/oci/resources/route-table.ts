import { contains } from '../../net/prefix.ts';
import { conflict, inUse, invalidField, notEmulated, notFound } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import type { Body } from './kind.ts';
import { defineKind, referred, requiredReference } from './kind.ts';
import { bodiesIn, choiceIn, present, readPrefix, requiredText, textIn } from './read.ts';
import type { Resources } from './store.ts';

export interface RouteTableProperties {
  readonly vcnId: Ocid;
  readonly routeRules: readonly RouteRule[];
}

export interface RouteRule {
  readonly destination: string;
  readonly target: RouteTarget;
  readonly description?: string;
}

/** What `networkEntityId` names. */
export interface RouteTarget {
  readonly kind: 'internetGateways' | 'drgs' | 'privateIps';
  readonly id: Ocid;
}

/** A VCN's route table: what leaves a subnet, or comes in from a DRG. New ones are empty. */
export const routeTable = defineKind<'routeTables'>({
  ocid: 'routetable',
  operations: ['list', 'create', 'get', 'update', 'delete'],
  states: { initial: 'AVAILABLE' },
  filters: ['vcnId'],

  create(body, { draft }) {
    const vcnId = requiredReference(body, 'vcnId', 'vcns', draft).id;
    return { vcnId, routeRules: rulesIn(body, vcnId, draft) ?? [] };
  },

  update: (body, { properties }, { draft }) => ({
    ...properties,
    routeRules: rulesIn(body, properties.vcnId, draft) ?? properties.routeRules,
  }),

  refuseDelete({ id, properties }, resources) {
    if (resources.find('vcns', properties.vcnId)?.properties.defaultRouteTableId === id) {
      throw conflict(`${id} is the default route table of its VCN and goes with it.`);
    }
    const user = resources.all('subnets').find((subnet) => subnet.properties.routeTableId === id);
    if (user) throw inUse(id, user.id);
    const attachment = resources
      .all('drgAttachments')
      .find(({ properties: { network } }) => network.type === 'VCN' && network.routeTableId === id);
    if (attachment) throw inUse(id, attachment.id);
  },

  view: ({ properties }): Body => ({
    vcnId: properties.vcnId,
    routeRules: properties.routeRules.map(({ destination, target, description }) =>
      present({
        destination,
        destinationType: 'CIDR_BLOCK',
        cidrBlock: destination,
        networkEntityId: target.id,
        description,
        routeType: 'STATIC',
      }),
    ),
  }),
});

/** Throws 409 while a rule of some table leads there. */
export function refuseWhileRouted(id: Ocid, resources: Resources): void {
  const user = resources
    .all('routeTables')
    .find(({ properties }) => properties.routeRules.some(({ target }) => target.id === id));
  if (user) throw inUse(id, user.id);
}

function rulesIn(body: Body, vcnId: Ocid, resources: Resources): readonly RouteRule[] | undefined {
  const rules = bodiesIn(body, 'routeRules')?.map((rule) => readRule(rule, vcnId, resources));
  const twice = rules?.find(
    ({ destination }, index) =>
      rules.findIndex((other) => other.destination === destination) < index,
  );
  if (twice) throw invalidField('routeRules', twice.destination, 'two rules have this destination');
  return rules;
}

function readRule(body: Body, vcnId: Ocid, resources: Resources): RouteRule {
  if (choiceIn(body, 'destinationType', destinationTypes) === 'SERVICE_CIDR_BLOCK') {
    throw notEmulated('routes to Oracle services');
  }
  const text = textIn(body, 'destination') ?? requiredText(body, 'cidrBlock');
  const destination = readPrefix(text, 'destination');
  const target = targetOf(requiredText(body, 'networkEntityId'), vcnId, resources);
  const blocks = resources.find('vcns', vcnId)?.properties.cidrBlocks ?? [];
  const isInside = blocks.some((block) => contains(block, destination));
  if (isInside && target.kind !== 'privateIps') {
    throw invalidField(
      'destination',
      destination,
      'inside the VCN, only a private IP can be the target',
    );
  }
  const description = textIn(body, 'description');
  return { destination, target, ...(description !== undefined && { description }) };
}

const destinationTypes = ['CIDR_BLOCK', 'SERVICE_CIDR_BLOCK'] as const;

function targetOf(id: Ocid, vcnId: Ocid, resources: Resources): RouteTarget {
  const type = id.split('.')[1];
  switch (type) {
    case 'internetgateway': {
      const gateway = referred(id, 'internetGateways', resources);
      if (gateway.properties.vcnId !== vcnId) {
        throw invalidField('networkEntityId', id, 'is of another VCN');
      }
      return { kind: 'internetGateways', id };
    }
    case 'drg':
      return { kind: 'drgs', id: referred(id, 'drgs', resources).id };
    case 'privateip': {
      const { vnicId } = referred(id, 'privateIps', resources).properties;
      if (resources.find('vnics', vnicId)?.properties.skipSourceDestCheck !== true) {
        throw invalidField('networkEntityId', id, 'its VNIC still checks source and destination');
      }
      return { kind: 'privateIps', id };
    }
    case 'natgateway':
    case 'servicegateway':
    case 'localpeeringgateway':
      throw notEmulated(`routes to a ${type}`);
    default:
      throw notFound(id);
  }
}
