import { invalid } from '../compute/error.ts';
import type { Body } from '../resources/kind.ts';

/**
 * A list's filter, as a test of one item. Understands `name = x`, `name:x`, `!=`, comparisons of numbers, `eq` and `ne`
 * (regular expressions that match the whole value), NOT, AND, OR and parentheses; expressions side by side are joined by
 * AND. Throws {@link ComputeError} for what it cannot read.
 * @see https://cloud.google.com/compute/docs/reference/rest/v1/instances/list (parameter filter)
 */
export function readFilter(text: string): (item: Body) => boolean {
  const tokens = tokenize(text);
  let at = 0;
  const peek = (): string | undefined => tokens[at]?.text;
  const take = (): Token => {
    const token = tokens[at++];
    if (!token) throw badFilter(text);
    return token;
  };

  const any = (): Test => {
    const tests = [all()];
    while (peek() === 'OR') {
      at++;
      tests.push(all());
    }
    return (item) => tests.some((test) => test(item));
  };
  const all = (): Test => {
    const tests = [one()];
    while (at < tokens.length && peek() !== ')' && peek() !== 'OR') {
      if (peek() === 'AND') at++;
      tests.push(one());
    }
    return (item) => tests.every((test) => test(item));
  };
  const one = (): Test => {
    if (peek() === 'NOT' || peek() === '-') {
      at++;
      const test = one();
      return (item) => !test(item);
    }
    if (peek() === '(') {
      at++;
      const test = any();
      if (take().text !== ')') throw badFilter(text);
      return test;
    }
    return comparison(take().text, take().text, take().text, text);
  };

  if (tokens.length === 0) return () => true;
  const test = any();
  if (at < tokens.length) throw badFilter(text);
  return test;
}

type Test = (item: Body) => boolean;

interface Token {
  readonly text: string;
}

const tokenShape =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([()])|(!=|>=|<=|[=:<>])|([^\s()=:<>!"']+))/y;

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  tokenShape.lastIndex = 0;
  while (tokenShape.lastIndex < text.trimEnd().length) {
    const match = tokenShape.exec(text);
    if (!match) throw badFilter(text);
    const quoted = match[1] ?? match[2];
    // Only the quote is an escape: the backslashes of a regular expression are its own.
    const value =
      quoted === undefined
        ? (match[3] ?? match[4] ?? match[5] ?? '')
        : quoted.replaceAll(/\\(["'])/g, '$1');
    tokens.push({ text: value });
  }
  return tokens;
}

function comparison(field: string, operator: string, value: string, filter: string): Test {
  const test = operators[operator];
  if (!test) throw badFilter(filter);
  const positive = test(value, filter);
  return (item) => positive(valuesAt(item, field.split('.')));
}

type ValuesTest = (values: readonly string[]) => boolean;

const operators: Readonly<Record<string, (value: string, filter: string) => ValuesTest>> = {
  '=': (value) => (values) => values.some((found) => same(found, value)),
  '!=': (value) => (values) => !values.some((found) => same(found, value)),
  ':': (value) => has(value),
  eq: (value, filter) => {
    const expression = whole(value, filter);
    return (values) => values.some((found) => expression.test(found));
  },
  ne: (value, filter) => {
    const expression = whole(value, filter);
    return (values) => !values.some((found) => expression.test(found));
  },
  '>': (value) => (values) => values.some((found) => Number(found) > Number(value)),
  '>=': (value) => (values) => values.some((found) => Number(found) >= Number(value)),
  '<': (value) => (values) => values.some((found) => Number(found) < Number(value)),
  '<=': (value) => (values) => values.some((found) => Number(found) <= Number(value)),
};

function same(found: string, value: string): boolean {
  return found === value || found.toLowerCase() === value.toLowerCase();
}

/** `*`: the field is there; a star at an end stands for anything; otherwise a part of the value. */
function has(value: string): ValuesTest {
  if (value === '*') return (values) => values.length > 0;
  const wanted = value.toLowerCase();
  if (wanted.endsWith('*')) {
    return (values) => values.some((found) => found.toLowerCase().startsWith(wanted.slice(0, -1)));
  }
  return (values) => values.some((found) => found.toLowerCase().includes(wanted));
}

function whole(value: string, filter: string): RegExp {
  try {
    return new RegExp(`^(?:${value})$`);
  } catch {
    throw badFilter(filter);
  }
}

/** Values at a path; through lists, all of them. */
function valuesAt(value: unknown, [step, ...rest]: readonly string[]): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item) => valuesAt(item, step === undefined ? [] : [step, ...rest]));
  }
  if (step !== undefined) {
    return typeof value === 'object' ? valuesAt((value as Body)[step], rest) : [];
  }
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

function badFilter(text: string) {
  return invalid(`Invalid value for field 'filter': '${text}'. Invalid list filter expression.`);
}
