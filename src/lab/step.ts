import type { Comparison, DifferenceSeen, Timers } from './events.ts';
import type { CloudName, Handle, Handles, Machine, Ref } from './handle.ts';
import type { Stack } from './stack.ts';
import type {
  AwsClients,
  AzureClients,
  Deployment,
  CaptureParameters,
  GoogleClients,
  LinkCapture,
  OciClients,
  SshConnection,
} from './target.ts';
import type { Table } from './table.ts';

/** Plain data: what a step may return, so that the journal can keep it. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A typed step: what a lab's cell runs. Made by the functions in `steps/`. */
export interface Step<Result = unknown> {
  /** Its kind, as in the library: `ping`. */
  readonly kind: string;
  /** What it does, for people: `vm1 pings 8.8.4.4`. */
  readonly title: string;
  /** Handles it uses, checked before the run starts. */
  readonly uses: readonly Ref[];
  /** It only looks and changes nothing, so that `--from` may leave it out. @default false */
  readonly observes?: boolean;
  /** What it deploys, so that a plan can be made without running it. @default nothing, or unknown before it runs */
  readonly deploys?: {
    readonly load: () => Promise<Stack<object, Handles>>;
    readonly props: object;
  };
  /** Results of earlier cells that it reads: `--from` does not leave those cells out. @default none */
  readonly reads?: readonly ResultRef<unknown>[];
  run(context: StepContext): Promise<Result>;
}

/** A handle on a cell's result, for later cells. */
export interface ResultRef<Result> {
  readonly cell: string;
  /** Type only, never present at run time. */
  readonly result?: Result;
}

/** All a step may touch. Time, clouds and machines come through it, so that steps are tested without mocks of modules. */
export interface StepContext {
  /** Aborted on Ctrl-C and when the cell's deadline passes. */
  readonly signal: AbortSignal;
  readonly timers: Timers;
  readonly target: 'local' | 'cloud';
  readonly clock: Clock;
  /** A deployed handle. Throws `handle-not-deployed` before its deployment. */
  resolve<H extends Handle>(ref: Ref<H>): H;
  /** All handles deployed so far, by name. */
  handles(): Handles;
  /** An earlier cell's result. Throws `result-not-available` when that cell has none. */
  result<Result>(ref: ResultRef<Result>): Result;
  azure(): Promise<AzureClients>;
  aws(): Promise<AwsClients>;
  google(): Promise<GoogleClients>;
  oci(): Promise<OciClients>;
  /** Listens on a link of the network itself; absent where the target cannot. */
  readonly capture?: (parameters: Omit<CaptureParameters, 'signal'>) => Promise<LinkCapture>;
  /**
   * Keeps a file beside the report, such as a packet capture. Resolves to its path relative to the report.
   * `name` needs no cell number: the runner adds it.
   */
  keepFile(parameters: {
    readonly name: string;
    readonly title: string;
    readonly content: Uint8Array;
  }): Promise<string>;
  ssh(machine: Machine): Promise<SshConnection>;
  /** Runs a command on a machine, capturing it for the report. */
  run(machine: Machine, command: string, options?: RunOptions): Promise<CommandResult>;
  /**
   * Runs a command on this host in which `az`, `aws` and `gcloud` speak to the target, capturing it for the report.
   */
  cli(cloud: CloudName, command: string, options?: RunOptions): Promise<CommandResult>;
  /** Records the cloud command line that shows what an SDK call showed, with its output as that program prints it. */
  showEquivalent(parameters: {
    readonly cloud: CloudName;
    readonly command: string;
    readonly output: string;
  }): void;
  /** Records a check. A check that did not pass makes the cell `failed` when the step returns. */
  check(parameters: {
    readonly title: string;
    readonly passed: boolean;
    readonly comparison: Comparison;
  }): void;
  show(title: string, table: Table): void;
  showDifference(parameters: Omit<DifferenceSeen, 'type' | 'cell'>): void;
  /** A line about what is under way. */
  progress(text: string): void;
  /** Marks a value as secret: it is redacted wherever it appears. One of less than six characters cannot be, which is said. */
  secret(value: string): void;
  /** Deploys a stack; the step `deploy` and `breakLink` use it. Records plan, resources and topology. */
  deploy(parameters: {
    readonly stack: Stack<object, Handles>;
    readonly props: object;
  }): Promise<Deployment>;
  /** The stack and props of the last deployment, if any. */
  lastDeployment(): { readonly stack: Stack<object, Handles>; readonly props: object } | undefined;
  /** Runs another step inside this one (its events belong to this cell). */
  step<Result>(step: Step<Result>): Promise<Result>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface RunOptions {
  readonly stdin?: string;
  /** Do not record it in the report: a probe that a reader need not see. @default false */
  readonly quiet?: boolean;
  /** Ends the command after this many milliseconds. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly durationMs: number;
}
