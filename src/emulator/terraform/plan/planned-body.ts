import {
  attributeOf,
  isList,
  isObject,
  isUnknown,
  markIf,
  type ObjectValue,
  type TfValue,
  unknown,
  unmark,
} from '../language/value.ts';
import type { AttributeSchema, BlockSchema, Schema } from '../provider.ts';
import { differences } from './diff.ts';

/**
 * What a resource will be: the configuration, completed by defaults and, for what the provider
 * decides, by what there is already. A new one's computed attributes are not known until apply.
 */
export function plannedBody(
  schema: Schema,
  config: ObjectValue,
  prior: ObjectValue | undefined,
): ObjectValue {
  const attributes = Object.entries(schema.attributes).map(([name, attribute]) => [
    name,
    plannedAttribute(attribute, attributeOf(config, name) ?? null, prior && valueAt(prior, name)),
  ]);
  const blocks = Object.entries(schema.blocks ?? {}).map(([name, block]) => [
    name,
    plannedBlocks(block, attributeOf(config, name) ?? [], prior && valueAt(prior, name)),
  ]);
  const body = Object.fromEntries([...attributes, ...blocks]) as ObjectValue;
  return prior ? followed(schema, config, prior, body) : body;
}

const valueAt = (body: ObjectValue, name: string): TfValue => attributeOf(body, name) ?? null;

const isComputed = ({ computed, readOnly }: AttributeSchema): boolean =>
  computed === true || readOnly === true;

function plannedAttribute(
  attribute: AttributeSchema,
  config: TfValue,
  prior: TfValue | undefined,
): TfValue {
  if (unmark(config)[0] !== null) return markIf(attribute.sensitive === true, config);
  if (attribute.default !== undefined) return attribute.default;
  if (!isComputed(attribute)) return config;
  return markIf(attribute.sensitive === true, prior ?? (prior === null ? null : unknown));
}

function plannedBlocks(
  schema: BlockSchema,
  marked: TfValue,
  priorBlocks: TfValue | undefined,
): TfValue {
  const [config, isMarked] = unmark(marked);
  if (isUnknown(config) || !isList(config)) return marked;
  if (config.length === 0 && schema.computed) return priorBlocks ?? unknown;
  const old = priorBlocks === undefined ? [] : unmark(priorBlocks)[0];
  const priors = isList(old) ? old.map((item) => unmark(item)[0]).filter(isObject) : [];
  const rest = [...priors];
  return markIf(
    isMarked,
    config.map((item, index) => {
      const [body, bodyMarked] = unmark(item);
      if (!isObject(body)) return item;
      const prior = schema.unordered ? takeSame(schema, body, rest) : priors[index];
      return markIf(bodyMarked, plannedBody(schema, body, prior));
    }),
  );
}

/** Takes the old block of a set that this one is, if there is one. */
function takeSame(
  schema: BlockSchema,
  config: ObjectValue,
  rest: ObjectValue[],
): ObjectValue | undefined {
  const found = rest.findIndex(
    (old) => differences(schema, old, plannedBody(schema, config, old)).length === 0,
  );
  return found < 0 ? undefined : rest.splice(found, 1)[0];
}

/** Computed attributes become unknown when something they follow changes. */
function followed(
  schema: Schema,
  config: ObjectValue,
  prior: ObjectValue,
  planned: ObjectValue,
): ObjectValue {
  const changed = new Set(
    differences(schema, prior, planned).map(({ path }) => path.split(/[.[]/, 1)[0]),
  );
  const entries = Object.entries(planned).map(([name, value]): [string, TfValue] => {
    const attribute = schema.attributes[name];
    const isSet = unmark(attributeOf(config, name) ?? null)[0] !== null;
    const isStale = !isSet && attribute?.follows?.some((source) => changed.has(source));
    return [name, isStale ? markIf(attribute?.sensitive === true, unknown) : value];
  });
  return Object.fromEntries(entries);
}
