import { applyPlan } from './apply/apply-plan.ts';
import { destroyAll } from './apply/destroy.ts';
import type { Operations, ProgressOptions } from './apply/operations.ts';
import { createBuiltinProviders } from './builtin/providers.ts';
import { loadConfiguration } from './configuration/load.ts';
import { createProblems, type Problems } from './configuration/problems.ts';
import {
  type CreateEngineParameters,
  type Plan,
  type TerraformConfiguration,
  type TerraformEngine,
  TerraformError,
} from './engine.ts';
import { describeFailure } from './failure.ts';
import { configurationGraph } from './graph/configuration-graph.ts';
import { createLimiter } from './graph/limiter.ts';
import { describeChanges, describeDrift } from './plan/describe.ts';
import { makePlan } from './plan/make-plan.ts';
import type { PlannedRun } from './plan/planned.ts';
import type { Variables } from './plan/variables.ts';
import { secretsOfRecord, sensitiveTexts, writtenSecrets } from './secrets.ts';
import { refresh, type State, type StateRecord } from './state.ts';

export interface EngineOptions extends CreateEngineParameters {
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
  /** So many random bytes. @default those of node:crypto */
  readonly random?: (size: number) => Uint8Array;
}

/** An engine whose state is in memory. `null`, `random`, `tls` and `terraform_data` are built in. */
export function createEngine({
  providers,
  now = Date.now,
  random,
}: EngineOptions): TerraformEngine {
  const all = [...createBuiltinProviders(random), ...providers];
  const records = new Map<string, StateRecord>();
  const runs = new WeakMap<Plan, PlannedRun & { readonly serial: number }>();
  let serial = 0;
  let planned: readonly string[] = [];
  let last: Promise<unknown> = Promise.resolve();

  /** One at a time: what is asked for during an apply waits for its end. */
  const locked = <T>(run: () => Promise<T>): Promise<T> => {
    const result = last.then(run);
    last = result.catch(() => undefined);
    return result;
  };

  const operationsWith = (options: ProgressOptions): Operations => {
    serial += 1;
    return { providers: all, limit: createLimiter(), now, options, records };
  };

  return {
    plan: (json, variables, { signal }) =>
      locked(async () => {
        const before: State = new Map(records);
        planned = writtenSecrets(json, all);
        const run = await planRun({ json, variables, signal, state: before, providers: all });
        const plan: Plan = {
          drift: describeDrift(all, before, run.state),
          changes: describeChanges(run),
        };
        runs.set(plan, { ...run, serial });
        const bodies = [...run.instances.values()].flatMap((it) => sensitiveTexts(it.planned));
        planned = [...planned, ...bodies];
        return plan;
      }),
    apply: (plan, options) =>
      locked(async () => {
        const run = runs.get(plan);
        if (!run || run.serial !== serial) {
          throw new TerraformError('The plan is stale.', [
            'something was applied or destroyed since it was made; plan again',
          ]);
        }
        records.clear();
        for (const [address, record] of run.state) records.set(address, record);
        return applyPlan(run, operationsWith(options));
      }),
    destroy: (options) => locked(() => destroyAll(operationsWith(options))),
    state: () =>
      [...records.values()].map(({ address, type, attributes, dependencies }) => {
        return { address, type, attributes, dependencies };
      }),
    secrets: () => [
      ...new Set([
        ...planned,
        ...[...records.values()].flatMap((record) => secretsOfRecord(all, record)),
      ]),
    ],
  };
}

interface PlanRunParameters {
  readonly json: TerraformConfiguration;
  readonly variables: Variables;
  readonly signal: AbortSignal | undefined;
  readonly state: State;
  readonly providers: Parameters<typeof loadConfiguration>[1];
}

async function planRun(parameters: PlanRunParameters): Promise<PlannedRun> {
  const { json, variables, signal, state, providers } = parameters;
  const problems = createProblems();
  const configuration = loadConfiguration(json, providers, problems);
  throwProblems(problems, 'The configuration is not valid');
  const refreshed = await refresh(state, providers, signal);
  for (const { address, error } of refreshed.failures) {
    problems.add(address, `cannot be read: ${describeFailure(error)}`);
  }
  throwProblems(problems, 'The resources cannot be read');
  const graph = configurationGraph(configuration);
  const run = await makePlan(
    { configuration, graph, variables, state: refreshed.state, signal },
    problems,
  );
  throwProblems(problems, 'The configuration is not valid');
  return run;
}

function throwProblems({ lines }: Problems, what: string): void {
  if (lines.length === 0) return;
  const count = lines.length === 1 ? '1 problem' : `${lines.length} problems`;
  throw new TerraformError(`${what}: ${count}.`, lines);
}
