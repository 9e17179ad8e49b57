import { accept, type Cursor, expect, expectIdentifier, fail, peek, withBound } from './cursor.ts';
import type { Expression } from './expression.ts';

/** `text`: to the end of the source, as it stands. `quoted`: to the closing quote, with escapes. */
export interface TemplateMode {
  readonly kind: 'text' | 'quoted';
}

type ParseExpression = (cursor: Cursor) => Expression;

/** Where a run of parts ended: the word of the directive, or `end` of the template. */
type Ending = 'end' | 'else' | 'endif' | 'endfor';

interface Sequence {
  readonly parts: Part[];
  ending: Ending;
}

type Part =
  | { readonly kind: 'text'; text: string }
  | { readonly kind: 'interpolation' | 'directive'; readonly expression: Expression };

interface Context {
  readonly cursor: Cursor;
  readonly mode: TemplateMode;
  readonly parseExpression: ParseExpression;
  /** The last marker was `~}`: blanks that follow it are left out. */
  trimNext: boolean;
}

/** Parses a template. Exactly one interpolation gives its expression, so that the type stays. */
export function parseTemplateParts(
  cursor: Cursor,
  mode: TemplateMode,
  parseExpression: ParseExpression,
): Expression {
  const start = cursor.position;
  const context: Context = { cursor, mode, parseExpression, trimNext: false };
  const { parts, ending } = parseSequence(context);
  if (ending !== 'end') fail(cursor.source, start, `"${ending}" without its beginning`);
  return toExpression(parts);
}

function toExpression(parts: readonly Part[]): Expression {
  const kept = parts.filter((part) => part.kind !== 'text' || part.text !== '');
  const only = kept.length === 1 ? kept[0] : undefined;
  if (kept.length === 0) return { kind: 'literal', value: '' };
  if (only?.kind === 'text') return { kind: 'literal', value: only.text };
  if (only?.kind === 'interpolation') return only.expression;
  return {
    kind: 'template',
    parts: kept.map((part) =>
      part.kind === 'text' ? { kind: 'literal', value: part.text } : part.expression,
    ),
  };
}

function parseSequence(context: Context): Sequence {
  const { cursor } = context;
  const sequence: Sequence = { parts: [], ending: 'end' };
  for (;;) {
    sequence.parts.push({ kind: 'text', text: readText(context) });
    if (cursor.position >= cursor.source.length) {
      if (context.mode.kind === 'text') return sequence;
      return fail(cursor.source, cursor.position, 'expected a closing quote');
    }
    if (cursor.source[cursor.position] === '"') {
      cursor.position += 1;
      return sequence;
    }
    const marker = cursor.source[cursor.position];
    openMarker(cursor, sequence.parts);
    if (marker === '$') {
      const expression = context.parseExpression(cursor);
      closeMarker(context);
      sequence.parts.push({ kind: 'interpolation', expression });
      continue;
    }
    const ending = parseDirective(context, sequence.parts);
    if (ending !== undefined) return { ...sequence, ending };
  }
}

/** Takes `${`, `${~`, `%{` or `%{~`; the tilde takes the blanks before it away. */
function openMarker(cursor: Cursor, parts: readonly Part[]): void {
  cursor.position += 2;
  if (cursor.source[cursor.position] !== '~') return;
  cursor.position += 1;
  const last = parts.at(-1);
  if (last?.kind === 'text') last.text = last.text.trimEnd();
}

function closeMarker(context: Context): void {
  context.trimNext = accept(context.cursor, '~}');
  if (!context.trimNext) expect(context.cursor, '}');
}

function parseDirective(context: Context, parts: Part[]): Ending | undefined {
  const { cursor } = context;
  const start = cursor.position;
  const word = expectIdentifier(cursor, 'a directive');
  switch (word) {
    case 'else':
    case 'endif':
    case 'endfor':
      closeMarker(context);
      return word;
    case 'if':
      parts.push({ kind: 'directive', expression: parseIf(context) });
      return undefined;
    case 'for':
      parts.push({ kind: 'directive', expression: parseFor(context) });
      return undefined;
    default:
      return fail(cursor.source, start, `unknown directive "${word}" (known: if, for)`);
  }
}

function parseIf(context: Context): Expression {
  const start = context.cursor.position;
  const condition = context.parseExpression(context.cursor);
  closeMarker(context);
  const then = parseSequence(context);
  const otherwise = then.ending === 'else' ? parseSequence(context) : undefined;
  if ((otherwise ?? then).ending !== 'endif') {
    fail(context.cursor.source, start, 'expected %{ endif }');
  }
  return {
    kind: 'conditional',
    condition,
    whenTrue: asText(then.parts),
    whenFalse: asText(otherwise?.parts ?? []),
  };
}

function parseFor(context: Context): Expression {
  const { cursor } = context;
  const start = cursor.position;
  const first = expectIdentifier(cursor, 'a variable name');
  const second = accept(cursor, ',') ? expectIdentifier(cursor, 'a variable name') : undefined;
  if (!accept(cursor, 'in')) fail(cursor.source, peek(cursor).start, 'expected "in"');
  const collection = context.parseExpression(cursor);
  closeMarker(context);
  const names = second === undefined ? [first] : [first, second];
  const body = withBound(cursor, names, () => parseSequence(context));
  if (body.ending !== 'endfor') fail(cursor.source, start, 'expected %{ endfor }');
  return {
    kind: 'for',
    keyName: second === undefined ? undefined : first,
    valueName: second ?? first,
    collection,
    condition: undefined,
    key: undefined,
    value: asText(body.parts),
    group: false,
    join: true,
  };
}

/** What stands in a directive is always text, one interpolation alone as well. */
function asText(parts: readonly Part[]): Expression {
  const expression = toExpression(parts);
  return expression.kind === 'template' ? expression : { kind: 'template', parts: [expression] };
}

/** Literal text up to the next marker, the closing quote or the end. */
function readText(context: Context): string {
  const { cursor, mode } = context;
  const { source } = cursor;
  let text = '';
  while (cursor.position < source.length) {
    const rest = source.slice(cursor.position, cursor.position + 3);
    if (rest.startsWith('${') || rest.startsWith('%{')) break;
    if (mode.kind === 'quoted' && rest.startsWith('"')) break;
    if (rest === '$${' || rest === '%%{') {
      text += rest.slice(1);
      cursor.position += 3;
    } else if (mode.kind === 'quoted' && rest.startsWith('\\')) {
      text += readEscape(cursor);
    } else {
      text += source[cursor.position];
      cursor.position += 1;
    }
  }
  if (!context.trimNext) return text;
  context.trimNext = false;
  return text.trimStart();
}

const escapes = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
]);
const unicodeEscape = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;

function readEscape(cursor: Cursor): string {
  const { source, position } = cursor;
  const simple = escapes.get(source[position + 1] ?? '');
  if (simple !== undefined) {
    cursor.position += 2;
    return simple;
  }
  unicodeEscape.lastIndex = position;
  const code = unicodeEscape.exec(source);
  if (!code) return fail(source, position, 'unknown escape');
  cursor.position = unicodeEscape.lastIndex;
  return String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? '', 16));
}
