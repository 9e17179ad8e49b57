import type { Configuration, OutputBlock, VariableBlock } from '../configuration/configuration.ts';
import { ExpressionError } from '../language/convert.ts';
import type { Expression } from '../language/expression.ts';
import { evaluate } from '../language/evaluate.ts';
import { containsSensitive, sensitive, type TfValue } from '../language/value.ts';
import { checkRules } from './rules.ts';
import { createScope } from './scope.ts';
import { type Variables, variableValue } from './variables.ts';

/** What is known while a configuration is evaluated, node after node. */
export interface Evaluation {
  readonly values: Map<string, TfValue>;
  readonly variables: Variables;
  readonly timestamp: string | undefined;
}

export type PureNode =
  | { readonly kind: 'variable'; readonly block: VariableBlock }
  | { readonly kind: 'local'; readonly expression: Expression }
  | { readonly kind: 'output'; readonly block: OutputBlock };

/** Undefined: the address is that of a resource. */
export function pureNode(configuration: Configuration, address: string): PureNode | undefined {
  const variable = configuration.variables.get(address);
  if (variable) return { kind: 'variable', block: variable };
  const local = configuration.locals.get(address);
  if (local) return { kind: 'local', expression: local };
  const output = configuration.outputs.get(address);
  return output && { kind: 'output', block: output };
}

/** The value of what needs no cloud. Throws {@link ExpressionError}. */
export function evaluatePure(address: string, node: PureNode, evaluation: Evaluation): TfValue {
  const { values, variables, timestamp } = evaluation;
  switch (node.kind) {
    case 'variable': {
      const value = variableValue(node.block, variables);
      const scope = createScope({ values: new Map([...values, [address, value]]), timestamp });
      checkRules(node.block.validations, scope);
      return value;
    }
    case 'local':
      return evaluate(node.expression, createScope({ values, timestamp }));
    case 'output':
      return evaluateOutput(node.block, evaluation);
    default:
      throw node satisfies never;
  }
}

function evaluateOutput(output: OutputBlock, { values, timestamp }: Evaluation): TfValue {
  const scope = createScope({ values, timestamp });
  checkRules(output.preconditions, scope);
  const value = evaluate(output.value, scope);
  if (output.sensitive) return sensitive(value);
  if (!containsSensitive(value)) return value;
  throw new ExpressionError(
    'the value is sensitive; set "sensitive": true for the output, or take the mark off with nonsensitive(…)',
  );
}
