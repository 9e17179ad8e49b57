import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TerraformJson } from '../../../lab/stack.ts';
import type { DeployParameters, Deployment } from '../../../lab/target.ts';
import { topologyOf } from '../../topology/topology.ts';
import type { StateResource } from '../../topology/values.ts';
import { planNotMade, stateNotRead, terraformFailed } from './errors.ts';
import { parseMessage } from './messages.ts';
import type { RawPlan } from './plan.ts';
import { planOf } from './plan.ts';
import type { Worker } from './process.ts';
import { followWorker, runningWorker, startWorker } from './process.ts';
import type { TerraformProgram } from './program.ts';
import { oldestTerraform } from './program.ts';
import type { RawSecrets } from './sensitive.ts';
import { secretsOf, writtenSecrets } from './sensitive.ts';

const run = promisify(execFile);

/** A run's working folder of Terraform: configuration, lock file, plans, state. */
export interface Workspace {
  readonly folder: string;
  /** Plans and applies a configuration. Resolves to its outputs and picture. */
  deploy(parameters: DeployParameters): Promise<Deployment>;
  /** Waits for what an earlier process of ours left at work here. */
  settle(parameters: WorkParameters): Promise<void>;
  /** Deletes all that the state knows. Resolves to the addresses that are left. */
  destroy(parameters: WorkParameters): Promise<readonly string[]>;
  /** What the state knows. */
  resources(): Promise<readonly StateResource[]>;
  /** Removes what holds secrets, when nothing is left to destroy, and hides them in what stays for people to read. */
  forget(redact: (text: string) => string): void;
  /** Sensitive values of what was deployed, and of its configuration. */
  secrets(): Promise<readonly string[]>;
}

export type WorkParameters = Pick<DeployParameters, 'onResource' | 'signal'> & {
  readonly onProgress?: (text: string) => void;
  /** What Terraform says went wrong, where something is left all the same. */
  readonly onProblem?: (text: string) => void;
};

const configuration = 'main.tf.json';
const planFile = 'plan';
const strayState = 'errored.tfstate';
/** `crash.log`: Terraform's own defects. */
const stateFiles = /^plan$|\.tfstate(\..*)?$|^crash.*\.log$/;
/** Variables that would make Terraform log secrets, or keep its state elsewhere. */
const unwanted = /^TF_(LOG|CLI_ARGS|WORKSPACE|DATA_DIR)/;

/** Where it lies in a run's folder. */
export function workspaceIn(runFolder: string): string {
  return join(runFolder, 'terraform');
}

export function createWorkspace({
  folder,
  program,
  environment = process.env,
}: {
  readonly folder: string;
  readonly program: TerraformProgram;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}): Workspace {
  const env = {
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => !unwanted.test(name))),
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };
  mkdirSync(folder, { recursive: true, mode: 0o700 });

  /** For what is quick and changes nothing in a cloud. */
  const ask = async (...args: readonly string[]): Promise<string> => {
    const options = { cwd: folder, env, maxBuffer: 256 * 1024 * 1024 };
    const { stdout } = await run(program.command, [...args], options);
    return stdout;
  };

  const follow = async (worker: Worker, work: WorkParameters) => {
    const problems: string[] = [];
    const exitCode = await followWorker({
      folder,
      worker,
      signal: work.signal,
      onLine(line) {
        const message = parseMessage(line);
        if (message?.kind === 'resource') work.onResource(message.progress);
        if (message?.kind === 'problem') problems.push(message.problem.text);
        if (message?.kind === 'still') {
          const seconds = Math.round(message.elapsedMs / 1000);
          work.onProgress?.(`${message.address}: under way for ${seconds} s`);
        }
      },
    });
    return { exitCode, problems };
  };

  const perform = async (args: readonly string[], work: WorkParameters) => {
    const worker = await startWorker({ folder, command: program.command, args, env });
    return await follow(worker, work);
  };

  /** Where the state could not be written, on a full disk, Terraform leaves it beside: only that one knows what was made. */
  const recover = async () => {
    const stray = join(folder, strayState);
    if (!existsSync(stray)) return;
    try {
      await initialise(ask);
      await ask('state', 'push', '-lock-timeout=10s', strayState);
    } catch (error) {
      throw stateNotRead(`${strayState} cannot be made its state again: ${saidBy(error)}`, folder);
    }
    rmSync(stray);
  };
  const show = async () => JSON.parse(await ask('show', '-json')) as RawState & RawSecrets;
  const state = async () => {
    await recover();
    try {
      return await show();
    } catch {
      // Another machine than the one that deployed may have the folder, and not the providers that read its state.
      await initialise(ask);
      return await show().catch((error: unknown) => {
        throw stateNotRead(saidBy(error), folder);
      });
    }
  };

  return {
    folder,
    async deploy({ terraform, signal, onSecret, onPlan, onResource }) {
      writtenSecrets(terraform).forEach(onSecret);
      write(join(folder, configuration), JSON.stringify(withVersion(terraform), null, 2));
      await initialise(ask);
      await recover();
      signal.throwIfAborted();
      const work = { signal, onResource: () => undefined };
      const planned = await perform(
        ['plan', '-input=false', '-json', '-lock-timeout=10s', `-out=${planFile}`],
        work,
      );
      signal.throwIfAborted();
      if (planned.exitCode !== 0) throw planNotMade(planned.problems, 'plan', planned.exitCode);
      const raw = JSON.parse(await ask('show', '-json', planFile)) as RawPlan & RawSecrets;
      secretsOf(raw).forEach(onSecret);
      const plan = planOf(raw);
      write(join(folder, 'plan.txt'), await ask('show', '-no-color', planFile));
      onPlan(plan);
      const applied = await perform(
        ['apply', '-input=false', '-json', '-lock-timeout=10s', planFile],
        {
          signal,
          onResource,
        },
      );
      // It holds every value in the clear.
      rmSync(join(folder, planFile), { force: true });
      const made = applied.exitCode === 0 ? await state() : await state().catch(() => ({}));
      secretsOf(made).forEach(onSecret);
      signal.throwIfAborted();
      if (applied.exitCode !== 0) throw terraformFailed('apply', applied, folder);
      return { outputs: await outputs(ask), topology: topologyOf(resourcesIn(made)) };
    },
    async settle(work) {
      const worker = runningWorker(folder);
      if (worker === undefined) return;
      work.onProgress?.(`waiting for the terraform ${worker.what} that is still under way`);
      await follow(worker, work);
    },
    async destroy(work) {
      await this.settle({ ...work, onResource: () => undefined });
      if (resourcesIn(await state()).length === 0) return [];
      // Providers that the state does not need are needed all the same.
      await initialise(ask);
      const args = ['destroy', '-auto-approve', '-input=false', '-json', '-lock-timeout=60s'];
      const destroyed = await perform(args, work);
      const left = resourcesIn(await state()).map(({ address }) => address);
      if (destroyed.exitCode === 0) return left;
      const failed = terraformFailed('destroy', destroyed, folder);
      if (left.length === 0) throw failed;
      for (const problem of destroyed.problems) work.onProblem?.(problem);
      if (destroyed.problems.length === 0) work.onProblem?.(failed.message);
      return left;
    },
    forget(redact) {
      for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((it) =>
        it.isFile(),
      )) {
        const file = join(folder, name);
        if (stateFiles.test(name)) rmSync(file, { force: true });
        else if (/\.(json|txt|log)$/.test(name)) write(file, redact(readFileSync(file, 'utf8')));
      }
    },
    resources: async () => resourcesIn(await state()),
    async secrets() {
      const made = await state().catch(() => ({}));
      return [...secretsOf(made), ...writtenSecrets(readConfiguration(folder))];
    },
  };
}

/** Providers are pinned by the stack; what a run really took is in its `.terraform.lock.hcl`. */
function withVersion(configuration: TerraformJson): TerraformJson {
  const settings = { required_version: `>= ${oldestTerraform}` };
  return {
    ...configuration,
    terraform: { ...settings, ...(configuration['terraform'] as object) },
  };
}

async function initialise(ask: (...args: readonly string[]) => Promise<string>): Promise<void> {
  try {
    await ask('init', '-input=false', '-no-color');
  } catch (error) {
    throw planNotMade([saidBy(error)], 'init');
  }
}

/** A program's own words, in one line. */
function saidBy(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return said.replaceAll(/[│╷╵]/g, ' ').replaceAll(/\s+/g, ' ').trim();
}

type Outputs = Deployment['outputs'];

async function outputs(ask: (...args: readonly string[]) => Promise<string>): Promise<Outputs> {
  const all = JSON.parse(await ask('output', '-json')) as Record<
    string,
    { readonly value: unknown; readonly sensitive?: boolean }
  >;
  return Object.fromEntries(
    Object.entries(all).map(([name, { value, sensitive = false }]) => [name, { value, sensitive }]),
  );
}

/** `terraform show -json`, as far as it is read here. Our stacks have no modules. */
interface RawState {
  readonly values?: {
    readonly root_module?: {
      readonly resources?: readonly {
        readonly address: string;
        readonly mode: string;
        readonly type: string;
        readonly values?: Readonly<Record<string, unknown>>;
        readonly sensitive_values?: unknown;
      }[];
    };
  };
}

function resourcesIn({ values }: RawState): readonly (StateResource & { address: string })[] {
  return (values?.root_module?.resources ?? [])
    .filter(({ mode }) => mode === 'managed')
    .map(({ address, type, values: attributes = {} }) => ({ address, type, attributes }));
}

/** What was deployed last from a working folder, or was to be; empty before. */
export function readConfiguration(folder: string): TerraformJson {
  try {
    return JSON.parse(readFileSync(join(folder, configuration), 'utf8')) as TerraformJson;
  } catch {
    return {};
  }
}

function write(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
}
