/** How one secret may turn up in text, apart from escapes (see escapes.ts). */
export interface SecretForms {
  /** Texts that are secret as they stand. */
  readonly whole: readonly string[];
  /** Texts of which any part of {@link pieceLength} characters that looks like a key is secret: encoders break lines where they like. */
  readonly long: readonly string[];
  /** What of these is not secret: a private key file holds its public key. */
  readonly open: string;
}

/** Shorter values would blacken half the report (`true`, `tcp`, `22`) and protect nothing: they are not redacted. */
export const shortestSecret = 6;
/** Of encoded forms: shorter ones turn up by chance. All three alignments of base64 reach it from eight bytes on. */
const shortestEncoded = 8;
/** A line of a longer secret that is this long is secret by itself; `},` and `user: ada` are not. */
const shortestLine = 16;
export const pieceLength = 16;

/** What every RSA key holds, public ones and certificates too: its algorithm's identifier, in base64. */
const algorithm = 'ANBgkqhkiG9w0BAQEFAA';

export function formsOf(secret: string): SecretForms {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  // A line of a key is secret; its `-----BEGIN …-----` lines are not.
  const body = lines.filter((line) => !isHeading(line));
  const [joined, ended] = [body.join(''), body.join('\n').trim()];
  const open = publicKeyIn(secret, joined);
  const secretLines = body.filter((line) => line.length >= shortestLine && !open.includes(line));
  const texts = new Set([secret, secret.trim(), ...(lines.length > 1 ? secretLines : [])]);
  const whole = [...texts].flatMap((text) =>
    text.length < shortestSecret ? [] : [text, ...encodings(text)],
  );
  // A document that is secret as a whole (a gateway's configuration) holds names and ids that are not.
  const pieces = /^[A-Za-z0-9+/=_-]+$/.test(joined) ? [joined] : [];
  return {
    whole: whole.filter((form) => form.trim().length >= shortestSecret),
    long: [
      ...pieces,
      ...wholeBase64(ended),
      ...insideBase64(ended),
      ...hex(ended).slice(0, 2),
    ].filter((form) => form.length > pieceLength),
    open,
  };
}

/** Whether it looks like a part of a key or of something encoded, and not like a word. */
export function isKeyLike(piece: string): boolean {
  if (!/^[A-Za-z0-9+/=_-]+$/.test(piece) || algorithm.includes(piece)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(piece)).length;
  return kinds >= 2;
}

/** The public key in a private one of OpenSSH's own format: openssh-portable, PROTOCOL.key. */
function publicKeyIn(secret: string, body: string): string {
  if (!secret.includes('BEGIN OPENSSH PRIVATE KEY')) return '';
  const bytes = Buffer.from(body, 'base64');
  try {
    let at = 'openssh-key-v1'.length + 1;
    // Cipher, key derivation and its options; then the number of keys, and the first public one.
    for (let field = 0; field < 3; field++) at += 4 + bytes.readUInt32BE(at);
    const from = at + 8;
    return bytes.subarray(from, from + bytes.readUInt32BE(at + 4)).toString('base64');
  } catch {
    return '';
  }
}

function isHeading(line: string): boolean {
  return line.startsWith('-----');
}

function encodings(text: string): readonly string[] {
  return [
    text.replaceAll(' ', '+'), // application/x-www-form-urlencoded
    ...wholeBase64(text),
    ...insideBase64(text),
    ...hex(text),
  ].filter((form) => form.length >= shortestEncoded);
}

/** With padding and without. */
function wholeBase64(text: string): readonly string[] {
  const whole = Buffer.from(text).toString('base64');
  return [whole, whole.replace(/=+$/, '')].flatMap(urlSafe);
}

/**
 * Base64 groups three bytes, so inside a longer text (`user:password`) a secret reads differently at
 * each of three offsets; the characters that also hold bits of its neighbours are left out.
 */
function insideBase64(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    return urlSafe(encoded.slice(from, to));
  });
}

function urlSafe(base64: string): readonly string[] {
  return [base64, base64.replaceAll('+', '-').replaceAll('/', '_')];
}

/** `6869`, `68:69`, `68 69`, small and capital. The first two are without separators. */
function hex(text: string): readonly string[] {
  const plain = Buffer.from(text).toString('hex');
  const pairs = plain.match(/../g) ?? [];
  const small = [plain, pairs.join(':'), pairs.join(' ')];
  const capital = small.map((form) => form.toUpperCase());
  return small.flatMap((form, index) => [form, capital[index] ?? form]);
}
