import { ExpressionError } from '../language/convert.ts';
import { type Expression, referencesOf } from '../language/expression.ts';
import { evaluate } from '../language/evaluate.ts';
import { constant, convertTo } from '../language/type-constraint.ts';
import type { BlockSchema, Schema } from '../provider.ts';
import { attributeConstraint } from '../schema.ts';
import type { Body, NestedBlock } from './configuration.ts';
import { blockBodies, isJsonObject, type JsonObject, members, toExpression } from './json.ts';
import { knownNames, type Problems } from './problems.ts';

interface Context {
  /** Address, then the path of nested blocks. */
  readonly where: string;
  readonly bound: readonly string[];
  readonly problems: Problems;
}

/** Reads a block's arguments and checks them against its schema as far as they are constant. */
export function parseBody(json: JsonObject, schema: Schema, context: Context): Body {
  const attributes = new Map<string, Expression>();
  const blocks: NestedBlock[] = [];
  for (const [name, value] of members(json)) {
    const block = blockSchema(schema, name);
    if (name === 'dynamic') blocks.push(...parseDynamics(value, schema, context));
    else if (block) blocks.push(...parseBlocks(name, value, block, context));
    else {
      const expression = parseAttribute(name, value, schema, context);
      if (expression) attributes.set(name, expression);
    }
  }
  checkRequired(attributes, json, schema, context);
  checkCounts(blocks, schema, context);
  return { attributes, blocks };
}

const blockSchema = (schema: Schema, name: string): BlockSchema | undefined =>
  schema.blocks && Object.hasOwn(schema.blocks, name) ? schema.blocks[name] : undefined;

function parseAttribute(
  name: string,
  json: unknown,
  schema: Schema,
  { where, bound, problems }: Context,
): Expression | undefined {
  const place = `${where}: ${name}`;
  const attribute = Object.hasOwn(schema.attributes, name) ? schema.attributes[name] : undefined;
  if (!attribute) {
    const known = [...settable(schema), ...Object.keys(schema.blocks ?? {})];
    problems.add(where, `unknown argument "${name}"${knownNames(name, known)}`);
    return undefined;
  }
  if (attribute.readOnly) {
    problems.add(place, 'cannot be set: the provider decides it');
    return undefined;
  }
  return problems.attempt(place, () => {
    const expression = toExpression(json, bound);
    if (isConstant(expression, bound)) {
      convertTo(attributeConstraint(attribute), evaluate(expression, constant));
    }
    return expression;
  });
}

/** Without references; what depends on an iterator is checked when it is evaluated. */
const isConstant = (expression: Expression, bound: readonly string[]): boolean =>
  bound.length === 0 && referencesOf(expression).length === 0;

const settable = (schema: Schema): readonly string[] =>
  Object.entries(schema.attributes)
    .filter(([, attribute]) => !attribute.readOnly)
    .map(([name]) => name);

function parseBlocks(
  name: string,
  json: unknown,
  schema: BlockSchema,
  context: Context,
): readonly NestedBlock[] {
  const bodies = blockBodies(json);
  if (!bodies) {
    context.problems.add(
      `${context.where}: ${name}`,
      'must be a block: an object or an array of them',
    );
    return [];
  }
  return bodies.map((body, index) => {
    const where = `${context.where}: ${name}${bodies.length > 1 ? `[${index}]` : ''}`;
    return { kind: 'static', name, body: parseBody(body, schema, { ...context, where }) };
  });
}

const dynamicArguments = ['for_each', 'iterator', 'labels', 'content'];

/** `"dynamic": { "<block>": { "for_each": …, "iterator": …, "content": { … } } }` */
function parseDynamics(json: unknown, schema: Schema, context: Context): readonly NestedBlock[] {
  const byName = (blockBodies(json) ?? []).flatMap(members);
  return byName.flatMap(([name, value]) => {
    const where = `${context.where}: dynamic "${name}"`;
    const block = blockSchema(schema, name);
    const bodies = blockBodies(value);
    if (!block || !bodies) {
      const known = Object.keys(schema.blocks ?? {});
      const message = block ? 'must be an object' : `unknown block${knownNames(name, known)}`;
      context.problems.add(where, message);
      return [];
    }
    return bodies.flatMap((body) => parseDynamic(name, body, block, { ...context, where }) ?? []);
  });
}

function parseDynamic(
  name: string,
  json: JsonObject,
  schema: BlockSchema,
  context: Context,
): NestedBlock | undefined {
  const { problems, where, bound } = context;
  for (const [argument] of members(json)) {
    if (dynamicArguments.includes(argument)) continue;
    problems.add(where, `unknown argument "${argument}"${knownNames(argument, dynamicArguments)}`);
  }
  const content = blockBodies(json['content'])?.[0];
  if (json['for_each'] === undefined || !isJsonObject(content)) {
    problems.add(where, 'needs "for_each" and "content"');
    return undefined;
  }
  const iterator = typeof json['iterator'] === 'string' ? json['iterator'] : name;
  const forEach = problems.attempt(where, () => toExpression(json['for_each'], bound));
  const inner = { ...context, bound: [...bound, iterator] };
  const body = parseBody(content, schema, inner);
  return forEach && { kind: 'dynamic', name, forEach, iterator, content: body };
}

function checkRequired(
  attributes: ReadonlyMap<string, Expression>,
  json: JsonObject,
  schema: Schema,
  { where, problems }: Context,
): void {
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    const isGiven = attributes.has(name) || (json[name] !== undefined && json[name] !== null);
    if (attribute.required && !isGiven) problems.add(where, `the argument "${name}" is required`);
  }
}

function checkCounts(blocks: readonly NestedBlock[], schema: Schema, context: Context): void {
  for (const [name, block] of Object.entries(schema.blocks ?? {})) {
    const same = blocks.filter((nested) => nested.name === name);
    const isDynamic = same.some(({ kind }) => kind === 'dynamic');
    if (isDynamic) continue;
    context.problems.attempt(context.where, () => checkCount(name, block, same.length));
  }
}

/** Throws {@link ExpressionError} when there are too few or too many blocks. */
export function checkCount(name: string, { min = 0, max }: BlockSchema, count: number): void {
  if (count < min) {
    throw new ExpressionError(`at least ${min} "${name}" block is required, there are ${count}`);
  }
  if (max !== undefined && count > max) {
    throw new ExpressionError(`at most ${max} "${name}" block is allowed, there are ${count}`);
  }
}
