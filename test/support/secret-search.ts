import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets by a name that a failing test may print. */
export type KnownSecrets = Readonly<Record<string, string>>;

/** Where secrets are in a text: `password in base64`. Independent of how the product looks for them. */
export function leaksIn(text: string, secrets: KnownSecrets): readonly string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    partsOf(secret).flatMap((part) =>
      Object.entries(forms(part)).flatMap(([form, texts]) =>
        texts.some((it) => it.length >= 8 && text.includes(it)) ? [`${name} in ${form}`] : [],
      ),
    ),
  );
}

/** The same in all files of a folder, by their paths; names of files count too. */
export function leaksInFolder(
  folder: string,
  secrets: KnownSecrets,
  except: (path: string) => boolean = () => false,
): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const shown = path.slice(folder.length + 1);
    const named = leaksIn(shown, secrets).map((leak) => `${shown}: its name is ${leak}`);
    if (!entry.isFile() || except(shown)) return named;
    const content = readFileSync(path);
    const found = leaksIn(content.toString(), secrets);
    return [...named, ...new Set(found.map((leak) => `${shown}: ${leak}`))];
  });
}

/** Looks at the command lines of all processes, again and again, until it is stopped; says what was secret in them. */
export function watchCommandLines(secrets: () => KnownSecrets): { stop(): readonly string[] } {
  const seen = new Set<string>();
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        seen.add(readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
      } catch {
        // It has ended.
      }
    }
  };
  const timer = setInterval(look, 15);
  return {
    stop() {
      clearInterval(timer);
      return [...seen].flatMap((line) =>
        leaksIn(line, secrets()).map((leak) => `${leak}: ${line.slice(0, 200)}`),
      );
    },
  };
}

/** A secret of several lines counts by its lines; headings of keys are none. */
function partsOf(secret: string): readonly string[] {
  const lines = secret.split('\n').filter((line) => line.length >= 16 && !line.startsWith('---'));
  return secret.includes('\n') ? lines : [secret];
}

function forms(text: string): Readonly<Record<string, readonly string[]>> {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return encoded.slice(
      Math.ceil((offset * 4) / 3),
      Math.floor(((offset + bytes.length) * 4) / 3),
    );
  });
  const hex = bytes.toString('hex');
  return {
    'plain text': [text],
    base64,
    'base64 for URLs': base64.map((it) => it.replaceAll('+', '-').replaceAll('/', '_')),
    'a URL': [encodeURIComponent(text), encodeURI(text)],
    JSON: [JSON.stringify(text).slice(1, -1)],
    'JSON in JSON': [JSON.stringify(JSON.stringify(text)).slice(3, -3)],
    hex: [hex, hex.toUpperCase()],
  };
}
