import { ExpressionError } from '../language/convert.ts';
import type { Expression } from '../language/expression.ts';
import { parseTemplate } from '../language/parse-expression.ts';
import type { TfValue } from '../language/value.ts';
import type { Problems } from './problems.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members of a block's body: without the comment `//`, and without what is null. */
export const members = (body: JsonObject): readonly (readonly [string, unknown])[] =>
  Object.entries(body).filter(([name, value]) => name !== '//' && value !== null);

/** A block may be written as an object or as an array of them (Terraform's JSON syntax). */
export function blockBodies(value: unknown): readonly JsonObject[] | undefined {
  const bodies = (Array.isArray(value) ? value : [value]).filter((body) => body !== null);
  return bodies.every(isJsonObject) ? bodies : undefined;
}

/** Blocks with one label: name and body of each. */
export function labelled(
  where: string,
  value: unknown,
  problems: Problems,
): readonly (readonly [string, JsonObject])[] {
  const bodies = blockBodies(value);
  if (!bodies) problems.add(where, 'must be an object, or an array of objects');
  return (bodies ?? []).flatMap(members).flatMap(([label, inner]) => {
    const blocks = blockBodies(inner);
    if (!blocks) problems.add(`${where}.${label}`, 'must be an object');
    return (blocks ?? []).map((body) => [label, body] as const);
  });
}

/** JSON in the place of an expression: every string, keys too, is a template. */
export function toExpression(json: unknown, bound: readonly string[] = []): Expression {
  if (typeof json === 'string') return parseTemplate(json, bound);
  if (Array.isArray(json)) {
    return { kind: 'list', elements: json.map((item) => toExpression(item, bound)) };
  }
  if (isJsonObject(json)) {
    const entries = Object.entries(json).map(
      ([key, value]) => [parseTemplate(key, bound), toExpression(value, bound)] as const,
    );
    return { kind: 'object', entries };
  }
  return { kind: 'literal', value: literal(json) };
}

/** JSON as it stands, for places where Terraform evaluates nothing. */
export function literal(json: unknown): TfValue {
  if (json === null || json === undefined) return null;
  if (typeof json === 'string' || typeof json === 'boolean') return json;
  if (typeof json === 'number') return json;
  if (Array.isArray(json)) return json.map(literal);
  if (!isJsonObject(json)) throw new ExpressionError(`this is no JSON: ${typeof json}`);
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, literal(value)]));
}
