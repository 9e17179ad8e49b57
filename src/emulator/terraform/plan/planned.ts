import type { Configuration } from '../configuration/configuration.ts';
import type { Graph } from '../graph/order.ts';
import type { TfValue } from '../language/value.ts';
import type { State, StateRecord } from '../state.ts';
import type { PlannedInstance } from './plan-instance.ts';
import type { Variables } from './variables.ts';

/** A plan with all that carrying it out needs. */
export interface PlannedRun {
  readonly configuration: Configuration;
  readonly graph: Graph;
  readonly variables: Variables;
  /** As it was read afresh. */
  readonly state: State;
  /** Managed instances by address, those that do not change too. */
  readonly instances: ReadonlyMap<string, PlannedInstance>;
  readonly deletions: readonly StateRecord[];
  /** Data sources that were read already, by the address of the instance. */
  readonly data: ReadonlyMap<string, TfValue>;
}
