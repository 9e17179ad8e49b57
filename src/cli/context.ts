import type { TargetName } from '../lab/events.ts';
import type { Target } from '../lab/target.ts';
import type { Screen } from './screen.ts';

/** What the command works with outside itself; passed in, so that it can be tested without a cloud. */
export interface CliPorts {
  readonly screen: Screen;
  readonly openTarget: (name: TargetName) => Promise<Target>;
  /** The run of a lab that is up, if any. */
  readonly findSession: (reportsFolder: string, lab: string) => Promise<UpSession | undefined>;
  /** Makes sure that this machine has what the local cloud needs. */
  readonly readySystem: (
    screen: Screen,
    yes: boolean,
    options?: { readonly forTests?: boolean },
  ) => Promise<void>;
}

/** A lab's target that is up. */
export interface UpSession {
  readonly runId: string;
  /** Where it is up; absent: on the local cloud. */
  readonly target?: TargetName;
  /** What it says of itself; absent where a target has nothing to say. */
  readonly describe?: () => Promise<CloudStatus | undefined>;
}

export interface CloudStatus {
  readonly upSeconds: number;
  readonly machines: readonly { readonly name: string; readonly running: boolean }[];
  readonly bgp: readonly {
    readonly router: string;
    readonly peer: string;
    readonly asn: number;
    readonly state: string;
    readonly prefixesReceived: number;
  }[];
  readonly tunnels: readonly { readonly name: string; readonly state: string }[];
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
