import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WirebookError } from '../../src/lab/errors.ts';
import type { PlannedChange } from '../../src/lab/events.ts';
import type { TerraformJson } from '../../src/lab/stack.ts';
import type {
  DeployParameters,
  Deployment,
  OpenTargetParameters,
  SshExecOptions,
  SshResult,
  Target,
  TargetSession,
} from '../../src/lab/target.ts';

/**
 * A target without a cloud: "deploying" remembers the outputs of the Terraform JSON, and a machine is
 * a local shell. What is up is a file in the run's folder, so that another process can attach to it.
 */
export interface MemoryTarget extends Target {
  /** What was asked of it, in order: `open`, `deploy`, `exec vm1 true`, `destroy` … */
  readonly log: readonly string[];
}

export interface MemoryTargetOptions {
  readonly secrets?: readonly string[];
  /** What `destroy` says is left, or how it behaves. @default nothing is left */
  readonly destroy?: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly open?: (parameters: OpenTargetParameters) => Promise<void>;
  readonly deploy?: (parameters: DeployParameters) => Promise<void>;
  /** How a shell on a machine is started. @default sh -c */
  readonly exec?: (command: string, options: SshExecOptions) => Promise<SshResult>;
}

interface State {
  readonly pid: number;
  /** Whether it outlives its process. */
  readonly survives: boolean;
  readonly addresses: readonly string[];
}

export function createMemoryTarget(options: MemoryTargetOptions = {}): MemoryTarget {
  const log: string[] = [];
  return {
    name: 'local',
    log,
    async open(parameters) {
      log.push(parameters.attach === true ? 'attach' : 'open');
      await options.open?.(parameters);
      const earlier = readState(parameters.folder);
      if (parameters.attach === true && earlier === undefined) {
        throw new WirebookError({ code: 'session-gone', message: 'It is gone.' });
      }
      if (parameters.attach !== true) {
        const { survive: survives } = parameters;
        writeState(parameters.folder, { pid: process.pid, survives, addresses: [] });
      }
      return createSession(parameters, options, log);
    },
  };
}

/** Finds the run of a lab that is up. */
export async function findMemorySession(
  reportsFolder: string,
  lab: string,
): Promise<{ readonly runId: string } | undefined> {
  const folder = join(reportsFolder, lab);
  if (!existsSync(folder)) return undefined;
  const runId = readdirSync(folder).find((name) => {
    const state = name.startsWith('2') ? readState(join(folder, name)) : undefined;
    return state !== undefined && (state.survives || isAlive(state.pid));
  });
  return runId === undefined ? undefined : { runId };
}

function createSession(
  { folder }: OpenTargetParameters,
  options: MemoryTargetOptions,
  log: string[],
): TargetSession {
  const update = (change: Partial<State>) => {
    const state = readState(folder) ?? { pid: process.pid, survives: false, addresses: [] };
    writeState(folder, { ...state, ...change });
  };
  return {
    name: 'local',
    versions: { memory: '1' },
    environment: { sshPublicKey: 'ssh-ed25519 AAAA test', tags: {} },
    secrets: options.secrets ?? [],
    clouds: {
      azure: () => Promise.reject(new Error('There is no Azure here.')),
      aws: () => Promise.reject(new Error('There is no AWS here.')),
      google: () => Promise.reject(new Error('There is no Google Cloud here.')),
      oci: () => Promise.reject(new Error('There is no OCI here.')),
    },
    async deploy(parameters) {
      log.push('deploy');
      await options.deploy?.(parameters);
      const before = readState(folder)?.addresses ?? [];
      const addresses = addressesOf(parameters.terraform);
      parameters.onPlan({ drift: [], changes: changesBetween(before, addresses) });
      for (const address of addresses.filter((one) => !before.includes(one))) {
        parameters.onResource({ address, action: 'create', status: 'done' });
      }
      update({ addresses });
      return {
        outputs: (parameters.terraform['output'] ?? {}) as Deployment['outputs'],
        topology: { groups: [], nodes: [], edges: [] },
      };
    },
    ssh: async (machine) => ({
      exec(command, execOptions = {}) {
        log.push(`exec ${machine.name} ${command}`);
        return (options.exec ?? execLocally)(command, execOptions);
      },
    }),
    sshArguments: async (machine) => ['-o', 'BatchMode=yes', `${machine.user}@${machine.name}`],
    async cliEnvironment() {
      return { shell: ['sh'], env: { WIREBOOK_LAB: 'memory' }, unset: [] };
    },
    async destroy({ signal }) {
      log.push('destroy');
      const left = (await options.destroy?.(signal)) ?? [];
      if (left.length === 0) rmSync(stateFile(folder), { force: true });
      return left;
    },
    async release() {
      log.push('release');
      update({ survives: true });
    },
  };
}

function execLocally(command: string, options: SshExecOptions): Promise<SshResult> {
  const { signal, stdin, onOutput } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const started = Date.now();
    const child = spawn('sh', ['-c', command], { detached: true });
    const text = { stdout: '', stderr: '' };
    const onAbort = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (chunk: string) => {
        text[stream] += chunk;
        onOutput?.(stream, chunk);
      });
    }
    child.stdin.on('error', () => undefined); // The command may not read what it is given.
    child.stdin.end(stdin ?? '');
    child.once('close', (exitCode) => {
      signal?.removeEventListener('abort', onAbort);
      resolve({ ...text, exitCode, durationMs: Date.now() - started });
    });
  });
}

function addressesOf({ resource = {} }: TerraformJson): readonly string[] {
  return Object.entries(resource as Record<string, Record<string, unknown>>).flatMap(
    ([type, byName]) => Object.keys(byName).map((name) => `${type}.${name}`),
  );
}

function changesBetween(
  before: readonly string[],
  after: readonly string[],
): readonly PlannedChange[] {
  const change = (address: string, action: PlannedChange['action']) => ({
    address,
    type: address.split('.')[0] ?? '',
    action,
  });
  return [
    ...after.filter((one) => !before.includes(one)).map((one) => change(one, 'create')),
    ...before.filter((one) => !after.includes(one)).map((one) => change(one, 'delete')),
  ];
}

function stateFile(folder: string): string {
  return join(folder, 'memory-target.json');
}

function readState(folder: string): State | undefined {
  const file = stateFile(folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : undefined;
}

function writeState(folder: string, state: State): void {
  writeFileSync(stateFile(folder), JSON.stringify(state));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
