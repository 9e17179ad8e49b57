import { notFound } from '../protocol/error.ts';
import { ocid } from '../protocol/ocid.ts';
import { availabilityDomains } from '../resources/catalogue.ts';
import type { Account, Body } from '../resources/kind.ts';
import { demandParameters, selected } from './lists.ts';
import type { Route } from './routes.ts';

/** What of Identity the other services need: where things may be put. */
export const identityRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/availabilityDomains',
    answer({ door: { account }, query }) {
      demandParameters(query, ['compartmentId']);
      const compartmentId = knownCompartment(query.get('compartmentId') ?? '', account);
      return { kind: 'list', items: domainViews(account, compartmentId) };
    },
  },
  {
    method: 'GET',
    path: '/compartments',
    answer({ door: { account }, query }) {
      demandParameters(query, ['compartmentId']);
      const asked = new URLSearchParams(query);
      asked.delete('compartmentId');
      const isRoot = query.get('compartmentId') === account.tenancyId;
      return {
        kind: 'list',
        items: isRoot ? selected([compartmentView(account)], asked, ['name']) : [],
      };
    },
  },
  {
    method: 'GET',
    path: '/compartments/{compartmentId}',
    answer({ door: { account }, parameter }) {
      const id = parameter('compartmentId');
      if (id !== account.compartmentId) throw notFound(id);
      return { kind: 'body', body: compartmentView(account) };
    },
  },
];

export function knownCompartment(id: string, account: Account): string {
  if (id === account.compartmentId || id === account.tenancyId) return id;
  throw notFound(id);
}

export function domainViews(account: Account, compartmentId: string): readonly Body[] {
  return availabilityDomains(account).map((name) => ({
    id: ocid('availabilitydomain', account.region, name),
    name,
    compartmentId,
  }));
}

export function compartmentView({ tenancyId, compartmentId }: Account): Body {
  return {
    id: compartmentId,
    compartmentId: tenancyId,
    name: 'wirebook',
    description: 'The local cloud’s compartment',
    lifecycleState: 'ACTIVE',
    freeformTags: {},
    definedTags: {},
  };
}
