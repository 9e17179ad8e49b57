import {
  asBoolean,
  asElements,
  asNumber,
  asString,
  ExpressionError,
  unify,
  withoutLeak,
} from './convert.ts';
import { evaluateFor } from './evaluate-for.ts';
import { type Expression, type Reference, splatItem } from './expression.ts';
import { callFunction } from './functions/call.ts';
import type { FunctionContext } from './functions/define.ts';
import { operations } from './operators.ts';
import { accessAttribute, accessIndex } from './access.ts';
import {
  isList,
  isSet,
  isUnknown,
  markIf,
  type ObjectValue,
  type TfValue,
  unknown,
  unmark,
} from './value.ts';

/** What an expression sees. */
export interface Scope extends FunctionContext {
  /** Throws {@link ExpressionError} for what does not exist. */
  resolve(reference: Reference): TfValue;
  /** Variables of `for` and of dynamic blocks. */
  readonly bound: ObjectValue;
}

export const bind = (scope: Scope, names: ObjectValue): Scope => ({
  ...scope,
  bound: { ...scope.bound, ...names },
});

/** Pure: the same expression and scope give the same value. Throws {@link ExpressionError}. */
export function evaluate(expression: Expression, scope: Scope): TfValue {
  const run = (inner: Expression): TfValue => evaluate(inner, scope);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'reference':
      return scope.resolve(expression.reference);
    case 'bound':
      return scope.bound[expression.name] ?? null;
    case 'template':
      return concatenate(expression.parts.map(run));
    case 'attribute':
      return accessAttribute(run(expression.target), expression.name);
    case 'index':
      return accessIndex(run(expression.target), run(expression.index));
    case 'splat':
      return splat(run(expression.target), (item) =>
        evaluate(expression.each, bind(scope, { [splatItem]: item })),
      );
    case 'call':
      return callFunction(expression, run, scope);
    case 'unary':
      return unary(expression.operator, run(expression.operand));
    case 'binary':
      return binary(expression, run);
    case 'conditional':
      return conditional(expression, run);
    case 'list':
      return expression.elements.map(run);
    case 'object':
      return makeObject(expression.entries, run);
    case 'for':
      return evaluateFor(expression, run, (inner, names) => evaluate(inner, bind(scope, names)));
    default:
      throw expression satisfies never;
  }
}

type Run = (expression: Expression) => TfValue;

function concatenate(parts: readonly TfValue[]): TfValue {
  const plain = parts.map((part) => unmark(part));
  const marked = plain.some(([, isMarked]) => isMarked);
  if (plain.some(([value]) => isUnknown(value))) return markIf(marked, unknown);
  return markIf(marked, plain.map(([value]) => interpolated(value)).join(''));
}

function interpolated(value: TfValue): string {
  if (value === null) throw new ExpressionError('a null value cannot be part of a text');
  return asString(value);
}

function splat(marked: TfValue, each: (item: TfValue) => TfValue): TfValue {
  const [target, isMarked] = unmark(marked);
  if (isUnknown(target)) return markIf(isMarked, unknown);
  if (target === null) return [];
  const items = isList(target) || isSet(target) ? asElements(target) : [target];
  return markIf(isMarked, items.map(each));
}

function unary(operator: '-' | '!', marked: TfValue): TfValue {
  const [operand, isMarked] = unmark(marked);
  if (isUnknown(operand)) return markIf(isMarked, unknown);
  const compute = (): TfValue => (operator === '-' ? -asNumber(operand) : !asBoolean(operand));
  return markIf(isMarked, withoutLeak(isMarked, compute));
}

function binary(expression: Expression & { kind: 'binary' }, run: Run): TfValue {
  const [left, leftMarked] = unmark(run(expression.left));
  const [right, rightMarked] = unmark(run(expression.right));
  try {
    const marked = leftMarked || rightMarked;
    const compute = (): TfValue => operations[expression.operator](left, right);
    return markIf(marked, withoutLeak(marked, compute));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new ExpressionError(`operator "${expression.operator}": ${error.message}`);
  }
}

/** Both results get one type, as far as they are primitive: `true ? 1 : "a"` is `"1"`. */
function conditional(expression: Expression & { kind: 'conditional' }, run: Run): TfValue {
  const [condition, isMarked] = unmark(run(expression.condition));
  if (isUnknown(condition)) return markIf(isMarked, unknown);
  if (condition === null) throw new ExpressionError('the condition of "? :" is null');
  const chosen = withoutLeak(isMarked, () => asBoolean(condition));
  const [value, valueMarked] = unmark(run(chosen ? expression.whenTrue : expression.whenFalse));
  const other = typeOnly(chosen ? expression.whenFalse : expression.whenTrue, run);
  return markIf(isMarked || valueMarked, unify([value, other])[0] ?? null);
}

/** The branch that was not chosen counts only for its type; it may well not be evaluable. */
function typeOnly(expression: Expression, run: Run): TfValue {
  try {
    return unmark(run(expression))[0];
  } catch (error) {
    if (error instanceof ExpressionError) return null;
    throw error;
  }
}

function makeObject(entries: readonly (readonly [Expression, Expression])[], run: Run): TfValue {
  const evaluated = entries.map(([key, value]) => [unmark(run(key)), run(value)] as const);
  const marked = evaluated.some(([[, isMarked]]) => isMarked);
  if (evaluated.some(([[key]]) => isUnknown(key))) return markIf(marked, unknown);
  const object = Object.fromEntries(evaluated.map(([[key], value]) => [asString(key), value]));
  return markIf(marked, object);
}
