import type { TargetName } from '../lab/events.ts';
import type { Target } from '../lab/target.ts';
import type { Screen } from './screen.ts';

/** What the command works with outside itself; passed in, so that it can be tested without a cloud. */
export interface CliPorts {
  readonly screen: Screen;
  readonly openTarget: (name: TargetName) => Promise<Target>;
  /** The run of a lab that is up, if any. */
  readonly findSession: (
    reportsFolder: string,
    lab: string,
  ) => Promise<{ readonly runId: string } | undefined>;
  /** Makes sure that this machine has what the local cloud needs. */
  readonly readySystem: (screen: Screen, yes: boolean) => Promise<void>;
}

/** What every verb gets. */
export interface CliContext extends CliPorts {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly reportsFolder: string;
  /** Names of all verbs, for suggestions. */
  readonly verbs: readonly string[];
}

/** A verb answers with the exit code. */
export type ExitCode = number;
