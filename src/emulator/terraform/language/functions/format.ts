import {
  asBoolean,
  asInteger,
  asNumber,
  asString,
  ExpressionError,
  formatNumber,
} from '../convert.ts';
import { isList, isSet, type TfValue } from '../value.ts';
import { encodeJson } from './json.ts';

const verbPattern = /%([-+ 0#]*)(\*|\d+)?(?:\.(\d+))?(?:\[(\d+)\])?([a-zA-Z%])/g;

interface Verb {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
}

type Formatter = (value: TfValue, verb: Verb) => string;

const formatters: Readonly<Record<string, Formatter>> = {
  s: (value, { precision }) => asString(value).slice(0, precision),
  q: (value) => encodeJson(asString(value)),
  v: (value, { flags }) =>
    flags.includes('#') || value === null || typeof value === 'object'
      ? encodeJson(value)
      : asString(value),
  t: (value) => String(asBoolean(value)),
  d: (value) => formatNumber(Math.trunc(asNumber(value))),
  b: (value) => asInteger(value).toString(2),
  o: (value) => asInteger(value).toString(8),
  x: (value) => hexadecimal(value),
  X: (value) => hexadecimal(value).toUpperCase(),
  f: (value, { precision }) => asNumber(value).toFixed(precision ?? 6),
  e: (value, { precision }) => exponent(asNumber(value), precision),
  g: (value, { precision }) =>
    precision === undefined
      ? general(asNumber(value))
      : String(Number(asNumber(value).toPrecision(precision || 1))),
};

/** `format()` of Terraform, whose verbs are those of Go's `fmt`. */
export function formatText(pattern: string, values: readonly TfValue[]): string {
  let used = 0;
  let next = 0;
  const take = (explicit?: string): TfValue => {
    if (explicit !== undefined) next = Number(explicit) - 1;
    const value = values[next];
    next += 1;
    used = Math.max(used, next);
    if (value !== undefined) return value;
    throw new ExpressionError(`the format ${JSON.stringify(pattern)} needs ${next} values or more`);
  };
  const text = pattern.replaceAll(
    verbPattern,
    (
      _,
      flags: string,
      width: string = '',
      precision?: string,
      explicit?: string,
      letter: string = '',
    ) => {
      if (letter === '%') return '%';
      const columns = width === '*' ? asInteger(take()) : Number(width);
      const verb: Verb = {
        flags,
        width: columns,
        precision: precision === undefined ? undefined : Number(precision),
      };
      const formatter = formatters[letter];
      if (formatter) return pad(formatter(take(explicit), verb), verb, letter);
      throw new ExpressionError(
        `the format ${JSON.stringify(pattern)} has an unknown verb "%${letter}"`,
      );
    },
  );
  if (used >= values.length) return text;
  throw new ExpressionError(
    `the format ${JSON.stringify(pattern)} uses ${used} of ${values.length} values`,
  );
}

function pad(text: string, { flags, width }: Verb, letter: string): string {
  const isNumber = 'dbofegxX'.includes(letter);
  const plain = !isNumber || text.startsWith('-');
  const signed = plain
    ? text
    : `${flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''}${text}`;
  if (flags.includes('-')) return signed.padEnd(width);
  if (!flags.includes('0') || !isNumber) return signed.padStart(width);
  const sign = /^[+\- ]/.exec(signed)?.[0] ?? '';
  return sign + signed.slice(sign.length).padStart(width - sign.length, '0');
}

const hexadecimal = (value: TfValue): string =>
  typeof value === 'string' ? Buffer.from(value).toString('hex') : asInteger(value).toString(16);

const exponent = (value: number, precision = 6): string =>
  value.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2');

const general = (value: number): string => {
  const power = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return power < -4 || power >= 21
    ? value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
    : formatNumber(value);
};

/** `formatlist()`: lists among the values give one text for each of their elements. */
export function formatList(pattern: string, values: readonly TfValue[]): TfValue {
  const lists = values.map((value) => (isSet(value) ? value.elements : value));
  const lengths = new Set(lists.filter(isList).map((list) => list.length));
  if (lengths.size > 1) throw new ExpressionError('the lists must have the same length');
  const [length = 1] = lengths;
  return Array.from({ length }, (_, index) =>
    formatText(
      pattern,
      lists.map((value) => (isList(value) ? (value[index] ?? null) : value)),
    ),
  );
}
