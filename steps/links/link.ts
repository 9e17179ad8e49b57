import type { StepContext } from '../../src/lab/step.ts';
import type { Ref } from '../../src/lab/handle.ts';

/** One way to make a link fail, and to mend it again. */
export interface Link<Parameters extends object, Broken extends object> {
  /** What breaking it does, for people; `name` is that of the handle. */
  title(name: string, parameters: Parameters): string;
  /** Handles besides the one that is broken. @default none */
  uses?(parameters: Parameters): readonly Ref[];
  /** Breaks it, and checks that it is broken. What it returns is all that the repair will know. */
  break(context: StepContext, name: string, parameters: Parameters): Promise<Broken>;
  /** Mends it, and checks that it is mended. */
  repair(context: StepContext, broken: Broken): Promise<void>;
}
