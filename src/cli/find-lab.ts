import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { WirebookError } from '../lab/errors.ts';
import { slug } from '../lab/slug.ts';
import { didYouMean, suggest } from '../lab/suggest.ts';
import { labsFolder, userFolders } from './places.ts';

/** A lab on disk. */
export interface LabFile {
  readonly name: string;
  readonly file: string;
}

/** The labs in `labs/`, by name. */
export function listLabs(folder: string = labsFolder): readonly LabFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, file: join(folder, name, 'lab.ts') }))
    .filter(({ file }) => existsSync(file))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** A lab by name, or by the path of its file or folder. Throws `unknown-lab` with suggestions. */
export function findLab(text: string, verbs: readonly string[] = []): LabFile {
  const labs = listLabs();
  const named = labs.find(({ name }) => name === text);
  if (named !== undefined) return named;
  const file = fileOf(text);
  if (file !== undefined) return { name: nameOf(file), file };
  throw unknownLab(text, labs, verbs);
}

/**
 * The name under which a lab's runs are kept. The lab itself may be gone: its reports still can be
 * read, and what it left can be destroyed.
 */
export function labName(text: string, reportsFolder: string): string {
  const plain = !looksLikePath(text);
  if (plain && existsSync(join(reportsFolder, text))) return text;
  return findLab(text).name;
}

function fileOf(text: string): string | undefined {
  for (const folder of userFolders()) {
    const path = resolve(folder, text);
    if (!existsSync(path)) continue;
    const file = statSync(path).isDirectory() ? join(path, 'lab.ts') : path;
    if (existsSync(file) && /\.[cm]?[jt]s$/.test(file)) return file;
  }
  return undefined;
}

function nameOf(file: string): string {
  const base = basename(file).replace(/\.[cm]?[jt]s$/, '');
  return slug(base === 'lab' ? basename(dirname(file)) : base.replace(/\.lab$/, ''));
}

function looksLikePath(text: string): boolean {
  return text.includes('/') || /\.[cm]?[jt]s$/.test(text);
}

function unknownLab(
  text: string,
  labs: readonly LabFile[],
  verbs: readonly string[],
): WirebookError {
  const names = labs.map(({ name }) => name);
  if (looksLikePath(text)) {
    return new WirebookError({
      code: 'unknown-lab',
      message: `There is no lab file at ${text}.`,
      facts: { 'looked in': userFolders().join(', ') },
      next: 'Give the path of a lab file or of a folder with a lab.ts. `npm run lab -- new <name>` writes one.',
      exitCode: 2,
    });
  }
  const all = [...names, ...verbs];
  return new WirebookError({
    code: 'unknown-lab',
    message: `There is no lab or command "${text}".`,
    next: `${suggest(text, all).length > 0 ? didYouMean(text, all) : didYouMean(text, names)} \`npm run lab -- list\` shows all labs.`,
    exitCode: 2,
  });
}
