import type { Handles, Refs } from './handle.ts';
import type { StackLoader, StackRef } from './stack.ts';
import type { ResultRef, Step, StepContext } from './step.ts';

export interface LabParameters<Props extends object, H extends Handles> {
  readonly title: string;
  /** One sentence, for `lab list`. */
  readonly summary: string;
  /** `() => import('../../stacks/<name>/stack.ts')`: loaded only when the lab runs. */
  readonly stack: StackLoader<Props, H>;
}

/** What a lab's body writes its cells with. */
export interface Notebook<Props extends object, H extends Handles> {
  /** A prose cell: Markdown. Common indentation is removed. */
  md(strings: TemplateStringsArray, ...values: readonly (string | number)[]): void;
  /**
   * A step cell. The function form is called when the cell runs, and can use earlier results:
   * `step((context) => ping(vm1, { to: context.result(lookup).address }), { title: 'vm1 pings what was found' })`.
   */
  step<Result>(step: Step<Result>, options?: CellOptions): ResultRef<Result>;
  step<Result>(
    make: (context: Pick<StepContext, 'result' | 'resolve'>) => Step<Result>,
    options: CellOptions & { readonly title: string },
  ): ResultRef<Result>;
  /** The stack, for `deploy(stack, props)`. */
  readonly stack: StackRef<Props, H>;
  /** The stack's handles. */
  readonly handles: Refs<H>;
}

export interface CellOptions {
  /** Overrides the step's own title. */
  readonly title?: string;
  /**
   * Cells that must have passed for this one to run.
   * @default every step cell before it
   */
  readonly needs?: readonly ResultRef<unknown>[];
  /** Milliseconds; six times that on real clouds and with their timers. @default 120 000 (deploy: 600 000) */
  readonly timeoutMs?: number;
}

/** A lab: cells in order, over one stack. */
export interface Lab {
  readonly title: string;
  readonly summary: string;
  readonly stack: StackLoader<object, Handles>;
  readonly cells: readonly Cell[];
}

export type Cell = ProseCell | StepCell;

export interface ProseCell {
  readonly kind: 'prose';
  readonly id: string;
  readonly markdown: string;
}

export interface StepCell {
  readonly kind: 'step';
  /** Number and title: `04-vm1-pings-8-8-4-4`; unique within a lab, stable between runs. */
  readonly id: string;
  readonly title: string;
  readonly step: Step | ((context: Pick<StepContext, 'result' | 'resolve'>) => Step);
  readonly needs: readonly string[];
  readonly timeoutMs?: number;
}
