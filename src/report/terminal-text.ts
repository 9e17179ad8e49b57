import { styleText } from 'node:util';
import { verdicts } from './verdicts.ts';

export type Style = Extract<Parameters<typeof styleText>[0], string>;

/** Text in one style; a line is a list of these. */
export interface Span {
  readonly text: string;
  readonly styles: readonly Style[];
}

export type Line = readonly Span[];

export const plain = (text: string): Span => ({ text, styles: [] });

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/u;

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

export const lineWidth = (line: Line): number =>
  line.reduce((sum, { text }) => sum + displayWidth(text), 0);

/** Breaks spans into lines at spaces and line feeds; a word longer than a line is cut, or stays whole. */
export function wrap(
  spans: readonly Span[],
  width: number,
  longWords: 'cut' | 'whole' = 'cut',
): readonly Line[] {
  const lines: Span[][] = [[]];
  let used = 0;
  let pendingSpace: Span | undefined;
  const newLine = (): void => {
    lines.push([]);
    used = 0;
    pendingSpace = undefined;
  };
  for (const word of wordsOf(spans)) {
    const [first] = word;
    if (first?.text === '\n') newLine();
    else if (first?.text === ' ') pendingSpace = used === 0 ? undefined : first;
    else {
      const size = lineWidth(word);
      if (used > 0 && used + (pendingSpace === undefined ? 0 : 1) + size > width) newLine();
      if (pendingSpace !== undefined) {
        lines.at(-1)?.push(pendingSpace);
        used += 1;
        pendingSpace = undefined;
      }
      for (const piece of longWords === 'cut' ? cut(word, width) : [word]) {
        const pieceSize = lineWidth(piece);
        if (used > 0 && used + pieceSize > width) newLine();
        lines.at(-1)?.push(...piece);
        used += pieceSize;
      }
    }
  }
  return lines;
}

/** Words (which may change style inside), single spaces and line feeds. */
function wordsOf(spans: readonly Span[]): readonly Line[] {
  const words: Span[][] = [];
  let open: Span[] | undefined;
  for (const { text, styles } of spans) {
    for (const [part] of text.matchAll(/\n|[^\S\n]+|\S+/g)) {
      if (part.trim() === '') {
        words.push([{ text: part === '\n' ? part : ' ', styles }]);
        open = undefined;
      } else if (open === undefined) {
        open = [{ text: part, styles }];
        words.push(open);
      } else {
        open.push({ text: part, styles });
      }
    }
  }
  return words;
}

/** A word in pieces that fit a line. */
function cut(word: Line, width: number): readonly Line[] {
  if (lineWidth(word) <= width) return [word];
  return word.flatMap(({ text, styles }) => {
    const pieces: string[] = [''];
    for (const { segment } of graphemes.segment(text)) {
      const last = pieces.at(-1) ?? '';
      if (last !== '' && displayWidth(last + segment) > width) pieces.push(segment);
      else pieces[pieces.length - 1] = last + segment;
    }
    return pieces.map((piece) => [{ text: piece, styles }]);
  });
}

const marks = new Map<string, Style>(
  [verdicts.passed, verdicts.failed, verdicts.errored, verdicts.blocked, verdicts.aborted].map(
    ({ mark, color }) => [mark, color],
  ),
);

/** A line as text, in colours when they are wanted. */
export function paint(line: Line, color: boolean): string {
  const text = (color ? mergeStyles(line).map(painted) : line.map((span) => span.text)).join('');
  return text.trimEnd();
}

/** Neighbours in one style as one span: fewer escape sequences. */
function mergeStyles(line: Line): Line {
  const merged: Span[] = [];
  for (const span of line) {
    const last = merged.at(-1);
    if (last === undefined || last.styles.join() !== span.styles.join()) merged.push(span);
    else merged.splice(-1, 1, { text: last.text + span.text, styles: span.styles });
  }
  return merged;
}

function painted({ text, styles }: Span): string {
  const marked = text.replaceAll(/[✔✘⚠⊘■]/g, (mark) => style(mark, marks.get(mark)));
  return styles.reduce(style, marked);
}

const style = (text: string, name: Style | undefined): string =>
  name === undefined ? text : styleText(name, text, { validateStream: false });
