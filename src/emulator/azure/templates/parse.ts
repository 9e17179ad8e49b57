import { templateError } from './error.ts';

/** A template expression, taken apart. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  /** `of.key` and `of[key]` */
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression };

const token = /\s*(?:'((?:[^']|'')*)'|(-?\d+)|([A-Za-z_]\w*)|([()[\].,]))/y;

type Token =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'name' | 'sign'; readonly text: string };

/**
 * The expression in a string that is in brackets; undefined for any other string, which stands for itself. Throws ARM's
 * InvalidTemplate for what is in brackets and no expression.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
 */
export function parseExpression(text: string): Expression | undefined {
  if (!text.startsWith('[') || text.startsWith('[[') || !text.endsWith(']')) return undefined;
  const tokens = tokensOf(text);
  let next = 0;

  const refuse = (): never => {
    throw templateError(`The language expression '${text}' is not valid: see its part ${next + 1}`);
  };
  const isSign = (sign: string) => {
    const found = tokens[next];
    return found?.kind === 'sign' && found.text === sign;
  };
  const take = (sign: string) => {
    if (!isSign(sign)) refuse();
    next++;
  };
  const takeName = (): string => {
    const found = tokens[next];
    if (found?.kind !== 'name') return refuse();
    next++;
    return found.text;
  };

  function expression(): Expression {
    let of = primary();
    for (;;) {
      if (isSign('.')) {
        take('.');
        of = { kind: 'member', of, key: { kind: 'literal', value: takeName() } };
      } else if (isSign('[')) {
        take('[');
        of = { kind: 'member', of, key: expression() };
        take(']');
      } else return of;
    }
  }

  function primary(): Expression {
    const found = tokens[next];
    if (found?.kind === 'literal') {
      next++;
      return found;
    }
    const name = takeName();
    const args: Expression[] = [];
    take('(');
    while (!isSign(')')) {
      if (args.length > 0) take(',');
      args.push(expression());
    }
    take(')');
    return { kind: 'call', name, args };
  }

  const whole = expression();
  if (next !== tokens.length) refuse();
  return whole;
}

function tokensOf(text: string): readonly Token[] {
  const inner = text.slice(1, -1).trimEnd();
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < inner.length) {
    const at = token.lastIndex;
    const match = token.exec(inner);
    if (!match) {
      throw templateError(`The language expression '${text}' is not valid: '${inner.slice(at)}'`);
    }
    const [, string, number, name, sign = ''] = match;
    if (string !== undefined) {
      tokens.push({ kind: 'literal', value: string.replaceAll("''", "'") });
    } else if (number !== undefined) tokens.push({ kind: 'literal', value: Number(number) });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}
