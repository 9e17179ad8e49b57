import { readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';

/** A YAML file, as GitHub and Kubernetes read it. */
export function readYaml<T>(file: string): T {
  return parse(readFileSync(file, 'utf8')) as T;
}

/** A file of several documents. */
export function readYamlDocuments<T>(file: string): readonly T[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as T);
}
