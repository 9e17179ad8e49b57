import { WirebookError } from '../../src/lab/errors.ts';
import type { DifferenceSeen, Timers } from '../../src/lab/events.ts';
import type { Handles } from '../../src/lab/handle.ts';
import type { Stack } from '../../src/lab/stack.ts';
import type { CommandResult, RunOptions, Step, StepContext } from '../../src/lab/step.ts';
import type { Table } from '../../src/lab/table.ts';
import type {
  AwsClients,
  AzureClients,
  Deployment,
  GoogleClients,
  OciClients,
} from '../../src/lab/target.ts';

type CheckParameters = Parameters<StepContext['check']>[0];

/** What a step did, in order. */
export interface Recording {
  readonly commands: { machine: string; command: string; quiet: boolean; stdin?: string }[];
  readonly equivalents: { command: string; output: string }[];
  readonly checks: CheckParameters[];
  readonly tables: { title: string; table: Table }[];
  readonly differences: Omit<DifferenceSeen, 'type' | 'cell'>[];
  readonly deployed: { stack: string; props: object }[];
  readonly secrets: string[];
  readonly files: { name: string; title: string; content: Uint8Array }[];
}

export interface RecordingContextParameters {
  readonly handles?: Handles;
  /** What a machine answers. Text is standard output; without an answer the command is not found. */
  readonly answer?: (command: string, machine: string) => Answer | undefined;
  readonly azure?: AzureClients;
  readonly aws?: AwsClients;
  readonly google?: GoogleClients;
  readonly oci?: OciClients;
  /** What listening on a link gives. Absent: the target cannot. */
  readonly capture?: StepContext['capture'];
  readonly timers?: Timers;
  /** Earlier results by cell. */
  readonly results?: Readonly<Record<string, unknown>>;
  readonly deployed?: { readonly stack: Stack<object, Handles>; readonly props: object };
  /** Called when a deployment is made, before it is recorded. */
  readonly onDeploy?: (props: object) => void;
  readonly outputs?: Deployment['outputs'];
}

export type Answer = string | { stdout?: string; stderr?: string; exitCode?: number };

/**
 * A step context over given answers: it keeps what steps do, and its clock only moves when somebody
 * sleeps or a command runs (100 ms each).
 */
export function recordingContext(
  parameters: RecordingContextParameters = {},
): StepContext & { readonly recording: Recording; readonly elapsedMs: () => number } {
  const { handles = {}, answer, results = {}, timers = 'fast' } = parameters;
  const recording: Recording = {
    commands: [],
    equivalents: [],
    checks: [],
    tables: [],
    differences: [],
    deployed: [],
    secrets: [],
    files: [],
  };
  const { signal } = new AbortController();
  const started = Date.UTC(2026, 0, 1);
  let now = started;
  let last = parameters.deployed;

  const context: StepContext = {
    signal,
    timers,
    target: 'local',
    clock: {
      now: () => now,
      sleep: async (ms, sleepSignal) => {
        sleepSignal?.throwIfAborted();
        now += ms;
      },
    },
    resolve({ ref }) {
      const handle = handles[ref];
      if (handle === undefined)
        throw new WirebookError({ code: 'handle-not-deployed', message: ref });
      return handle as never;
    },
    handles: () => handles,
    result: ({ cell }) => {
      if (!(cell in results))
        throw new WirebookError({ code: 'result-not-available', message: cell });
      return results[cell] as never;
    },
    azure: async () => {
      if (parameters.azure === undefined) throw new Error('this test has no Azure');
      return parameters.azure;
    },
    aws: async () => {
      if (parameters.aws === undefined) throw new Error('this test has no AWS');
      return parameters.aws;
    },
    google: async () => {
      if (parameters.google === undefined) throw new Error('this test has no Google Cloud');
      return parameters.google;
    },
    oci: async () => {
      if (parameters.oci === undefined) throw new Error('this test has no OCI');
      return parameters.oci;
    },
    ...(parameters.capture && { capture: parameters.capture }),
    keepFile: async (file) => {
      recording.files.push(file);
      return `files/${file.name}`;
    },
    ssh: async (machine) => ({ exec: (command) => context.run(machine, command) }),
    async run(machine, command, options: RunOptions = {}): Promise<CommandResult> {
      options.signal?.throwIfAborted();
      now += 100;
      recording.commands.push({
        machine: machine.name,
        command,
        quiet: options.quiet === true,
        ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
      });
      const given = answer?.(command, machine.name) ?? { stderr: 'not found', exitCode: 127 };
      const result = typeof given === 'string' ? { stdout: given } : given;
      return { stdout: '', stderr: '', exitCode: 0, durationMs: 100, ...result };
    },
    async cli(cloud, command, options: RunOptions = {}) {
      recording.commands.push({ machine: cloud, command, quiet: options.quiet === true });
      const given = answer?.(command, cloud) ?? { stderr: 'not found', exitCode: 127 };
      const result = typeof given === 'string' ? { stdout: given } : given;
      return { stdout: '', stderr: '', exitCode: 0, durationMs: 100, ...result };
    },
    showEquivalent: ({ command, output }) => recording.equivalents.push({ command, output }),
    check: (check) => recording.checks.push(check),
    show: (title, table) => recording.tables.push({ title, table }),
    showDifference: (difference) => recording.differences.push(difference),
    progress: () => undefined,
    secret: (value) => recording.secrets.push(value),
    async deploy({ stack, props }) {
      parameters.onDeploy?.(props);
      recording.deployed.push({ stack: stack.name, props });
      last = { stack, props };
      return {
        outputs: parameters.outputs ?? {},
        topology: { groups: [], nodes: [], edges: [] },
      };
    },
    lastDeployment: () => last,
    step: <Result>(step: Step<Result>) => step.run(context),
  };
  return Object.assign(context, { recording, elapsedMs: () => now - started });
}
