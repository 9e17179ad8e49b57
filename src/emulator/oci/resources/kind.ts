import type { Body } from '../../common/bodies.ts';
import type { CloudServices } from '../../cloud.ts';
import type { Observations } from '../../fabric/observations.ts';
import { notFound } from '../protocol/error.ts';
import type { Ocid } from '../protocol/ocid.ts';
import type { KindName, Properties } from './kinds.ts';
import { requiredText, textIn } from './read.ts';
import type { Draft, Resource, Resources } from './store.ts';

export type { Body };

export type Operation = 'list' | 'create' | 'get' | 'update' | 'delete';

/** How one type of resource behaves. */
export interface Kind<K extends KindName> {
  /** In OCIDs: `vcn`. */
  readonly ocid: string;
  /** What the collection's own paths serve; other paths are routes of `rest/routes.ts`. */
  readonly operations: readonly Operation[];
  readonly states: {
    readonly initial: string;
    /** States that hold only until Linux has what was asked for, and what then follows. @default none */
    readonly settling?: Readonly<Record<string, string>>;
  };
  /**
   * Query parameters of a list, which compare with the field of the same name. `compartmentId`, `displayName` and
   * `lifecycleState` always do.
   */
  readonly filters: readonly string[];
  /** Query parameters without which a list is refused. @default compartmentId */
  readonly requiredFilters?: readonly string[];
  /** The compartment of a new one whose request names none. @default it must name one */
  compartmentOf?(body: Body, resources: Resources): Ocid;
  /** The details of a create, checked, with defaults. May make others. Throws {@link OciError}. */
  create(body: Body, context: Context): Properties[K];
  /** The details of an update: what is absent stays. Without: only its name and tags change. Throws {@link OciError}. */
  update?(body: Body, resource: Resource<K>, context: Context): Properties[K];
  /** Throws {@link OciError} while something uses it. */
  refuseDelete?(resource: Resource<K>, resources: Resources): void;
  /** After it went; may remove others. */
  deleted?(resource: Resource<K>, draft: Draft): void;
  /** OCI lists it as TERMINATED after it went. @default false */
  readonly listedWhenTerminated?: boolean;
  /** What a GET shows besides id, compartment, name, state, time and tags. */
  view(resource: Resource<K>, reading: Reading): Body;
  /** Public addresses that it has while it lives. */
  readonly publicAddresses?: PublicAddresses<K>;
}

export interface PublicAddresses<K extends KindName> {
  held(properties: Properties[K]): readonly string[];
  /** Called at the end of each change: gives the properties every address that they should have and lack. */
  assign(
    properties: Properties[K],
    allocate: () => string,
    resource: Resource<K>,
    resources: Resources,
  ): Properties[K];
}

/** Makes another resource in the same transaction. */
export type Make = <K extends KindName>(kind: K, given: Given<K>) => Resource<K>;

export interface Given<K extends KindName> {
  readonly properties: Properties[K];
  /** @default the first resource's */
  readonly compartmentId?: Ocid;
  readonly displayName?: string;
  /** @default the kind's */
  readonly lifecycleState?: string;
}

/** Where and by what a resource is being made or changed. */
export interface Context {
  /** Its OCID. */
  readonly id: Ocid;
  readonly compartmentId: Ocid;
  readonly displayName: string;
  readonly account: Account;
  readonly draft: Draft;
  readonly make: Make;
}

export interface Account {
  readonly tenancyId: Ocid;
  readonly compartmentId: Ocid;
  /** `us-ashburn-1` */
  readonly region: string;
}

/** What a view may draw on. */
export interface Reading {
  readonly resources: Resources;
  readonly observations: Observations;
  /** What other clouds offer and order. */
  readonly circuits: CloudServices['circuits'];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Keeps a kind's type parameter while letting literals be checked against it. */
export function defineKind<K extends KindName>(kind: Kind<K>): Kind<K> {
  return kind;
}

/** The resource whose OCID a field holds; undefined when the field is not set. Throws when there is none. */
export function referredIn<K extends KindName>(
  body: Body,
  field: string,
  kind: K,
  resources: Resources,
): Resource<K> | undefined {
  const id = textIn(body, field);
  return id === undefined ? undefined : referred(id, kind, resources);
}

export function requiredReference<K extends KindName>(
  body: Body,
  field: string,
  kind: K,
  resources: Resources,
): Resource<K> {
  return referred(requiredText(body, field), kind, resources);
}

export function referred<K extends KindName>(id: Ocid, kind: K, resources: Resources): Resource<K> {
  const found = resources.find(kind, id);
  if (!found || isGone(found)) throw notFound(id);
  return found;
}

export function isGone({ lifecycleState }: Pick<Resource, 'lifecycleState'>): boolean {
  return lifecycleState === 'TERMINATED' || lifecycleState === 'TERMINATING';
}
