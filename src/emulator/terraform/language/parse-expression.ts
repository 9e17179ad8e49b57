import {
  accept,
  type Cursor,
  expect,
  expectIdentifier,
  fail,
  next,
  peek,
  unexpected,
  withBound,
} from './cursor.ts';
import { type BinaryOperator, type Expression, splatItem } from './expression.ts';
import { heredocBody } from './heredoc.ts';
import { parseReference } from './parse-reference.ts';
import { parseTemplateParts } from './parse-template.ts';

/** Binding power of the operators, weakest first (Terraform's "Arithmetic and Logical Operators"). */
const precedence = new Map<string, number>([
  ['||', 1],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<', 4],
  ['<=', 4],
  ['>', 4],
  ['>=', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['%', 6],
]);

/** A whole JSON string: text with `${…}` and `%{…}`. Exactly one `${…}` keeps the type of its value. */
export function parseTemplate(source: string, bound: readonly string[] = []): Expression {
  const cursor: Cursor = { source, position: 0, bound };
  return parseTemplateParts(cursor, { kind: 'text' }, parseExpression);
}

/** A whole text that is an expression by itself, such as a type or a reference. */
export function parseWholeExpression(source: string, bound: readonly string[] = []): Expression {
  const cursor: Cursor = { source, position: 0, bound };
  const expression = parseExpression(cursor);
  if (peek(cursor).kind !== 'end') unexpected(cursor, 'expected the end of the expression');
  return expression;
}

export function parseExpression(cursor: Cursor): Expression {
  const condition = parseBinary(cursor, 1);
  if (!accept(cursor, '?')) return condition;
  const whenTrue = parseExpression(cursor);
  expect(cursor, ':');
  return { kind: 'conditional', condition, whenTrue, whenFalse: parseExpression(cursor) };
}

function parseBinary(cursor: Cursor, minimum: number): Expression {
  let left = parseUnary(cursor);
  for (;;) {
    const operator = peek(cursor);
    const power = operator.kind === 'punctuation' ? precedence.get(operator.text) : undefined;
    if (power === undefined || power < minimum) return left;
    next(cursor);
    const right = parseBinary(cursor, power + 1);
    left = { kind: 'binary', operator: operator.text as BinaryOperator, left, right };
  }
}

function parseUnary(cursor: Cursor): Expression {
  if (accept(cursor, '-')) return { kind: 'unary', operator: '-', operand: parseUnary(cursor) };
  if (accept(cursor, '!')) return { kind: 'unary', operator: '!', operand: parseUnary(cursor) };
  return parsePostfix(cursor, parsePrimary(cursor));
}

function parsePostfix(cursor: Cursor, start: Expression): Expression {
  let target = start;
  for (;;) {
    const step = parseStep(cursor, target);
    if (!step) return target;
    target = step;
  }
}

function parseStep(cursor: Cursor, target: Expression): Expression | undefined {
  const token = peek(cursor);
  if (token.kind !== 'punctuation') return undefined;
  if (token.text === '.') {
    next(cursor);
    return parseDot(cursor, target);
  }
  if (token.text !== '[') return undefined;
  next(cursor);
  if (accept(cursor, '*')) {
    expect(cursor, ']');
    return splat(target, parsePostfix(cursor, { kind: 'bound', name: splatItem }));
  }
  const index = parseExpression(cursor);
  expect(cursor, ']');
  return { kind: 'index', target, index };
}

function parseDot(cursor: Cursor, target: Expression): Expression {
  if (accept(cursor, '*')) {
    let each: Expression = { kind: 'bound', name: splatItem };
    // An attribute-only splat takes the attributes that follow; an index applies to its result.
    while (peek(cursor).text === '.') {
      next(cursor);
      each = { kind: 'attribute', target: each, name: expectIdentifier(cursor, 'an attribute') };
    }
    return splat(target, each);
  }
  const token = next(cursor);
  if (token.kind === 'identifier') return { kind: 'attribute', target, name: token.text };
  // `list.0`, and `list.0.1`, where the two indices look like one number.
  if (token.kind === 'number' && /^\d+(\.\d+)?$/.test(token.text)) {
    return token.text.split('.').reduce<Expression>((inner, digits) => {
      return { kind: 'index', target: inner, index: { kind: 'literal', value: Number(digits) } };
    }, target);
  }
  return fail(cursor.source, token.start, 'expected an attribute name after "."');
}

const splat = (target: Expression, each: Expression): Expression => ({
  kind: 'splat',
  target,
  each,
});

function parsePrimary(cursor: Cursor): Expression {
  const token = next(cursor);
  if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
  if (token.kind === 'identifier') return parseNamed(cursor, token.text, token.start);
  switch (token.text) {
    case '(': {
      const inner = parseExpression(cursor);
      expect(cursor, ')');
      return inner;
    }
    case '"':
      return parseTemplateParts(cursor, { kind: 'quoted' }, parseExpression);
    case '<<':
    case '<<-':
      return parseTemplate(heredocBody(cursor, token.text === '<<-'), cursor.bound);
    case '[':
      return parseList(cursor);
    case '{':
      return parseObject(cursor);
    default:
      cursor.position = token.start;
      return unexpected(cursor, 'expected an expression');
  }
}

const keywords = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function parseNamed(cursor: Cursor, name: string, start: number): Expression {
  const keyword = keywords.get(name);
  if (keyword !== undefined) return { kind: 'literal', value: keyword };
  if (accept(cursor, '(')) return parseCall(cursor, name);
  if (cursor.bound.includes(name)) return { kind: 'bound', name };
  return { kind: 'reference', reference: parseReference(cursor, name, start) };
}

function parseCall(cursor: Cursor, name: string): Expression {
  const args: Expression[] = [];
  let expand = false;
  while (!accept(cursor, ')')) {
    args.push(parseExpression(cursor));
    expand = accept(cursor, '...');
    if (expand || !accept(cursor, ',')) {
      expect(cursor, ')');
      break;
    }
  }
  return { kind: 'call', name, arguments: args, expand };
}

function parseList(cursor: Cursor): Expression {
  if (isFor(cursor)) return parseFor(cursor, ']');
  const elements: Expression[] = [];
  while (!accept(cursor, ']')) {
    elements.push(parseExpression(cursor));
    if (!accept(cursor, ',')) {
      expect(cursor, ']');
      break;
    }
  }
  return { kind: 'list', elements };
}

function parseObject(cursor: Cursor): Expression {
  if (isFor(cursor)) return parseFor(cursor, '}');
  const entries: (readonly [Expression, Expression])[] = [];
  while (!accept(cursor, '}')) {
    const key = parseKey(cursor);
    if (!accept(cursor, '=') && !accept(cursor, ':')) unexpected(cursor, 'expected "=" or ":"');
    entries.push([key, parseExpression(cursor)]);
    if (!accept(cursor, ',') && !peek(cursor).afterNewline) {
      expect(cursor, '}');
      break;
    }
  }
  return { kind: 'object', entries };
}

/** A bare name is text; anything else is an expression. */
function parseKey(cursor: Cursor): Expression {
  const start = cursor.position;
  const token = next(cursor);
  if (token.kind === 'identifier' && ['=', ':'].includes(peek(cursor).text)) {
    return { kind: 'literal', value: token.text };
  }
  cursor.position = start;
  return parseExpression(cursor);
}

function isFor(cursor: Cursor): boolean {
  const start = cursor.position;
  const found = accept(cursor, 'for') && peek(cursor).kind === 'identifier';
  if (!found) cursor.position = start;
  return found;
}

function parseFor(cursor: Cursor, close: ']' | '}'): Expression {
  const first = expectIdentifier(cursor, 'a variable name');
  const second = accept(cursor, ',') ? expectIdentifier(cursor, 'a variable name') : undefined;
  expect(cursor, 'in');
  const collection = parseExpression(cursor);
  expect(cursor, ':');
  const names = second === undefined ? [first] : [first, second];
  return withBound(cursor, names, (): Expression => {
    const head = parseExpression(cursor);
    const isObject = close === '}';
    if (isObject) expect(cursor, '=>');
    const value = isObject ? parseExpression(cursor) : head;
    const group = isObject && accept(cursor, '...');
    const condition = accept(cursor, 'if') ? parseExpression(cursor) : undefined;
    expect(cursor, close);
    return {
      kind: 'for',
      keyName: second === undefined ? undefined : first,
      valueName: second ?? first,
      collection,
      condition,
      key: isObject ? head : undefined,
      value,
      group,
      join: false,
    };
  });
}
