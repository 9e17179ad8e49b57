import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml } from './yaml.ts';

export interface WorkflowStep {
  readonly name?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly WorkflowStep[];
  readonly [key: string]: unknown;
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': unknown };
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = '.github/workflows';
export const workflowFiles = readdirSync(folder).map((name) => join(folder, name));
export const actionFile = '.github/actions/log-in/action.yml';

export const workflow = (name: string): Workflow => readYaml<Workflow>(join(folder, name));
export const action = readYaml<{
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly steps: readonly WorkflowStep[] };
}>(actionFile);

/** Every step of every workflow, and of the action, with where it stands. */
export function allSteps(): readonly { readonly where: string; readonly step: WorkflowStep }[] {
  const inWorkflows = workflowFiles.flatMap((file) =>
    Object.entries(readYaml<Workflow>(file).jobs).flatMap(([job, { steps }]) =>
      steps.map((step, index) => ({ where: `${file}: ${job}, step ${index + 1}`, step })),
    ),
  );
  const inAction = action.runs.steps.map((step, index) => ({
    where: `${actionFile}: step ${index + 1}`,
    step,
  }));
  return [...inWorkflows, ...inAction];
}
