import type { CliContext, ExitCode } from './context.ts';
import type { OptionSpec } from './options.ts';

/** A verb of the command line: what it is called, what it takes, what it does. */
export interface VerbSpec {
  readonly name: string;
  readonly usage: string;
  readonly description: string;
  readonly options: readonly OptionSpec[];
  readonly help?: string;
  /** Options after the first operands belong to the command that is run. */
  readonly passThrough?: boolean;
  readonly isDefault?: boolean;
  /** Loaded only when the verb is used: `list` and `--help` stay fast. */
  readonly run: (context: CliContext, call: VerbCall) => Promise<ExitCode>;
}

/** What was typed after a verb. */
export interface VerbCall {
  readonly operands: readonly (string | undefined)[];
  /** Operands of a last, variadic argument. */
  readonly rest: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}
