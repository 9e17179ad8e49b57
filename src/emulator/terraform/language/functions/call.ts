import { asElements, ExpressionError, withoutLeak } from '../convert.ts';
import type { Expression } from '../expression.ts';
import { suggest } from '../../suggest.ts';
import {
  containsSensitive,
  containsUnknown,
  isUnknown,
  markIf,
  type TfValue,
  unknown,
  unmark,
  unmarkDeep,
} from '../value.ts';
import { collectionFunctions } from './collection.ts';
import { shapingFunctions } from './shaping.ts';
import type { FunctionContext, FunctionTable, TerraformFunction } from './define.ts';
import { encodingFunctions } from './encoding.ts';
import { hashFunctions } from './hash.ts';
import { networkFunctions } from './network.ts';
import { numericFunctions } from './numeric.ts';
import { stringFunctions } from './string.ts';
import { typeFunctions } from './type.ts';

const functions: FunctionTable = {
  ...stringFunctions,
  ...collectionFunctions,
  ...shapingFunctions,
  ...numericFunctions,
  ...encodingFunctions,
  ...hashFunctions,
  ...networkFunctions,
  ...typeFunctions,
};

/** These see their arguments unevaluated, because an argument may fail. */
const lazy = ['try', 'can'];

export const functionNames: readonly string[] = [...Object.keys(functions), ...lazy].sort();

type Call = Expression & { kind: 'call' };
type Run = (expression: Expression) => TfValue;

export function callFunction(call: Call, run: Run, context: FunctionContext): TfValue {
  if (call.name === 'try') return firstThatWorks(call, run);
  if (call.name === 'can') return can(call, run);
  const target = Object.hasOwn(functions, call.name) ? functions[call.name] : undefined;
  if (!target) throw new ExpressionError(unknownFunction(call.name));
  const values = call.arguments.map(run);
  const last = call.expand ? unmark(values.pop() ?? null) : undefined;
  if (last && isUnknown(last[0])) return markIf(last[1], unknown);
  const all = last ? [...values, ...asElements(last[0])] : values;
  checkCount(call.name, target, all.length);
  try {
    return markIf(last?.[1] ?? false, applyFunction(target, all, context));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new ExpressionError(`function "${call.name}": ${error.message}`);
  }
}

/** What to say of a function that there is not. */
export function unknownFunction(name: string): string {
  const known = `The functions known here are: ${functionNames.join(', ')}`;
  const near = suggest(name, functionNames);
  return `there is no function "${name}"${near.startsWith(' (did') ? near : ''}. ${known}`;
}

function checkCount(name: string, { minimum, maximum }: TerraformFunction, count: number): void {
  if (count >= minimum && count <= maximum) return;
  const most = Number.isFinite(maximum) ? `${minimum} to ${maximum}` : `at least ${minimum}`;
  const wanted = minimum === maximum ? String(minimum) : most;
  throw new ExpressionError(`function "${name}" takes ${wanted} arguments, not ${count}`);
}

function applyFunction(
  target: TerraformFunction,
  values: readonly TfValue[],
  context: FunctionContext,
): TfValue {
  if (target.takes === 'raw') return target.call(values, context);
  const deep = target.takes === 'known';
  const marked = values.some((value) => (deep ? containsSensitive(value) : unmark(value)[1]));
  const plain = values.map((value) => (deep ? unmarkDeep(value) : unmark(value)[0]));
  const missing = plain.some((value) => (deep ? containsUnknown(value) : isUnknown(value)));
  if (missing) return markIf(marked, unknown);
  return markIf(
    marked,
    withoutLeak(marked, () => target.call(plain, context)),
  );
}

function firstThatWorks(call: Call, run: Run): TfValue {
  const problems: string[] = [];
  for (const expression of call.arguments) {
    try {
      return run(expression);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      problems.push(error.message);
    }
  }
  throw new ExpressionError(`function "try": none of its arguments works: ${problems.join('; ')}`);
}

function can(call: Call, run: Run): TfValue {
  const [expression] = call.arguments;
  if (!expression || call.arguments.length > 1) {
    throw new ExpressionError('function "can" takes one argument');
  }
  try {
    const value = run(expression);
    return isUnknown(value) ? unknown : true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}
