import type { ResourceBlock } from '../configuration/configuration.ts';
import { type Outputs, TerraformError } from '../engine.ts';
import { describeFailure } from '../failure.ts';
import { managedDependencies } from '../graph/configuration-graph.ts';
import { type Task, walk } from '../graph/walk.ts';
import { ExpressionError } from '../language/convert.ts';
import { containsUnknown, isSensitive, type TfValue } from '../language/value.ts';
import { type Evaluation, evaluatePure, pureNode } from '../plan/evaluate-node.ts';
import { evaluateBody } from '../plan/evaluate-body.ts';
import { composeInstances, expand, type Instance } from '../plan/instances.ts';
import { readData } from '../plan/make-plan.ts';
import { plannedBody } from '../plan/planned-body.ts';
import type { PlannedRun } from '../plan/planned.ts';
import { createScope } from '../plan/scope.ts';
import { createProblems } from '../configuration/problems.ts';
import { checkRules } from '../plan/rules.ts';
import { toJson } from '../schema.ts';
import { instanceAddress } from '../state.ts';
import { applyInstance } from './apply-instance.ts';
import { deleteRecord, InterruptedError, type Operations } from './operations.ts';
import {
  createBeforeDestroyBlocks,
  currentRecord,
  type Deletion,
  deletionsOf,
  deletionTask,
  orderTasks,
} from './tasks.ts';

interface Context {
  readonly run: PlannedRun;
  readonly operations: Operations;
  readonly evaluation: Evaluation;
  readonly early: ReadonlySet<string>;
  /** By address of the instance. */
  readonly failures: Map<string, unknown>;
}

/** Carries a plan out. Rejects with {@link TerraformError}, which lists everything that failed. */
export async function applyPlan(run: PlannedRun, operations: Operations): Promise<Outputs> {
  const context: Context = {
    run,
    operations,
    evaluation: {
      values: new Map(),
      variables: run.variables,
      timestamp: new Date(operations.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    early: createBeforeDestroyBlocks(run),
    failures: new Map(),
  };
  const deletions = deletionsOf(run);
  const order = orderTasks(run, deletions);
  const tasks = new Map<string, Task>(
    [...order].map(([name, dependencies]) => [
      name,
      { dependencies, run: taskFor(name, context, deletions) },
    ]),
  );
  const result = await walk(tasks, operations.options.signal);
  throwFailures(context, result.skipped);
  return outputsOf(context);
}

/** A task fails silently when its instances have failed: they are in `failures` with their own names. */
function taskFor(
  name: string,
  context: Context,
  deletions: readonly Deletion[],
): () => Promise<void> {
  const deletion = deletions.find(({ record }) => deletionTask(record.address) === name);
  if (deletion) return () => runDeletion(deletion, context);
  return async () => {
    try {
      context.evaluation.values.set(name, await runNode(name, context));
    } catch (error) {
      if (!(error instanceof AggregateError)) context.failures.set(name, error);
      throw error;
    }
  };
}

async function runDeletion(deletion: Deletion, { operations, failures }: Context): Promise<void> {
  const record = currentRecord(operations.records, deletion);
  if (!record) return;
  try {
    await deleteRecord(operations, record);
  } catch (error) {
    failures.set(record.address, error);
    throw error;
  }
}

async function runNode(address: string, context: Context): Promise<TfValue> {
  const { run, evaluation } = context;
  const pure = pureNode(run.configuration, address);
  if (pure) return evaluatePure(address, pure, evaluation);
  const block = run.configuration.resources.get(address);
  if (!block) throw new Error(`no node is called ${address}`);
  const instances = expand(block, createScope(evaluation));
  const settled = await Promise.allSettled(
    instances.map((instance) => runInstance(block, instance, context)),
  );
  const failed = settled.filter((result) => result.status === 'rejected');
  for (const [index, result] of settled.entries()) {
    if (result.status !== 'rejected') continue;
    context.failures.set(instanceAddress(address, instances[index]?.key), result.reason);
  }
  if (failed.length > 0) throw new AggregateError(failed.map(({ reason }): unknown => reason));
  const values = settled.flatMap((result, index) =>
    result.status === 'fulfilled' ? [{ key: instances[index]?.key, value: result.value }] : [],
  );
  return composeInstances(block, values);
}

async function runInstance(
  block: ResourceBlock,
  instance: Instance,
  context: Context,
): Promise<TfValue> {
  const { run, operations, evaluation, early } = context;
  const address = instanceAddress(block.address, instance.key);
  if (block.mode === 'data') return run.data.get(address) ?? readLate(block, instance, context);
  const planned = run.instances.get(address);
  if (!planned) throw new ExpressionError('it was not in the plan; plan again');
  return applyInstance(operations, {
    planned,
    instance,
    evaluation,
    dependencies: managedDependencies(run.graph, run.configuration, block.address),
    createBeforeDestroy: early.has(block.address),
  });
}

/** A data source that could not be read while planning. */
async function readLate(
  block: ResourceBlock & { mode: 'data' },
  { key, names }: Instance,
  { evaluation }: Context,
): Promise<TfValue> {
  const problems = createProblems();
  const scope = createScope({ ...evaluation, names });
  const where = instanceAddress(block.address, key);
  const config = evaluateBody(block.body, block.schema, { scope, where, problems });
  if (problems.lines.length > 0) throw new ExpressionError(problems.lines.join('; '));
  const value = await readData(block, plannedBody(block.schema, config, undefined));
  const self = createScope({ ...evaluation, names: { ...names, self: value } });
  checkRules(block.lifecycle.postconditions, self);
  return value;
}

function throwFailures({ failures, operations, run }: Context, skipped: ReadonlySet<string>): void {
  const interrupted = operations.options.signal?.aborted === true;
  const own = [...failures].filter(([, error]) => !(error instanceof InterruptedError));
  if (own.length === 0 && !interrupted) return;
  const problems = own.map(([address, error]) => `${address}: ${describeFailure(error)}`);
  const waiting = [...skipped].filter((name) => {
    const planned = [...run.instances.values()].filter(({ block }) => block.address === name);
    return planned.some(({ action }) => action !== 'none') || name.startsWith('delete ');
  });
  const notDone = waiting.map((name) => `${name}: not done, because of what it needs`);
  const stopped = waiting.map((name) => `${name}: not done, because the apply was interrupted`);
  throw new TerraformError(
    interrupted ? 'The apply was interrupted.' : `${own.length} of the changes failed.`,
    [...problems, ...(interrupted ? stopped : notDone)],
  );
}

function outputsOf({ run, evaluation }: Context): Outputs {
  const outputs = [...run.configuration.outputs].map(([address, { name, sensitive }]) => {
    const value = evaluation.values.get(address) ?? null;
    if (containsUnknown(value)) throw new Error(`${address} is not known after the apply`);
    return [name, { value: toJson(value), sensitive: sensitive || isSensitive(value) }] as const;
  });
  return Object.fromEntries(outputs);
}
