import { lexer } from 'marked';
import type { Token, Tokens } from 'marked';
import { decodeEntities, inlineSpans } from './terminal-inline.ts';
import { describeMermaid } from './terminal-mermaid.ts';
import { tableLines } from './terminal-table.ts';
import { lineWidth, paint, plain, wrap } from './terminal-text.ts';
import type { Line, Span, Style } from './terminal-text.ts';
import { cleanOutput } from './text.ts';

export interface TerminalOptions {
  /** Columns. */
  readonly width: number;
  readonly color: boolean;
}

/**
 * A Markdown report for a terminal: tables fit the width, folded parts are unfolded, topologies are
 * told in words. Import it when needed: it loads a Markdown parser.
 */
export function renderTerminal(markdown: string, { width, color }: TerminalOptions): string {
  const lines = blockLines(lexer(cleanOutput(markdown)), Math.max(20, width));
  return `${lines.map((line) => paint(line, color)).join('\n')}\n`;
}

/** Blocks with a blank line between them; a block without a line is left out. */
function blockLines(tokens: readonly Token[], width: number): readonly Line[] {
  const rendered = tokens
    .map((token) => renderBlock(token, width))
    .filter((lines) => lines.length > 0);
  return rendered.flatMap((lines, index) => (index === 0 ? lines : [[], ...lines]));
}

function renderBlock(token: Token, width: number): readonly Line[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'heading':
      return headingLines(token as Tokens.Heading, width);
    case 'code':
      return codeLines(token as Tokens.Code);
    case 'blockquote':
      return blockLines(token.tokens ?? [], width - 2).map((line) => [bar, ...line]);
    case 'list':
      return listLines(token as Tokens.List, width);
    case 'table':
      return asTable(token as Tokens.Table, width);
    case 'hr':
      return [[{ text: '─'.repeat(width), styles: ['dim'] }]];
    case 'html':
      return htmlLines(token.raw, width);
    default:
      return textLines(inlineSpans('tokens' in token ? (token.tokens ?? [token]) : [token]), width);
  }
}

const bar: Span = { text: '│ ', styles: ['dim'] };

/** Nothing for text that shows nothing, such as an anchor. */
function textLines(spans: readonly Span[], width: number): readonly Line[] {
  return spans.every(({ text }) => text.trim() === '') ? [] : wrap(spans, width);
}

function headingLines({ depth, tokens }: Tokens.Heading, width: number): readonly Line[] {
  const spans = inlineSpans(tokens).map(({ text, styles }): Span => ({
    text,
    styles: [...styles, 'bold'],
  }));
  const lines = textLines(spans, width);
  if (depth > 2) return lines;
  const longest = Math.max(0, ...lines.map(lineWidth));
  return [...lines, [{ text: (depth === 1 ? '═' : '─').repeat(longest), styles: ['dim'] }]];
}

function codeLines({ lang, text }: Tokens.Code): readonly Line[] {
  const words = lang === 'mermaid' ? describeMermaid(text) : undefined;
  const lines = words ?? text.split('\n');
  return lines.map((line) => [plain('  '), { text: line, styles: codeStyles(line, lang) }]);
}

/** A typed command stands out from its output, what a plan adds from what it takes away. */
function codeStyles(line: string, lang: string | undefined): readonly Style[] {
  if (lang === 'console') return /^(?:\S+@\S+:~)?\$ |^> /.test(line) ? ['bold'] : [];
  if (lang !== 'diff') return [];
  if (line.startsWith('+')) return ['green'];
  if (line.startsWith('-')) return ['red'];
  return line.startsWith('~') ? ['yellow'] : [];
}

function listLines({ ordered, start, loose, items }: Tokens.List, width: number): readonly Line[] {
  return items.flatMap((item, index) => {
    const bullet = ordered ? `${Number(start) + index}. ` : '• ';
    const size = bullet.length;
    // In a tight list the box stands before the text, in a loose one inside its paragraph.
    const box = item.tokens[0]?.type === 'checkbox' ? item.tokens[0].raw : '';
    const tokens = box === '' ? item.tokens : item.tokens.slice(1);
    const lines = loose
      ? blockLines(tokens, width - size)
      : tokens.flatMap((token) => renderBlock(token, width - size));
    const body = lines.map((line, at) => [
      plain(at === 0 ? bullet + box : ' '.repeat(size)),
      ...line,
    ]);
    return loose && index > 0 ? [[], ...body] : body;
  });
}

function asTable({ header, rows }: Tokens.Table, width: number): readonly Line[] {
  const spans = (cells: readonly Tokens.TableCell[]): readonly (readonly Span[])[] =>
    cells.map(({ tokens }) => inlineSpans(tokens));
  return tableLines(spans(header), rows.map(spans), width);
}

/** Tags show nothing; the text between them does, the summary of a folded part as its heading. */
function htmlLines(html: string, width: number): readonly Line[] {
  const text = html
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replaceAll(/<br\s*\/?>/gi, '\n')
    .replaceAll(/<\/?[a-z][^>]*>/gi, '')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim();
  const styles: readonly Style[] = /<summary/i.test(html) ? ['dim'] : [];
  return textLines([{ text: decodeEntities(text), styles }], width);
}
