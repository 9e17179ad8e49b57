import type { Expression } from '../language/expression.ts';
import type { TypeConstraint } from '../language/type-constraint.ts';
import type { TfValue } from '../language/value.ts';
import type { DataSourceType, ResourceType, Schema } from '../provider.ts';

/** A configuration that was checked against the schemas, by address. */
export interface Configuration {
  readonly variables: ReadonlyMap<string, VariableBlock>;
  readonly locals: ReadonlyMap<string, Expression>;
  readonly outputs: ReadonlyMap<string, OutputBlock>;
  /** Managed resources and data sources. */
  readonly resources: ReadonlyMap<string, ResourceBlock>;
}

export interface VariableBlock {
  /** `var.name` */
  readonly address: string;
  readonly name: string;
  readonly type: TypeConstraint;
  /** Undefined: a value must be given. */
  readonly default: TfValue | undefined;
  readonly sensitive: boolean;
  readonly nullable: boolean;
  readonly validations: readonly Rule[];
}

/** A condition that must hold, and what to say when it does not. */
export interface Rule {
  readonly condition: Expression;
  readonly message: Expression;
}

export interface OutputBlock {
  readonly name: string;
  readonly value: Expression;
  readonly sensitive: boolean;
  readonly dependsOn: readonly string[];
  readonly preconditions: readonly Rule[];
}

interface Block {
  /** `type.name`, `data.type.name` */
  readonly address: string;
  readonly type: string;
  readonly schema: Schema;
  readonly body: Body;
  readonly count: Expression | undefined;
  readonly forEach: Expression | undefined;
  readonly dependsOn: readonly string[];
  readonly lifecycle: Lifecycle;
}

export interface ManagedBlock extends Block {
  readonly mode: 'managed';
  readonly implementation: ResourceType;
}

export interface DataBlock extends Block {
  readonly mode: 'data';
  readonly implementation: DataSourceType;
}

export type ResourceBlock = ManagedBlock | DataBlock;

export interface Lifecycle {
  readonly createBeforeDestroy: boolean;
  readonly preventDestroy: boolean;
  readonly ignoreChanges: 'all' | readonly Path[];
  readonly replaceTriggeredBy: readonly Expression[];
  readonly preconditions: readonly Rule[];
  readonly postconditions: readonly Rule[];
}

/** A place in an attribute's value: names of attributes and keys, and indices. */
export type Path = readonly (string | number)[];

/** Arguments of a block, not evaluated yet. */
export interface Body {
  readonly attributes: ReadonlyMap<string, Expression>;
  readonly blocks: readonly NestedBlock[];
}

export type NestedBlock =
  | { readonly kind: 'static'; readonly name: string; readonly body: Body }
  | {
      readonly kind: 'dynamic';
      readonly name: string;
      readonly forEach: Expression;
      readonly iterator: string;
      readonly content: Body;
    };
