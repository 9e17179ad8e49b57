import type { TypeConstraint } from './language/type-constraint.ts';
import {
  attributeOf,
  containsSensitive,
  isList,
  isObject,
  isSet,
  isUnknown,
  mapObject,
  markIf,
  type ObjectValue,
  sensitive,
  type TfValue,
  unmark,
} from './language/value.ts';
import type { Attributes, AttributeSchema, BlockSchema, Schema, Value } from './provider.ts';
import { convertTo } from './language/type-constraint.ts';
import { ExpressionError } from './language/convert.ts';
import type { Path } from './configuration/configuration.ts';

export function attributeConstraint({ type, elements = 'any' }: AttributeSchema): TypeConstraint {
  if (type === 'list' || type === 'set' || type === 'map') {
    return { kind: type, element: { kind: elements } };
  }
  return { kind: type };
}

/** Attribute values as the language sees them: sets as sets, sensitive ones marked, none missing. */
export function fromAttributes(
  schema: Schema,
  attributes: Attributes,
  sensitivePaths: readonly Path[] = [],
): ObjectValue {
  const value = readBody(schema, attributes);
  return sensitivePaths.reduce<ObjectValue>(
    (marked, path) => mapAt(marked, path, sensitive) as ObjectValue,
    value,
  );
}

function readBody(schema: Schema, attributes: Attributes): ObjectValue {
  const values = Object.entries(schema.attributes).map(([name, attribute]): [string, TfValue] => {
    const value = readAttribute(attribute, attributeOf(attributes, name) ?? null);
    return [name, markIf(attribute.sensitive === true && value !== null, value)];
  });
  const blocks = Object.entries(schema.blocks ?? {}).map(([name, block]): [string, TfValue] => {
    return [name, readBlocks(block, attributeOf(attributes, name) ?? [])];
  });
  return Object.fromEntries([...values, ...blocks]);
}

/** What a provider gave is taken as it is when it does not fit its own schema. */
function readAttribute(attribute: AttributeSchema, value: TfValue): TfValue {
  try {
    return convertTo(attributeConstraint(attribute), value);
  } catch (error) {
    if (error instanceof ExpressionError) return value;
    throw error;
  }
}

function readBlocks(schema: BlockSchema, value: TfValue): TfValue {
  const blocks = isList(value) ? value : [value];
  return blocks.filter(isObject).map((block) => readBody(schema, block as Attributes));
}

/** Changes what stands at a path, if anything does. */
export function mapAt(
  marked: TfValue,
  [step, ...rest]: Path,
  change: (value: TfValue) => TfValue,
): TfValue {
  if (step === undefined) return change(marked);
  const [value, isMarked] = unmark(marked);
  if (isObject(value)) {
    return markIf(
      isMarked,
      mapObject(value, (item, name) => (name === String(step) ? mapAt(item, rest, change) : item)),
    );
  }
  if (!isList(value)) return marked;
  return markIf(
    isMarked,
    value.map((item, index) => (index === step ? mapAt(item, rest, change) : item)),
  );
}

/** Paths of all marks in a value. */
export function sensitivePathsOf(value: TfValue, path: Path = []): readonly Path[] {
  if (!containsSensitive(value)) return [];
  const [plain, isMarked] = unmark(value);
  if (isMarked || isSet(plain)) return [path];
  if (isList(plain)) return plain.flatMap((item, i) => sensitivePathsOf(item, [...path, i]));
  if (!isObject(plain)) return [];
  return Object.entries(plain).flatMap(([name, item]) => sensitivePathsOf(item, [...path, name]));
}

/** Plain JSON: sets become arrays sorted by their text. Throws when something is unknown. */
export function toJson(marked: TfValue): Value {
  const [value] = unmark(marked);
  if (isUnknown(value)) throw new ExpressionError('the value is not known');
  if (isList(value)) return value.map(toJson);
  if (isSet(value)) return value.elements.map(toJson).sort(byText);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toJson(item)]));
}

function byText(left: Value, right: Value): number {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * What a provider gets: what may be set, absent instead of null, in nested blocks too. Unknown values
 * are left out.
 */
export function toAttributes(schema: Schema, body: ObjectValue): Attributes {
  const settable = Object.entries(schema.attributes).filter(([, { readOnly }]) => !readOnly);
  const attributes = settable.flatMap(([name]): [string, Value][] => {
    const [value] = unmark(attributeOf(body, name) ?? null);
    return value === null || isUnknown(value) ? [] : [[name, toJson(value)]];
  });
  const blocks = Object.entries(schema.blocks ?? {}).map(([name, block]): [string, Value] => {
    const [value] = unmark(attributeOf(body, name) ?? []);
    const bodies = isList(value) ? value.map((item) => unmark(item)[0]).filter(isObject) : [];
    return [name, bodies.map((nested) => toAttributes(block, nested))];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}
