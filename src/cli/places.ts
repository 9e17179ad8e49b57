import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { quote } from '../lab/quote.ts';

/** The project's folder. */
export const projectFolder = resolve(import.meta.dirname, '../..');
export const labsFolder = join(projectFolder, 'labs');
export const defaultReportsFolder = join(projectFolder, 'reports');

/** Where relative paths are looked up: npm runs scripts in the project, and says where it was called. */
export function userFolders(): readonly string[] {
  const called = process.env['INIT_CWD'];
  return [...new Set([...(called === undefined ? [] : [called]), process.cwd()])];
}

export function resolveUserPath(path: string): string {
  return resolve(userFolders()[0] ?? process.cwd(), path);
}

/** A path as short as it stays right for the person reading it. */
export function shortPath(path: string): string {
  const short = relative(userFolders()[0] ?? process.cwd(), path);
  return short !== '' && !short.startsWith('..') ? short : path;
}

export function ownVersion(): string {
  const text = readFileSync(join(projectFolder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** What a command about runs that are kept elsewhere needs: ` --reports /elsewhere`; empty for the usual folder. */
export function reportsOption(reportsFolder: string): string {
  return reportsFolder === defaultReportsFolder ? '' : ` --reports ${quote(reportsFolder)}`;
}
