import type { ManagedBlock } from '../configuration/configuration.ts';
import { createProblems } from '../configuration/problems.ts';
import { ExpressionError } from '../language/convert.ts';
import { containsUnknown, type ObjectValue, type TfValue } from '../language/value.ts';
import { evaluateBody } from '../plan/evaluate-body.ts';
import type { Evaluation } from '../plan/evaluate-node.ts';
import type { Instance } from '../plan/instances.ts';
import { type PlannedInstance, withIgnored } from '../plan/plan-instance.ts';
import { plannedBody } from '../plan/planned-body.ts';
import { checkRules } from '../plan/rules.ts';
import { createScope } from '../plan/scope.ts';
import type { Attributes } from '../provider.ts';
import { fromAttributes, sensitivePathsOf, toAttributes } from '../schema.ts';
import type { StateRecord } from '../state.ts';
import { type Operations, perform } from './operations.ts';

interface Parameters {
  readonly planned: PlannedInstance;
  readonly instance: Instance;
  readonly evaluation: Evaluation;
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy: boolean;
}

/** Carries out what was planned for one instance, with its configuration evaluated anew. */
export async function applyInstance(
  operations: Operations,
  parameters: Parameters,
): Promise<TfValue> {
  const { planned, instance, evaluation } = parameters;
  const { address, block, action } = planned;
  const { records } = operations;
  if (action !== 'none') {
    const record = await change(operations, parameters);
    records.set(address, record);
  } else {
    refreshMeta(records, parameters);
  }
  const record = records.get(address);
  const value = record
    ? fromAttributes(block.schema, record.attributes, record.sensitivePaths)
    : null;
  const names = { ...instance.names, self: value };
  checkRules(block.lifecycle.postconditions, createScope({ ...evaluation, names }));
  return value;
}

/** What Terraform itself keeps of a resource may change without a change of the resource. */
function refreshMeta(
  records: Map<string, StateRecord>,
  { planned, dependencies }: Parameters,
): void {
  const record = records.get(planned.address);
  const { preventDestroy } = planned.block.lifecycle;
  if (record) records.set(planned.address, { ...record, dependencies, preventDestroy });
}

async function change(
  operations: Operations,
  { planned, instance, evaluation, dependencies, createBeforeDestroy }: Parameters,
): Promise<StateRecord> {
  const { address, block, key } = planned;
  const { records } = operations;
  const old = records.get(address);
  const prior = old && fromAttributes(block.schema, old.attributes, old.sensitivePaths);
  const evaluated = evaluateConfig(block, instance, address, evaluation);
  const config = prior ? withIgnored(block, evaluated, prior) : evaluated;
  const isUpdate = planned.action === 'update' && old !== undefined && prior !== undefined;
  const wanted = plannedBody(block.schema, config, isUpdate ? prior : undefined);
  const arguments_ = toAttributes(block.schema, wanted);
  const action = planned.action === 'none' ? 'update' : planned.action;
  const attributes = await perform(operations, { address, action }, () =>
    isUpdate
      ? block.implementation.update(old.attributes, arguments_)
      : block.implementation.create(arguments_),
  );
  if (createBeforeDestroy && planned.action === 'replace' && old) depose(records, old);
  return {
    address,
    block: block.address,
    type: block.type,
    key,
    attributes,
    sensitivePaths: sensitivePathsOf(unmarkedBySchema(block, attributes, config)),
    dependencies,
    deposed: false,
    preventDestroy: block.lifecycle.preventDestroy,
  };
}

function depose(records: Map<string, StateRecord>, old: StateRecord): void {
  const address = deposedAddress(old.address);
  records.set(address, { ...old, address, deposed: true });
}

export const deposedAddress = (address: string): string => `${address} (deposed)`;

function evaluateConfig(
  block: ManagedBlock,
  { names }: Instance,
  address: string,
  evaluation: Evaluation,
): ObjectValue {
  const problems = createProblems();
  const scope = createScope({ ...evaluation, names });
  const config = evaluateBody(block.body, block.schema, { scope, where: address, problems });
  problems.attempt(address, () => checkRules(block.lifecycle.preconditions, scope));
  if (problems.lines.length > 0) {
    throw new ExpressionError(
      problems.lines.map((line) => line.replace(`${address}: `, '')).join('; '),
    );
  }
  if (containsUnknown(config)) throw new ExpressionError('its configuration is still not known');
  return config;
}

/** The marks that came with the configuration; those of the schema need not be kept. */
function unmarkedBySchema(
  block: ManagedBlock,
  attributes: Attributes,
  config: ObjectValue,
): ObjectValue {
  return Object.fromEntries(
    Object.entries(config).filter(
      ([name]) => !block.schema.attributes[name]?.sensitive && Object.hasOwn(attributes, name),
    ),
  );
}
