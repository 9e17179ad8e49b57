import type { Observations } from '../../fabric/observations.ts';
import { Ec2Error, notFound } from '../query/error.ts';
import type { IdPrefix } from '../query/error.ts';
import type { FilterTable, Tags } from '../query/filters.ts';
import { applyFilters, readFilters } from '../query/filters.ts';
import { pageOf } from '../query/paging.ts';
import type { Parameters } from '../query/parameters.ts';
import type { Xml, XmlObject } from '../query/xml.ts';
import type { Draft, Resources } from '../resources/store.ts';

/** One request, as an action sees it. */
export interface ActionRequest {
  readonly parameters: Parameters;
  /** As they are now. */
  readonly resources: Resources;
  /** Changes resources; of a dry run nothing stays, and it ends with `DryRunOperation`. */
  change<T>(work: (draft: Draft) => T): T;
  observe(): Promise<Observations>;
  readonly now: number;
}

/** Gives what the reply holds beside its request id. */
export type Action = (request: ActionRequest) => XmlObject | Promise<XmlObject>;
export type Actions = Readonly<Record<string, Action>>;

/** The reply of actions that have nothing to tell. */
export const done: XmlObject = { return: true };

/** How a `Describe…` action lists one kind of thing. */
export interface Listing<T extends { readonly id: string; readonly tags?: Tags }> {
  /** The list's element: `vpcSet`. */
  readonly set: string;
  /** The parameter that names some: `VpcId`, and whose ids these are. */
  readonly ids: { readonly parameter: string; readonly prefix: IdPrefix };
  all(request: ActionRequest): readonly T[];
  filters(request: ActionRequest): FilterTable<T> | Promise<FilterTable<T>>;
  /** Shows one; what all of them need is read once. */
  show(request: ActionRequest): ((item: T) => Xml) | Promise<(item: T) => Xml>;
}

export function describe<T extends { readonly id: string; readonly tags?: Tags }>(
  listing: Listing<T>,
): Action {
  return async (request) => {
    const { parameters } = request;
    const all = listing.all(request);
    const ids = parameters.texts(listing.ids.parameter);
    const unknown = ids.find((id) => !all.some((item) => item.id === id));
    if (unknown !== undefined) throw missing(listing.ids.prefix, unknown);
    const named = ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
    const table = { ...(await listing.filters(request)), ...ownerFilter(request) };
    const { items, nextToken } = pageOf(
      applyFilters(named, readFilters(parameters), table),
      parameters,
    );
    const show = await listing.show(request);
    return { [listing.set]: items.map(show), nextToken };
  };
}

/** An id of another form is refused before it is looked for. */
export function missing(prefix: IdPrefix, id: string): Ec2Error {
  const isWellFormed = new RegExp(`^${prefix}-[0-9a-f]{8}([0-9a-f]{9})?$`).test(id);
  if (isWellFormed || prefix === 'key') return notFound(prefix, id);
  const { code } = notFound(prefix, id);
  if (code === 'InvalidInstanceID.NotFound') {
    return new Ec2Error('InvalidInstanceID.Malformed', `Invalid id: "${id}"`);
  }
  return notFound(prefix, id);
}

function ownerFilter({ resources }: ActionRequest): FilterTable<object> {
  return { 'owner-id': () => [resources.accountId] };
}

export function tagSet(tags: Tags): Xml {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** Tags that a request gives to what it makes: `TagSpecification.1.ResourceType=vpc`. */
export function tagsFor(parameters: Parameters, resourceType: string): Tags {
  return Object.fromEntries(
    parameters
      .structures('TagSpecification')
      .filter((specification) => specification.text('ResourceType') === resourceType)
      .flatMap((specification) => specification.structures('Tag'))
      .map((tag) => [tag.required('Key'), tag.text('Value') ?? '']),
  );
}

/** `2026-11-21T08:00:00.000Z` */
export function time(at: number): string {
  return new Date(at).toISOString();
}
