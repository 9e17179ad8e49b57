import type { Body } from '../../common/bodies.ts';
import type { Observations } from '../../fabric/observations.ts';
import type { KindName, Properties } from './kinds.ts';
import type { Draft, Resource, Resources, Sku } from './store.ts';

export type { Body };

/** How one type of resource behaves. */
export interface Kind<K extends KindName> {
  /** `Microsoft.Network/virtualNetworks/subnets` */
  readonly type: string;
  /** ARM's `kind`, beside its type. */
  readonly label?: string;
  /** What it is part of; absent for resources of a group. */
  readonly parent?: KindName;
  /** Children that may come inside its own body. */
  readonly inline?: readonly InlineChildren[];
  /** The body of a PUT, checked, with defaults. Throws {@link ArmError}. Nothing is stored yet. */
  prepare(body: Body, context: PutContext<K>): Properties[K];
  /** Looks at the whole after it and its children were stored; may change others. Throws {@link ArmError}. */
  stored?(resource: Resource<K>, draft: Draft): void;
  /** Throws {@link ArmError} while something uses it. */
  refuseDelete?(resource: Resource<K>, resources: Resources): void;
  /** After it went. */
  deleted?(resource: Resource<K>, draft: Draft): void;
  /** Its `properties` as a GET shows them, without `provisioningState`. */
  view(resource: Resource<K>, reading: Reading): Body;
}

export interface InlineChildren {
  readonly property: string;
  readonly kind: KindName;
  /** What a body without this property means for the children that exist. */
  readonly absent: 'keep' | 'remove';
}

export interface PutContext<K extends KindName> {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly sku?: Sku;
  readonly existing: Resource<K> | undefined;
  readonly resources: Resources;
}

/** What a view may draw on. */
export interface Reading {
  readonly resources: Resources;
  readonly observations: Observations;
  /** The whole body of another resource, for children shown inline. */
  show(resource: Resource): Body;
}

/** Keeps a kind's type parameter while letting literals be checked against it. */
export function defineKind<K extends KindName>(kind: Kind<K>): Kind<K> {
  return kind;
}
