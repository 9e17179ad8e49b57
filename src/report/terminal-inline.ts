import type { Token, Tokens } from 'marked';
import { cleanOutput } from './text.ts';
import { plain } from './terminal-text.ts';
import type { Span, Style } from './terminal-text.ts';

/** Inline Markdown as styled text. */
export function inlineSpans(tokens: readonly Token[]): readonly Span[] {
  return tokens.flatMap(toSpans);
}

function toSpans(token: Token): readonly Span[] {
  switch (token.type) {
    case 'strong':
      return styled(childrenOf(token), 'bold');
    case 'em':
      return styled(childrenOf(token), 'italic');
    case 'del':
      return styled(childrenOf(token), 'strikethrough');
    case 'codespan':
      return [{ text: textOf(token), styles: ['cyan'] }];
    case 'br':
      return [plain('\n')];
    case 'link':
      return linkSpans(token as Tokens.Link);
    case 'image':
      return [{ text: `[${textOf(token)}]`, styles: ['dim'] }];
    case 'html':
      return /^<br\b/i.test(token.raw) ? [plain('\n')] : [];
    default:
      return token.type === 'text' && hasChildren(token)
        ? childrenOf(token)
        : [plain(textOf(token))];
  }
}

const hasChildren = (token: Token): boolean => 'tokens' in token && (token.tokens?.length ?? 0) > 0;

const childrenOf = (token: Token): readonly Span[] =>
  'tokens' in token ? inlineSpans(token.tokens ?? []) : [plain(textOf(token))];

/** A line feed in Markdown's source is a space. The parser leaves named references in text to us. */
function textOf(token: Token): string {
  const text = 'text' in token ? String(token.text) : token.raw;
  // After decoding: a reference to a control character would bring it back.
  return cleanOutput(token.type === 'text' ? decodeEntities(text) : text).replaceAll('\n', ' ');
}

const styled = (spans: readonly Span[], style: Style): readonly Span[] =>
  spans.map(({ text, styles }) => ({ text, styles: [...styles, style] }));

/** Links within the report lead nowhere in a terminal; others show where they lead. */
function linkSpans(token: Tokens.Link): readonly Span[] {
  const label = childrenOf(token);
  const text = label.map((span) => span.text).join('');
  if (!/^(?:https?|mailto):/.test(token.href)) return label;
  if (token.href.endsWith(text)) return styled(label, 'underline');
  return [...label, { text: ` (${cleanOutput(token.href)})`, styles: ['dim'] }];
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
};

/** Character references as the characters; names beyond XML's own stay as they are. */
export function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return named[name as string] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
      return code >= 0x20 && code <= 0x10_ff_ff && !(code >= 0x7f && code < 0xa0)
        ? String.fromCodePoint(code)
        : whole;
    },
  );
}
