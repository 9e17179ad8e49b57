import type { Configuration, DataBlock, ManagedBlock } from '../configuration/configuration.ts';
import type { Problems } from '../configuration/problems.ts';
import { type Graph, orderOf } from '../graph/order.ts';
import { describeFailure } from '../failure.ts';
import type { Expression } from '../language/expression.ts';
import { containsUnknown, type ObjectValue, type TfValue } from '../language/value.ts';
import { plannedBody } from './planned-body.ts';
import { fromAttributes, toAttributes } from '../schema.ts';
import { instanceAddress, type State, type StateRecord } from '../state.ts';
import { evaluateBody } from './evaluate-body.ts';
import { type Evaluation, evaluatePure, pureNode } from './evaluate-node.ts';
import { composeInstances, expand, type Instance } from './instances.ts';
import { planInstance, type PlannedInstance } from './plan-instance.ts';
import type { PlannedRun } from './planned.ts';
import { checkRules } from './rules.ts';
import { createScope } from './scope.ts';
import { checkVariableNames, type Variables } from './variables.ts';

interface PlanParameters {
  readonly configuration: Configuration;
  readonly graph: Graph;
  readonly variables: Variables;
  /** Read afresh. */
  readonly state: State;
  readonly signal: AbortSignal | undefined;
}

interface Planning {
  readonly evaluation: Evaluation;
  readonly problems: Problems;
  readonly state: State;
  readonly instances: Map<string, PlannedInstance>;
  readonly data: Map<string, TfValue>;
}

/** Compares what is configured with what there is. All problems of the configuration are collected. */
export async function makePlan(
  { configuration, graph, variables, state, signal }: PlanParameters,
  problems: Problems,
): Promise<PlannedRun> {
  const planning: Planning = {
    evaluation: { values: new Map(), variables, timestamp: undefined },
    problems,
    state,
    instances: new Map(),
    data: new Map(),
  };
  checkVariableNames(variables, configuration.variables, problems);
  const order = orderOf(graph);
  if (order.kind === 'cycle') problems.add('cycle', order.nodes.join(' needs '));
  for (const address of order.kind === 'order' ? order.nodes : []) {
    signal?.throwIfAborted();
    // What a faulty one would have given is not known, and said once is enough.
    const isReady = (graph.get(address) ?? []).every((name) =>
      planning.evaluation.values.has(name),
    );
    const value = isReady && (await planNode(address, configuration, planning));
    if (value !== undefined && value !== false)
      planning.evaluation.values.set(address, value.value);
  }
  const { instances, data } = planning;
  const deletions = [...state.values()].filter(({ address }) => !instances.has(address));
  checkDeletions(configuration, deletions, problems);
  return { configuration, graph, variables, state, instances, deletions, data };
}

async function planNode(
  address: string,
  configuration: Configuration,
  planning: Planning,
): Promise<{ readonly value: TfValue } | undefined> {
  const { evaluation, problems } = planning;
  const before = problems.lines.length;
  const pure = pureNode(configuration, address);
  if (pure) {
    return problems.attempt(address, () => ({ value: evaluatePure(address, pure, evaluation) }));
  }
  const block = configuration.resources.get(address);
  if (!block) return undefined;
  const instances = problems.attempt(address, () => expand(block, createScope(evaluation)));
  if (!instances) return undefined;
  const values: { readonly key: Instance['key']; readonly value: TfValue }[] = [];
  for (const instance of instances) {
    const value =
      block.mode === 'managed'
        ? planManaged(block, instance, planning)
        : await planData(block, instance, planning, configuration);
    values.push({ key: instance.key, value });
  }
  return problems.lines.length > before ? undefined : { value: composeInstances(block, values) };
}

function planManaged(block: ManagedBlock, { key, names }: Instance, planning: Planning): TfValue {
  const { evaluation, problems, state, instances } = planning;
  const address = instanceAddress(block.address, key);
  const scope = createScope({ ...evaluation, names });
  const before = problems.lines.length;
  const config = evaluateBody(block.body, block.schema, { scope, where: address, problems });
  problems.attempt(address, () => checkRules(block.lifecycle.preconditions, scope));
  const isTriggered = block.lifecycle.replaceTriggeredBy.some((trigger) =>
    isChanging(trigger, instances),
  );
  const planned = planInstance({
    address,
    block,
    key,
    config,
    record: state.get(address),
    isTriggered,
  });
  instances.set(address, planned);
  if (problems.lines.length > before) return planned.planned;
  if (planned.action === 'replace' && block.lifecycle.preventDestroy) {
    problems.add(address, preventsDestroy('replaced'));
  }
  return planned.planned;
}

const preventsDestroy = (what: string): string =>
  `it would be ${what}, which its lifecycle's "prevent_destroy" forbids`;

/** A whole resource counts when anything of it changes, an attribute when that does. */
function isChanging(trigger: Expression, instances: ReadonlyMap<string, PlannedInstance>): boolean {
  const attribute = trigger.kind === 'attribute' ? trigger.name : undefined;
  let target = trigger;
  while (target.kind === 'attribute' || target.kind === 'index') target = target.target;
  if (target.kind !== 'reference') return false;
  const { address } = target.reference;
  return [...instances.values()]
    .filter(({ block, action }) => block.address === address && action !== 'none')
    .some(({ action, differences }) => {
      if (attribute === undefined || action === 'replace') return action !== 'create';
      return differences.some(({ path }) => path.split(/[.[]/, 1)[0] === attribute);
    });
}

async function planData(
  block: DataBlock,
  { key, names }: Instance,
  planning: Planning,
  configuration: Configuration,
): Promise<TfValue> {
  const { evaluation, problems, instances, data } = planning;
  const address = instanceAddress(block.address, key);
  const scope = createScope({ ...evaluation, names });
  const before = problems.lines.length;
  const config = evaluateBody(block.body, block.schema, { scope, where: address, problems });
  problems.attempt(address, () => checkRules(block.lifecycle.preconditions, scope));
  const planned = plannedBody(block.schema, config, undefined);
  if (problems.lines.length > before) return planned;
  const waits = block.dependsOn.some((name) => {
    if (configuration.resources.get(name)?.mode !== 'managed') return false;
    return [...instances.values()].some(
      (instance) => instance.block.address === name && instance.action !== 'none',
    );
  });
  if (waits || containsUnknown(config)) return planned;
  try {
    const value = await readData(block, planned);
    data.set(address, value);
    problems.attempt(address, () =>
      checkRules(
        block.lifecycle.postconditions,
        createScope({ ...evaluation, names: { ...names, self: value } }),
      ),
    );
    return value;
  } catch (error) {
    problems.add(address, describeFailure(error));
    return planned;
  }
}

export async function readData(block: DataBlock, planned: ObjectValue): Promise<ObjectValue> {
  const attributes = await block.implementation.read(toAttributes(block.schema, planned));
  return fromAttributes(block.schema, attributes);
}

function checkDeletions(
  configuration: Configuration,
  deletions: readonly StateRecord[],
  problems: Problems,
): void {
  for (const { address, block } of deletions) {
    if (!configuration.resources.get(block)?.lifecycle.preventDestroy) continue;
    problems.add(address, preventsDestroy('deleted'));
  }
}
