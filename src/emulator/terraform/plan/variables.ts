import type { VariableBlock } from '../configuration/configuration.ts';
import { literal } from '../configuration/json.ts';
import { type Problems, knownNames } from '../configuration/problems.ts';
import { ExpressionError, withoutLeak } from '../language/convert.ts';
import { evaluate } from '../language/evaluate.ts';
import { parseWholeExpression } from '../language/parse-expression.ts';
import { constant, convertTo } from '../language/type-constraint.ts';
import { markIf, type TfValue } from '../language/value.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** Names that were given but are declared nowhere are problems. */
export function checkVariableNames(
  given: Variables,
  declared: ReadonlyMap<string, VariableBlock>,
  problems: Problems,
): void {
  const known = [...declared.values()].map(({ name }) => name);
  for (const name of Object.keys(given).filter((name) => !known.includes(name))) {
    problems.add(
      `var.${name}`,
      `a value was given, but there is no such variable${knownNames(name, known)}`,
    );
  }
}

/** The value given, or the default, as the variable's type. Throws {@link ExpressionError}. */
export function variableValue(variable: VariableBlock, given: Variables): TfValue {
  const { name, type, nullable } = variable;
  const isGiven = Object.hasOwn(given, name) && given[name] !== undefined;
  const read = (): TfValue => convertTo(type, readGiven(variable, given[name]));
  const value = isGiven ? withoutLeak(variable.sensitive, read) : variable.default;
  if (value === undefined) throw new ExpressionError('a value is required, and none was given');
  const result = value === null && !nullable ? variable.default : value;
  if (result === null && !nullable) throw new ExpressionError('the value must not be null');
  return markIf(variable.sensitive, result ?? null);
}

/** For a type that is no primitive, a text is an expression, as on Terraform's command line. */
function readGiven({ type }: VariableBlock, given: unknown): TfValue {
  const isCollection = !['string', 'number', 'bool', 'any'].includes(type.kind);
  if (!isCollection || typeof given !== 'string') return literal(given);
  return evaluate(parseWholeExpression(given), constant);
}
