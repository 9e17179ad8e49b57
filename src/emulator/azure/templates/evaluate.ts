import { templateError } from './error.ts';
import { functions } from './functions.ts';
import type { Expression } from './parse.ts';
import { parseExpression } from './parse.ts';
import type { Scope } from './scope.ts';

/** A value with every expression in it worked out. */
export function evaluate(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return evaluateText(value, scope);
  if (Array.isArray(value)) return value.map((part) => evaluate(part, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, evaluate(part, scope)]),
  );
}

/** Names and ids that `reference` is called with: what has to be there before this value. */
export function referencesIn(value: unknown, scope: Scope): readonly string[] {
  if (typeof value === 'string') {
    const expression = parseExpression(value);
    return expression ? referencesOf(expression, scope) : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((part) => referencesIn(part, scope));
}

function referencesOf(expression: Expression, scope: Scope): readonly string[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'member':
      return [expression.of, expression.key].flatMap((part) => referencesOf(part, scope));
    case 'call': {
      const { name, args } = expression;
      const inner = args.flatMap((arg) => referencesOf(arg, scope));
      const [first] = args;
      if (name.toLowerCase() !== 'reference' || !first) return inner;
      return [...inner, String(run(first, scope))];
    }
    default:
      return expression satisfies never;
  }
}

function evaluateText(text: string, scope: Scope): unknown {
  const expression = parseExpression(text);
  if (expression) return run(expression, scope);
  // A second bracket escapes the first.
  return text.startsWith('[[') ? text.slice(1) : text;
}

function run(expression: Expression, scope: Scope): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'member':
      return member(run(expression.of, scope), run(expression.key, scope));
    case 'call': {
      const { name, args } = expression;
      const called = functions.get(name.toLowerCase());
      if (!called) {
        throw templateError(`The local cloud does not evaluate the template function '${name}'`);
      }
      return called(
        args.map((arg) => run(arg, scope)),
        scope,
      );
    }
    default:
      return expression satisfies never;
  }
}

/** Names of properties are compared without regard to case. */
function member(of: unknown, key: unknown): unknown {
  const entries = typeof of === 'object' && of !== null ? Object.entries(of) : [];
  const wanted = String(key).toLowerCase();
  const found = entries.find(([name]) => name.toLowerCase() === wanted);
  if (found) return found[1];
  const there = entries.map(([name]) => name).join(', ');
  throw templateError(
    `The language expression property '${String(key)}' doesn't exist, available properties are '${there}'`,
  );
}
