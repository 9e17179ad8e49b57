/** Replaces secrets in text and data. Secrets may be added at any time; they count from then on. */
export interface Redactor {
  add(secret: string): void;
  text(text: string): string;
  /** A copy of plain data with every string redacted, keys too. */
  data<Value>(value: Value): Value;
  /** Length of the longest form of a secret, 0 when there is none. */
  longest(): number;
}

export const redacted = '[redacted]';

/** Shorter values would blacken half the report (`true`, `1`) and protect nothing. */
const shortestSecret = 4;

export function createRedactor(secrets: readonly string[] = []): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | undefined;
  let longest = 0;

  const redactor: Redactor = {
    add(secret) {
      const before = forms.size;
      for (const form of formsOf(secret)) forms.add(form);
      if (forms.size === before) return;
      // Longest first, so that a secret that contains another is replaced as a whole.
      const sorted = [...forms].toSorted((a, b) => b.length - a.length);
      longest = sorted[0]?.length ?? 0;
      pattern = new RegExp(sorted.map((form) => escape(form)).join('|'), 'g');
    },
    text: (text) => (pattern === undefined ? text : text.replaceAll(pattern, redacted)),
    data: (value) => (pattern === undefined ? value : (walk(value, redactor.text) as typeof value)),
    longest: () => longest,
  };
  for (const secret of secrets) redactor.add(secret);
  return redactor;
}

/** A secret as it may turn up: itself and each of its lines, and what encoders make of these. */
function formsOf(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  // A line of a key is secret; its `-----BEGIN …-----` lines are not.
  const secretLines = lines.filter((line) => line.length >= 16 && !line.startsWith('-----'));
  return [secret, secret.trim(), ...(lines.length > 1 ? secretLines : [])].flatMap((text) =>
    text.length < shortestSecret ? [] : [text, ...encodings(text)],
  );
}

function encodings(text: string): readonly string[] {
  const uri = encodeURIComponent(text);
  return [
    JSON.stringify(text).slice(1, -1),
    uri,
    uri.replaceAll('%20', '+'),
    uri.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
    ...base64Forms(text),
  ];
}

/**
 * Base64 groups three bytes, so inside a longer text (`user:password`) a secret reads differently at
 * each of three offsets; the characters that also hold bits of its neighbours are left out.
 */
function base64Forms(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const whole = bytes.toString('base64');
  const inside = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(from, to);
  });
  return [whole, ...inside.filter((form) => form.length >= 8)].flatMap((form) => [
    form,
    form.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
}

function walk(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), walk(item, redact)]),
  );
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
}
