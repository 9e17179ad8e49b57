import type { TfValue } from './value.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: TfValue }
  /** Parts that are concatenated as text. */
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'reference'; readonly reference: Reference }
  /** A variable bound by `for`, or a dynamic block's iterator. */
  | { readonly kind: 'bound'; readonly name: string }
  | { readonly kind: 'attribute'; readonly target: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly target: Expression; readonly index: Expression }
  /** `each` is evaluated for every element, which it sees as the bound variable {@link splatItem}. */
  | { readonly kind: 'splat'; readonly target: Expression; readonly each: Expression }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: readonly Expression[];
      /** The last argument is a list of arguments: `min(list...)`. */
      readonly expand: boolean;
    }
  | { readonly kind: 'unary'; readonly operator: '-' | '!'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | { readonly kind: 'list'; readonly elements: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | ForExpression;

export interface ForExpression {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  readonly condition: Expression | undefined;
  /** Given: makes an object. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  /** `...`: values with the same key become a list. */
  readonly group: boolean;
  /** `%{ for }`: the values are joined as text. */
  readonly join: boolean;
}

export type BinaryOperator =
  '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';

/** Cannot be written by users, so that it hides nothing. */
export const splatItem = '[*]';

/** What an expression may name outside itself. */
export interface Reference {
  readonly subject:
    'var' | 'local' | 'each' | 'count' | 'path' | 'terraform' | 'self' | 'data' | 'resource';
  /** `var.x`, `each.key`, `data.type.name`, `type.name`: without attributes or index. */
  readonly address: string;
}

const children = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case 'literal':
    case 'reference':
    case 'bound':
      return [];
    case 'template':
      return expression.parts;
    case 'attribute':
      return [expression.target];
    case 'index':
      return [expression.target, expression.index];
    case 'splat':
      return [expression.target, expression.each];
    case 'call':
      return expression.arguments;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'list':
      return expression.elements;
    case 'object':
      return expression.entries.flat();
    case 'for':
      return [expression.collection, expression.condition, expression.key, expression.value].filter(
        (child) => child !== undefined,
      );
  }
};

/** Every reference in an expression, in reading order. */
export function referencesOf(expression: Expression): readonly Reference[] {
  if (expression.kind === 'reference') return [expression.reference];
  return children(expression).flatMap(referencesOf);
}

/** The name of every function that an expression calls. */
export function functionsOf(expression: Expression): readonly string[] {
  const inner = children(expression).flatMap(functionsOf);
  return expression.kind === 'call' ? [expression.name, ...inner] : inner;
}
