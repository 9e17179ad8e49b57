/**
 * What a cloud gives the Terraform engine: its resource types. The engine knows no cloud; a type knows
 * no expression, plan or state.
 */
export interface ProviderTypes {
  /** `azurerm` */
  readonly provider: string;
  /** By type name, such as `azurerm_subnet`. */
  readonly resources: Readonly<Record<string, ResourceType>>;
  readonly dataSources?: Readonly<Record<string, DataSourceType>>;
}

/** Attribute values: JSON. Sets are arrays sorted by their JSON text. */
export type Value =
  string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
/**
 * Attribute values by name. What a configuration does not set is absent, unless it has a default;
 * blocks are there always, as arrays.
 */
export type Attributes = Readonly<Record<string, Value>>;

export interface ResourceType {
  readonly schema: Schema;
  /** Makes it. Gives all attributes, computed ones included. */
  create(config: Attributes): Promise<Attributes>;
  /** What is there now; undefined when it is gone (deleted behind Terraform's back). */
  read(state: Attributes): Promise<Attributes | undefined>;
  /** Changes it in place; never called for attributes that force a replacement. */
  update(state: Attributes, config: Attributes): Promise<Attributes>;
  delete(state: Attributes): Promise<void>;
}

export interface DataSourceType {
  readonly schema: Schema;
  read(config: Attributes): Promise<Attributes>;
}

/** Nested blocks are always arrays in attribute values, whatever their number. */
export interface Schema {
  readonly attributes: Readonly<Record<string, AttributeSchema>>;
  readonly blocks?: Readonly<Record<string, BlockSchema>>;
}

export interface AttributeSchema {
  readonly type: 'string' | 'number' | 'bool' | 'list' | 'set' | 'map' | 'any';
  /** Type of the elements of a list, set or map. @default 'any' */
  readonly elements?: 'string' | 'number' | 'bool' | 'any';
  readonly required?: boolean;
  /** Settable and, when not set, given by the provider. With neither `required` nor `computed`: optional. */
  readonly computed?: boolean;
  /** Computed and never settable. */
  readonly readOnly?: boolean;
  /**
   * Attributes and blocks beside this computed one that it is made of: when one of them changes, this
   * one is not known until apply. Without: it is expected to stay.
   */
  readonly follows?: readonly string[];
  /** Default when not set. */
  readonly default?: Value;
  /**
   * A change makes a new resource. A function says of which changes that is true; a value that is not known, or not
   * there, is null to it.
   */
  readonly forceNew?: boolean | ((before: Value, after: Value) => boolean);
  readonly sensitive?: boolean;
  /** Compare without regard to case (ARM ids, locations: `West Europe` is `westeurope`). Given: how to compare. */
  readonly normalize?: (value: Value) => Value;
}

export interface BlockSchema extends Schema {
  readonly min?: number;
  readonly max?: number;
  readonly forceNew?: boolean;
  /** More or fewer of these blocks make a new resource; a change inside one does not. */
  readonly forceNewCount?: boolean;
  /** When the configuration has no such block, the provider's own blocks stay as they are. */
  readonly computed?: boolean;
  /** The order of the blocks means nothing (a set of blocks). */
  readonly unordered?: boolean;
}

/** A cloud's refusal, as the engine shows it: the cloud's own code and words. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
