import type { ManagedBlock, Path } from '../configuration/configuration.ts';
import type { PlannedChange } from '../engine.ts';
import {
  attributeOf,
  isList,
  isObject,
  isUnknown,
  type ObjectValue,
  type TfValue,
  unmark,
} from '../language/value.ts';
import type { Schema } from '../provider.ts';
import { fromAttributes, mapAt } from '../schema.ts';
import type { InstanceKey, StateRecord } from '../state.ts';
import { type Difference, differences } from './diff.ts';
import { plannedBody } from './planned-body.ts';

export interface PlannedInstance {
  readonly address: string;
  readonly block: ManagedBlock;
  readonly key: InstanceKey;
  readonly action: PlannedChange['action'] | 'none';
  readonly differences: readonly Difference[];
  /** What it will be, as far as that is known. */
  readonly planned: ObjectValue;
}

interface Parameters {
  readonly address: string;
  readonly block: ManagedBlock;
  readonly key: InstanceKey;
  /** All attributes of the schema, evaluated. */
  readonly config: ObjectValue;
  readonly record: StateRecord | undefined;
  /** Something in `replace_triggered_by` changes. */
  readonly isTriggered: boolean;
}

export function planInstance(parameters: Parameters): PlannedInstance {
  const { address, block, key, config, record, isTriggered } = parameters;
  const { schema } = block;
  const base = { address, block, key };
  if (!record) {
    const planned = plannedBody(schema, config, undefined);
    const changes = differences(schema, undefined, configured(schema, config, planned));
    return { ...base, action: 'create', differences: withoutForce(changes), planned };
  }
  const prior = fromAttributes(schema, record.attributes, record.sensitivePaths);
  const wanted = withIgnored(block, config, prior);
  const planned = plannedBody(schema, wanted, prior);
  const changes = differences(schema, prior, planned);
  if (isTriggered || changes.some(({ forcesReplacement }) => forcesReplacement)) {
    return {
      ...base,
      action: 'replace',
      differences: changes,
      planned: plannedBody(schema, wanted, undefined),
    };
  }
  const action = changes.length > 0 ? 'update' : 'none';
  return { ...base, action, differences: changes, planned: action === 'none' ? prior : planned };
}

/** Creating shows what is set; that the rest is not known yet goes without saying. */
function configured(schema: Schema, config: ObjectValue, planned: ObjectValue): ObjectValue {
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]): [string, TfValue] => {
      const block = schema.blocks?.[name];
      const [own] = unmark(attributeOf(config, name) ?? null);
      if (!block) return [name, own === null && isUnknown(unmark(value)[0]) ? null : value];
      const [bodies] = unmark(value);
      if (!isList(own) || !isList(bodies)) return [name, isUnknown(own) ? own : []];
      return [
        name,
        bodies.map((body, index) => {
          const [plain, source] = [unmark(body)[0], unmark(own[index] ?? null)[0]];
          return isObject(plain) && isObject(source) ? configured(block, source, plain) : body;
        }),
      ];
    }),
  );
}

const withoutForce = (changes: readonly Difference[]): readonly Difference[] =>
  changes.map((change) => ({ ...change, forcesReplacement: false }));

/** `ignore_changes`: what is there counts as configured. */
export function withIgnored(
  { lifecycle, schema }: ManagedBlock,
  config: ObjectValue,
  prior: ObjectValue,
): ObjectValue {
  const { ignoreChanges } = lifecycle;
  if (ignoreChanges === 'all') {
    return Object.fromEntries(
      Object.entries(prior).map(([name, value]) => [
        name,
        schema.attributes[name]?.readOnly ? null : value,
      ]),
    );
  }
  return ignoreChanges.reduce<ObjectValue>((result, path) => keepAt(result, prior, path), config);
}

function keepAt(config: ObjectValue, prior: ObjectValue, path: Path): ObjectValue {
  const old = path.reduce<TfValue>((value, step) => stepInto(value, step), prior);
  const [parentPath, last] = [path.slice(0, -1), path.at(-1)];
  return mapAt(config, parentPath, (parent) => {
    const [value] = unmark(parent);
    // A key of a map that only the state has comes back; one that only the configuration has goes.
    if (isObject(value) && typeof last === 'string') {
      const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== last));
      return old === null && parentPath.length > 0 ? rest : { ...rest, [last]: old };
    }
    if (isList(value)) return value.map((item, index) => (index === last ? old : item));
    return parent;
  }) as ObjectValue;
}

function stepInto(marked: TfValue, step: string | number): TfValue {
  const [value] = unmark(marked);
  if (isObject(value)) return attributeOf(value, String(step)) ?? null;
  if (isList(value) && typeof step === 'number') return value[step] ?? null;
  return null;
}
