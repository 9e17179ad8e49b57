import type { CloudName, Handles } from './handle.ts';
import type { Table, TableDifference } from './table.ts';

/**
 * The journal: one event a line, appended and flushed as it happens, secrets redacted.
 * Report, terminal, notebook page and JUnit are pure functions of a list of these.
 */
export type JournalEvent = { readonly at: string } & JournalEntry;

export type JournalEntry =
  | RunStarted
  | CellStarted
  | CommandStarted
  | CommandOutput
  | CommandFinished
  | CheckDone
  | TableShown
  | PlanMade
  | ResourceProgress
  | TopologySeen
  | DifferenceSeen
  | FileKept
  | Progress
  | CellFinished
  | RunInterrupted
  | TeardownStarted
  | TeardownFinished
  | RunFinished;

/**
 * - `passed`
 * - `failed`: ran as planned, the outcome is wrong
 * - `errored`: the procedure itself broke
 * - `blocked`: something it needs did not pass
 * - `skipped`: by choice
 * - `aborted`: interrupted or out of time
 */
export type Verdict = 'passed' | 'failed' | 'errored' | 'blocked' | 'skipped' | 'aborted';

export interface RunStarted {
  readonly type: 'run.started';
  readonly runId: string;
  readonly lab: { readonly name: string; readonly title: string; readonly file: string };
  readonly target: TargetName;
  /** BGP and IKE timers: seconds (`fast`) or the clouds' own (`real`). */
  readonly timers: Timers;
  /** Program versions that shape the outcome: wirebook, node, frr, strongswan … */
  readonly versions: Readonly<Record<string, string>>;
  /** All cells in order, prose included. */
  readonly cells: readonly CellOutline[];
  /** Present when this run goes on where an earlier process stopped. */
  readonly resumed?: boolean;
}

export type TargetName = 'local' | 'cloud';
export type Timers = 'fast' | 'real';

export type CellOutline =
  | { readonly id: string; readonly kind: 'prose'; readonly markdown: string }
  | {
      readonly id: string;
      readonly kind: 'step';
      readonly step: string;
      readonly title: string;
      readonly needs: readonly string[];
    };

export interface CellStarted {
  readonly type: 'cell.started';
  readonly cell: string;
  /** 1, 2 …: a workshop may run a cell again. */
  readonly attempt: number;
}

/** A command a person could repeat: on a machine, or a cloud's own command line. */
export interface CommandStarted {
  readonly type: 'command.started';
  readonly cell: string;
  readonly command: string;
  readonly text: string;
  /**
   * `machine`: it ran there over SSH. `equivalent`: the step used the SDK, and this is the cloud
   * command line that shows the same.
   */
  readonly where:
    | { readonly kind: 'machine'; readonly machine: string; readonly user: string }
    | { readonly kind: 'equivalent'; readonly cloud: CloudName };
}

export interface CommandOutput {
  readonly type: 'command.output';
  readonly cell: string;
  readonly command: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface CommandFinished {
  readonly type: 'command.finished';
  readonly cell: string;
  readonly command: string;
  readonly exitCode: number | null;
  readonly durationMs: number;
}

export interface CheckDone {
  readonly type: 'check';
  readonly cell: string;
  readonly title: string;
  readonly passed: boolean;
  readonly comparison: Comparison;
}

/** What was expected and what was seen. */
export type Comparison =
  | { readonly kind: 'value'; readonly expected: string; readonly seen: string }
  | {
      readonly kind: 'table';
      readonly expected: Table;
      readonly seen: Table;
      readonly difference: TableDifference;
    };

/** A table worth showing that no check compares. */
export interface TableShown {
  readonly type: 'table';
  readonly cell: string;
  readonly title: string;
  readonly table: Table;
}

export interface PlanMade {
  readonly type: 'plan';
  readonly cell: string;
  /** Changes made outside Terraform that the refresh found. */
  readonly drift: readonly PlannedChange[];
  readonly changes: readonly PlannedChange[];
}

export interface PlannedChange {
  /** Terraform address, such as `azurerm_subnet.vnet1-sub1`. */
  readonly address: string;
  readonly type: string;
  readonly action: 'create' | 'update' | 'replace' | 'delete';
  /** Attributes that change; absent for create and delete. Sensitive values read `(sensitive)`. */
  readonly attributes?: readonly AttributeChange[];
}

export interface AttributeChange {
  /** Such as `bgp_settings.bgp_peering_address`. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly forcesReplacement?: boolean;
}

export interface ResourceProgress {
  readonly type: 'resource';
  readonly cell: string;
  readonly address: string;
  readonly action: PlannedChange['action'];
  readonly status: 'started' | 'done' | 'failed';
  readonly durationMs?: number;
  readonly error?: string;
}

export interface TopologySeen {
  readonly type: 'topology';
  readonly cell: string;
  readonly topology: Topology;
}

/** A picture of what is deployed: groups are networks, nodes are things in them. */
export interface Topology {
  readonly groups: readonly {
    readonly id: string;
    readonly label: string;
    readonly cloud: CloudName;
  }[];
  readonly nodes: readonly {
    readonly id: string;
    readonly label: string;
    readonly kind: 'machine' | 'gateway' | 'router' | 'internet';
    readonly group?: string;
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly kind: 'peering' | 'tunnel' | 'circuit' | 'link';
    readonly label?: string;
  }[];
}

/** What changed between two snapshots. */
export interface DifferenceSeen {
  readonly type: 'difference';
  readonly cell: string;
  readonly title: string;
  readonly tables: readonly {
    readonly title: string;
    readonly columns: readonly string[];
    readonly added: Table['rows'];
    readonly removed: Table['rows'];
  }[];
}

/** A file that a step left beside the report: a packet capture. */
export interface FileKept {
  readonly type: 'file';
  readonly cell: string;
  readonly title: string;
  /** Relative to the report: `files/12-site-to-spoke.pcap`. */
  readonly path: string;
  readonly bytes: number;
}

/** A line about work under way, for the terminal; reports leave it out. */
export interface Progress {
  readonly type: 'progress';
  readonly cell?: string;
  readonly text: string;
}

export interface CellFinished {
  readonly type: 'cell.finished';
  readonly cell: string;
  readonly attempt: number;
  readonly verdict: Verdict;
  readonly durationMs: number;
  readonly error?: ErrorRecord;
  /** The step's result, plain JSON: `--resume` gives it to later cells. */
  readonly result?: unknown;
  /** Present when the cell deployed: what `--resume` needs to go on from it. */
  readonly deployed?: { readonly props: unknown; readonly handles: Handles };
}

/** An error as data; the text is built in `src/lab/errors.ts` only. */
export interface ErrorRecord {
  readonly code: string;
  readonly message: string;
  /** What was seen, as name and value. */
  readonly facts: Readonly<Record<string, string>>;
  /** What to do next, in one or two sentences. */
  readonly next?: string;
}

export interface RunInterrupted {
  readonly type: 'run.interrupted';
  readonly signal: string;
}

export interface TeardownStarted {
  readonly type: 'teardown.started';
}

export interface TeardownFinished {
  readonly type: 'teardown.finished';
  /** `kept`: by `--keep` or by choice in a workshop. */
  readonly outcome: 'done' | 'kept' | 'incomplete';
  readonly durationMs: number;
  /** What is left, when incomplete. */
  readonly left?: readonly string[];
  readonly error?: ErrorRecord;
}

export interface RunFinished {
  readonly type: 'run.finished';
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly durationMs: number;
  /** What ended the run outside any cell: the target did not open, the reports folder is full. */
  readonly error?: ErrorRecord;
}
