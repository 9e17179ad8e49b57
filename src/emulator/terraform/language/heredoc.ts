import { type Cursor, fail } from './cursor.ts';

const opening = /([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;

/** The text of `<<NAME` … `NAME`; the cursor stands behind `<<` or `<<-`. */
export function heredocBody(cursor: Cursor, dedent: boolean): string {
  opening.lastIndex = cursor.position;
  const name = opening.exec(cursor.source)?.[1];
  if (name === undefined) fail(cursor.source, cursor.position, 'expected a name after "<<"');
  const lines = cursor.source.slice(opening.lastIndex).split('\n');
  const last = lines.findIndex((line) => line.trim() === name);
  if (last < 0) fail(cursor.source, cursor.position, `the text of <<${name} has no end`);
  const body = lines.slice(0, last);
  const consumed = [...body, (lines[last] ?? '').trimEnd()].join('\n').length;
  cursor.position = opening.lastIndex + consumed;
  const text = dedent ? withoutIndent(body) : body;
  return text.map((line) => `${line}\n`).join('');
}

function withoutIndent(lines: readonly string[]): readonly string[] {
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/));
  const indent = indents.length ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(indent));
}
