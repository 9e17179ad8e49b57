import { checkCount } from '../configuration/body.ts';
import type { Body, NestedBlock } from '../configuration/configuration.ts';
import type { Problems } from '../configuration/problems.ts';
import { asElements, ExpressionError } from '../language/convert.ts';
import { bind, evaluate, type Scope } from '../language/evaluate.ts';
import { convertTo } from '../language/type-constraint.ts';
import {
  isObject,
  isSet,
  isUnknown,
  markIf,
  type ObjectValue,
  type TfValue,
  unknown,
  unmark,
} from '../language/value.ts';
import type { AttributeSchema, BlockSchema, Schema } from '../provider.ts';
import { attributeConstraint } from '../schema.ts';

interface Place {
  readonly scope: Scope;
  /** Address, then the path of nested blocks. */
  readonly where: string;
  readonly problems: Problems;
}

/** Evaluates a block's arguments to all attributes and blocks of its schema; what is not set is null. */
export function evaluateBody(body: Body, schema: Schema, place: Place): ObjectValue {
  const attributes = Object.entries(schema.attributes).map(([name, attribute]) => {
    const expression = body.attributes.get(name);
    const where = `${place.where}: ${name}`;
    const value =
      expression &&
      place.problems.attempt(where, () => argument(attribute, evaluate(expression, place.scope)));
    return [name, value ?? null];
  });
  const blocks = Object.entries(schema.blocks ?? {}).map(([name, block]) => {
    const nested = body.blocks.filter((candidate) => candidate.name === name);
    return [name, evaluateBlocks(name, nested, block, place)];
  });
  return Object.fromEntries([...attributes, ...blocks]) as ObjectValue;
}

function argument(attribute: AttributeSchema, value: TfValue): TfValue {
  const converted = convertTo(attributeConstraint(attribute), value);
  if (attribute.required && unmark(converted)[0] === null) {
    throw new ExpressionError('a value is required, but this is null');
  }
  return converted;
}

/** An array of bodies; unknown when their number is. */
function evaluateBlocks(
  name: string,
  nested: readonly NestedBlock[],
  schema: BlockSchema,
  place: Place,
): TfValue {
  const { problems, where } = place;
  const lists = nested.map((block, index): TfValue => {
    const path = `${where}: ${name}${nested.length > 1 ? `[${index}]` : ''}`;
    if (block.kind === 'static') {
      return [evaluateBody(block.body, schema, { ...place, where: path })];
    }
    return problems.attempt(path, () => evaluateDynamic(block, schema, place, path)) ?? [];
  });
  const plain = lists.map((list) => unmark(list));
  const marked = plain.some(([, isMarked]) => isMarked);
  if (plain.some(([list]) => isUnknown(list))) return markIf(marked, unknown);
  const bodies = plain.flatMap(([list]) => asElements(list));
  const isDynamic = nested.some(({ kind }) => kind === 'dynamic');
  if (isDynamic) problems.attempt(where, () => checkCount(name, schema, bodies.length));
  return markIf(marked, bodies);
}

function evaluateDynamic(
  block: NestedBlock & { kind: 'dynamic' },
  schema: BlockSchema,
  place: Place,
  where: string,
): TfValue {
  const [collection, marked] = unmark(evaluate(block.forEach, place.scope));
  if (isUnknown(collection)) return markIf(marked, unknown);
  const bodies = iterations(collection).map(([key, value]) => {
    const scope = bind(place.scope, { [block.iterator]: { key, value } });
    return evaluateBody(block.content, schema, { ...place, scope, where });
  });
  return markIf(marked, bodies);
}

function iterations(collection: TfValue): readonly (readonly [TfValue, TfValue])[] {
  if (isObject(collection)) {
    return Object.keys(collection)
      .sort()
      .map((name) => [name, collection[name] ?? null]);
  }
  const elements = asElements(collection);
  return elements.map((value, index) => [isSet(collection) ? value : index, value]);
}
