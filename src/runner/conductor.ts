import type { Verdict } from '../lab/events.ts';
import type { Handles } from '../lab/handle.ts';
import type { StepCell } from '../lab/lab.ts';
import type { TargetSession } from '../lab/target.ts';

/**
 * Somebody who decides before each cell what happens next: the workshop (`--step`). Without one, all
 * cells run in their order.
 */
export interface Conductor {
  next(question: ConductorQuestion): Promise<ConductorAnswer>;
}

export interface ConductorQuestion {
  /** The cell whose turn it is; undefined after the last one. */
  readonly cell: StepCell | undefined;
  /** The cell that ran last, with its verdict. */
  readonly previous: { readonly cell: StepCell; readonly verdict: Verdict } | undefined;
  /** Cells that this one needs and that did not pass. */
  readonly blockedBy: readonly StepCell[];
  readonly session: TargetSession;
  readonly handles: Handles;
  /** Aborts when the run is interrupted. */
  readonly signal: AbortSignal;
}

/**
 * - `run`: this cell, whatever it needs; after the last cell: end the run
 * - `skip`: this cell
 * - `again`: the cell that ran last
 * - `keep`, `destroy`: no more cells, and leave everything up, or tear it down
 */
export type ConductorAnswer = 'run' | 'skip' | 'again' | 'keep' | 'destroy';
