import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { load } = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown };

/** The one place that knows which YAML parser there is: ESLint brings one along. */
export function readYaml<T>(file: string): T {
  return load(readFileSync(file, 'utf8')) as T;
}

/** A file of several documents. */
export function readYamlDocuments<T>(file: string): readonly T[] {
  const texts = readFileSync(file, 'utf8').split(/^---$/m);
  return texts.map((text) => load(text) as T | undefined).filter((one) => one !== undefined);
}
