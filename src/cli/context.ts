import type { Screen } from './screen.ts';

/** What every verb gets. */
export interface CliContext {
  readonly screen: Screen;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly reportsFolder: string;
  /** Names of all verbs, for suggestions. */
  readonly verbs: readonly string[];
}

/** A verb answers with the exit code. */
export type ExitCode = number;
