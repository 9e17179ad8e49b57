import { ExpressionError } from './convert.ts';

/** Reads tokens of the expression language from a text, one at a time. */
export interface Cursor {
  readonly source: string;
  position: number;
  /** Names that `for` and dynamic blocks have bound here. */
  bound: readonly string[];
}

export interface Token {
  readonly kind: 'identifier' | 'number' | 'punctuation' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly afterNewline: boolean;
}

export const createCursor = (source: string, bound: readonly string[] = []): Cursor => ({
  source,
  position: 0,
  bound,
});

const blank = /(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const punctuation = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||<<-?|~\}|[-+*/%<>!?:=.,()[\]{}"]/y;

function match(pattern: RegExp, source: string, position: number): string | undefined {
  pattern.lastIndex = position;
  return pattern.exec(source)?.[0];
}

/** The next token, without moving. */
export function peek({ source, position }: Cursor): Token {
  const skipped = match(blank, source, position) ?? '';
  const start = position + skipped.length;
  const make = (kind: Token['kind'], text: string): Token => {
    return { kind, text, start, end: start + text.length, afterNewline: skipped.includes('\n') };
  };
  if (start >= source.length) return make('end', '');
  const name = match(identifier, source, start);
  if (name !== undefined) return make('identifier', name);
  const digits = match(number, source, start);
  if (digits !== undefined) return make('number', digits);
  const sign = match(punctuation, source, start);
  if (sign !== undefined) return make('punctuation', sign);
  return fail(source, start, `unexpected character ${JSON.stringify(source[start])}`);
}

export function next(cursor: Cursor): Token {
  const token = peek(cursor);
  cursor.position = token.end;
  return token;
}

/** Takes the next token when it is this punctuation or keyword. */
export function accept(cursor: Cursor, text: string): boolean {
  const token = peek(cursor);
  if (token.text !== text || token.kind === 'end') return false;
  cursor.position = token.end;
  return true;
}

export function expect(cursor: Cursor, text: string): void {
  if (!accept(cursor, text)) unexpected(cursor, `expected "${text}"`);
}

export function expectIdentifier(cursor: Cursor, what: string): string {
  const token = next(cursor);
  if (token.kind === 'identifier') return token.text;
  return fail(cursor.source, token.start, `expected ${what}`);
}

export function unexpected(cursor: Cursor, expected: string): never {
  const token = peek(cursor);
  const found = token.kind === 'end' ? 'the end' : JSON.stringify(token.text);
  return fail(cursor.source, token.start, `${expected}, found ${found}`);
}

export function fail(source: string, position: number, message: string): never {
  throw new ExpressionError(`${message} at character ${position + 1} of ${JSON.stringify(source)}`);
}

/** Runs with more names bound. */
export function withBound<T>(cursor: Cursor, names: readonly string[], run: () => T): T {
  const outer = cursor.bound;
  cursor.bound = [...outer, ...names];
  try {
    return run();
  } finally {
    cursor.bound = outer;
  }
}
