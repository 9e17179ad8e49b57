import {
  asBoolean,
  asElements,
  asNumber,
  asString,
  ExpressionError,
  withoutLeak,
} from './convert.ts';
import {
  accept,
  createCursor,
  type Cursor,
  expect,
  expectIdentifier,
  fail,
  next,
  peek,
} from './cursor.ts';
import { evaluate, type Scope } from './evaluate.ts';
import { parseExpression } from './parse-expression.ts';
import {
  attributeOf,
  containsUnknown,
  describeType,
  isList,
  isObject,
  isSensitive,
  isSet,
  isUnknown,
  makeSet,
  sensitive,
  type TfValue,
  unknown,
} from './value.ts';

/** What a variable's `type` demands. */
export type TypeConstraint =
  | { readonly kind: 'string' | 'number' | 'bool' | 'any' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: TypeConstraint }
  | { readonly kind: 'tuple'; readonly elements: readonly TypeConstraint[] }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, ObjectAttribute> };

interface ObjectAttribute {
  readonly type: TypeConstraint;
  readonly optional: boolean;
  readonly default: TfValue;
}

/** `list(object({ name = string, size = optional(number, 2) }))` */
export function parseTypeConstraint(source: string): TypeConstraint {
  const cursor = createCursor(source.replace(/^\$\{([^]*)\}$/, '$1'));
  const type = parseType(cursor);
  if (peek(cursor).kind !== 'end') fail(source, peek(cursor).start, 'expected the end of the type');
  return type;
}

function parseType(cursor: Cursor): TypeConstraint {
  const { start } = peek(cursor);
  const name = expectIdentifier(cursor, 'a type');
  switch (name) {
    case 'string':
    case 'number':
    case 'bool':
    case 'any':
      return { kind: name };
    case 'list':
    case 'set':
    case 'map':
      return { kind: name, element: accept(cursor, '(') ? closed(cursor) : { kind: 'any' } };
    case 'tuple':
      return { kind: 'tuple', elements: parseTuple(cursor) };
    case 'object':
      return { kind: 'object', attributes: parseObject(cursor) };
    default:
      return fail(cursor.source, start, `unknown type "${name}"`);
  }
}

function closed(cursor: Cursor): TypeConstraint {
  const type = parseType(cursor);
  expect(cursor, ')');
  return type;
}

function parseTuple(cursor: Cursor): readonly TypeConstraint[] {
  const elements: TypeConstraint[] = [];
  expect(cursor, '(');
  expect(cursor, '[');
  while (!accept(cursor, ']')) {
    elements.push(parseType(cursor));
    accept(cursor, ',');
  }
  expect(cursor, ')');
  return elements;
}

function parseObject(cursor: Cursor): ReadonlyMap<string, ObjectAttribute> {
  const attributes = new Map<string, ObjectAttribute>();
  expect(cursor, '(');
  expect(cursor, '{');
  while (!accept(cursor, '}')) {
    const name = accept(cursor, '"') ? quoted(cursor) : expectIdentifier(cursor, 'a name');
    if (!accept(cursor, ':')) expect(cursor, '=');
    attributes.set(name, parseAttribute(cursor));
    accept(cursor, ',');
  }
  expect(cursor, ')');
  return attributes;
}

function quoted(cursor: Cursor): string {
  const name = next(cursor).text;
  expect(cursor, '"');
  return name;
}

function parseAttribute(cursor: Cursor): ObjectAttribute {
  if (!accept(cursor, 'optional')) {
    return { type: parseType(cursor), optional: false, default: null };
  }
  expect(cursor, '(');
  const type = parseType(cursor);
  const fallback = accept(cursor, ',') ? evaluate(parseExpression(cursor), constant) : null;
  expect(cursor, ')');
  return { type, optional: true, default: convertTo(type, fallback) };
}

/** A scope in which nothing can be referred to. */
export const constant: Scope = {
  timestamp: undefined,
  bound: {},
  resolve: ({ address }) => {
    throw new ExpressionError(`a reference (${address}) is not allowed here`);
  },
};

/** Converts a value, or throws {@link ExpressionError} that names the place inside of it. */
export function convertTo(type: TypeConstraint, value: TfValue): TfValue {
  if (isSensitive(value)) {
    return sensitive(withoutLeak(true, () => convertTo(type, value.value)));
  }
  if (value === null || isUnknown(value)) return value;
  switch (type.kind) {
    case 'any':
      return value;
    case 'string':
      return asString(value);
    case 'number':
      return asNumber(value);
    case 'bool':
      return asBoolean(value);
    case 'list':
      return asElements(value).map((item, index) => inside(`[${index}]`, type.element, item));
    case 'set': {
      const elements = asElements(value).map((item) => inside('[…]', type.element, item));
      return elements.some(containsUnknown) ? unknown : makeSet(elements);
    }
    case 'map':
      return convertMap(type.element, value);
    case 'tuple':
      return convertTuple(type.elements, value);
    case 'object':
      return convertObject(type.attributes, value);
    default:
      throw type satisfies never;
  }
}

function inside(place: string, type: TypeConstraint, value: TfValue): TfValue {
  try {
    return convertTo(type, value);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new ExpressionError(`${place}: ${error.message}`);
  }
}

function convertMap(element: TypeConstraint, value: TfValue): TfValue {
  if (!isObject(value)) {
    throw new ExpressionError(`a map is required, but this is ${describeType(value)}`);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, inside(`["${name}"]`, element, item)]),
  );
}

function convertTuple(types: readonly TypeConstraint[], value: TfValue): TfValue {
  const elements = isList(value) || isSet(value) ? asElements(value) : undefined;
  if (elements?.length !== types.length) {
    throw new ExpressionError(`a list of ${types.length} elements is required`);
  }
  return types.map((type, index) => inside(`[${index}]`, type, elements[index] ?? null));
}

function convertObject(attributes: ReadonlyMap<string, ObjectAttribute>, value: TfValue): TfValue {
  if (!isObject(value)) {
    throw new ExpressionError(`an object is required, but this is ${describeType(value)}`);
  }
  return Object.fromEntries(
    [...attributes].map(([name, attribute]) => {
      const given = attributeOf(value, name);
      if (given === undefined && !attribute.optional) {
        throw new ExpressionError(`the attribute "${name}" is required`);
      }
      return [name, inside(`.${name}`, attribute.type, given ?? attribute.default)];
    }),
  );
}
