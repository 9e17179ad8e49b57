/** A text with some kind of escape undone, and where its characters came from. */
export interface View {
  readonly text: string;
  /** Where each character begins in the original, and where it ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

interface Escape {
  readonly pattern: RegExp;
  readonly undo: (found: string) => string;
}

const plainEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
};
const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** By which programs write a text into a URL, JSON, source code, a shell's line, XML, or lines of base64. */
const escapes: readonly Escape[] = [
  { pattern: /(?:%[0-9A-Fa-f]{2})+/g, undo: (found) => bytes(found, /%(..)/g, 16) },
  {
    pattern: /(?:\\x[0-9A-Fa-f]{2})+|(?:\\[0-3][0-7]{2})+|\\(?:u[0-9A-Fa-f]{4}|[^])/g,
    undo: slash,
  },
  // In a shell, 'it'\''s' and 'it'"'"'s' are "it's".
  { pattern: /'\\''|'"'"'/g, undo: () => "'" },
  { pattern: /&(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});/g, undo: entity },
  { pattern: /(?<=[A-Za-z0-9+/=_-]{60})\r?\n[ \t]*(?=[A-Za-z0-9+/=_-])/g, undo: () => '' },
];

/** Escapes of escapes are undone this often: JSON in JSON in a URL. */
const deepest = 3;

/** The text without each kind of escape that is in it, and these again without. The text itself is not among them. */
export function unescaped(text: string): readonly View[] {
  if (!/[%\\&'\n]/.test(text)) return [];
  // Different orders of undoing lead to the same text.
  const views = new Map<string, View>();
  let level: readonly View[] = [{ text, starts: [], ends: [] }];
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    const next: View[] = [];
    for (const from of level) {
      for (const escape of escapes) {
        const view = undo(from, escape);
        if (view === undefined || views.has(view.text)) continue;
        views.set(view.text, view);
        next.push(view);
      }
    }
    level = next;
  }
  return [...views.values()];
}

function undo({ text, starts, ends }: View, escape: Escape): View | undefined {
  if (text.search(escape.pattern) < 0) return undefined;
  const found = text.matchAll(escape.pattern);
  const view = { starts: [] as number[], ends: [] as number[] };
  const parts: string[] = [];
  const put = (from: number, to: number) => {
    view.starts.push(starts[from] ?? from);
    view.ends.push(ends[to - 1] ?? to);
  };
  let at = 0;
  const copy = (to: number) => {
    parts.push(text.slice(at, to));
    for (; at < to; at++) put(at, at + 1);
  };
  for (const { 0: escaped, index } of found) {
    copy(index);
    const plain = escape.undo(escaped);
    parts.push(plain);
    const each = escaped.length / plain.length;
    for (let i = 0; i < plain.length; i++) {
      // Characters of several bytes in a run of escaped ones: a secret that holds one takes the whole run along.
      if (Number.isInteger(each)) put(index + i * each, index + (i + 1) * each);
      else put(index, index + escaped.length);
    }
    at = index + escaped.length;
  }
  copy(text.length);
  return { text: parts.join(''), ...view };
}

function bytes(found: string, each: RegExp, radix: number): string {
  const values = [...found.matchAll(each)].map(([, digits = '']) => Number.parseInt(digits, radix));
  return Buffer.from(values).toString();
}

function slash(found: string): string {
  if (/^\\x[0-9A-Fa-f]{2}/.test(found)) return bytes(found, /\\x(..)/g, 16);
  if (/^\\[0-3][0-7]{2}/.test(found)) return bytes(found, /\\(...)/g, 8);
  if (/^\\u./.test(found)) return String.fromCharCode(Number.parseInt(found.slice(2), 16));
  const letter = found.slice(1);
  return plainEscapes[letter] ?? letter;
}

function entity(found: string): string {
  const name = found.slice(1, -1);
  if (!name.startsWith('#')) return entities[name] ?? found;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : found;
}
