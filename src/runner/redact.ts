import { unescaped } from './secrets/escapes.ts';
import { formsOf, isKeyLike, pieceLength, shortestSecret } from './secrets/forms.ts';
import type { Range } from './secrets/search.ts';
import { createSearch, merged } from './secrets/search.ts';

/**
 * Replaces secrets in text and data: as they are, in base64 (standard and URL-safe, at every offset, in lines), in hex, and
 * escaped for URLs, JSON, shells and XML, up to three times over. Each line of a secret of several lines is secret, and so
 * is each part of 16 characters of a long key. Secrets may be added at any time; they count from then on.
 */
export interface Redactor {
  /** False when it is too short to be redacted: below {@link shortestSecret} characters. */
  add(secret: string): boolean;
  text(text: string): string;
  /** A copy of plain data with every string redacted, keys too. */
  data<Value>(value: Value): Value;
  /** Text is redacted as text; of anything else, secrets are overwritten and its length stays. */
  bytes(content: Uint8Array): Uint8Array;
  /** Where secrets are in a text, in order. */
  find(text: string): readonly Range[];
  /** Length of the longest form of a secret, 0 when there is none. */
  longest(): number;
  /** How many characters at the end may be the beginning of a secret of several lines: whole lines. */
  unfinished(text: string): number;
}

export const redacted = '[redacted]';

/** Characters that one character may take when it is escaped, and escaped again: `%2525F0` for each of its bytes. */
const longestEscape = 12;

export function createRedactor(secrets: readonly string[] = []): Redactor {
  const whole = createSearch(shortestSecret);
  const pieces = createSearch(pieceLength);
  const known = new Set<string>();
  const severalLines = new Set<string>();
  let longest = 0;

  const findPlain = (text: string): readonly Range[] => [...whole.find(text), ...pieces.find(text)];

  const redactor: Redactor = {
    add(secret) {
      if (secret.trim().length < shortestSecret) return false;
      if (known.has(secret)) return true;
      known.add(secret);
      const forms = formsOf(secret);
      for (const form of forms.whole) {
        whole.add(form);
        longest = Math.max(longest, form.length * longestEscape);
        if (form.includes('\n')) severalLines.add(form);
      }
      for (const form of forms.long) {
        for (let at = 0; at + pieceLength <= form.length; at++) {
          const piece = form.slice(at, at + pieceLength);
          if (isKeyLike(piece) && !forms.open.includes(piece)) pieces.add(piece);
        }
      }
      return true;
    },
    find(text) {
      if (known.size === 0) return [];
      const ranges = [...findPlain(text)];
      for (const view of unescaped(text)) {
        for (const [from, to] of findPlain(view.text)) {
          ranges.push([view.starts[from] ?? 0, view.ends[to - 1] ?? text.length]);
        }
      }
      return merged(ranges);
    },
    text(text) {
      const ranges = redactor.find(text);
      if (ranges.length === 0) return text;
      let shown = '';
      let at = 0;
      for (const [from, to] of ranges) {
        shown += text.slice(at, from) + redacted;
        at = to;
      }
      return shown + text.slice(at);
    },
    data: (value) => (known.size === 0 ? value : (walk(value, redactor.text) as typeof value)),
    bytes(content) {
      if (known.size === 0) return content;
      const bytes = Buffer.from(content);
      const text = bytes.toString();
      if (Buffer.from(text).equals(bytes)) return Buffer.from(redactor.text(text));
      // Letters of other scripts take several bytes: the secrets are looked for as bytes, too.
      const inBytes = createRedactor([...known].map((one) => Buffer.from(one).toString('latin1')));
      const characters = bytes.toString('latin1');
      for (const [from, to] of merged([
        ...inBytes.find(characters),
        ...redactor.find(characters),
      ])) {
        bytes.fill('*', from, to);
      }
      return bytes;
    },
    longest: () => longest,
    unfinished(text) {
      let length = 0;
      for (const form of severalLines) {
        for (let end = form.indexOf('\n') + 1; end > 0; end = form.indexOf('\n', end) + 1) {
          if (end < form.length && text.endsWith(form.slice(0, end)))
            length = Math.max(length, end);
        }
      }
      return length;
    },
  };
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

function walk(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), walk(item, redact)]),
  );
}
