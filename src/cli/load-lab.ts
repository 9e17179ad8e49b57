import { pathToFileURL } from 'node:url';
import { WirebookError } from '../lab/errors.ts';
import type { Lab } from '../lab/lab.ts';
import type { LabFile } from './find-lab.ts';
import { shortPath } from './places.ts';

/** Imports a lab file. Throws `lab-file-throws` or `not-a-lab`, without the stack trace but with the place. */
export async function loadLab({ file }: LabFile): Promise<Lab> {
  const { href } = pathToFileURL(file);
  let module: { readonly default?: unknown };
  try {
    module = (await import(href)) as typeof module;
  } catch (cause) {
    throw throws(file, href, cause);
  }
  if (isLab(module.default)) return module.default;
  throw new WirebookError({
    code: 'not-a-lab',
    message: `${shortPath(file)} does not export a lab.`,
    next: 'Write `export default defineLab({ … }, ({ md, step }) => { … });` in it.',
    exitCode: 2,
  });
}

function isLab(value: unknown): value is Lab {
  return (
    typeof value === 'object' &&
    value !== null &&
    'cells' in value &&
    Array.isArray(value.cells) &&
    'title' in value &&
    'stack' in value
  );
}

function throws(file: string, href: string, cause: unknown): WirebookError {
  const message = cause instanceof Error ? cause.message : String(cause);
  const stack = cause instanceof Error ? (cause.stack ?? '') : '';
  const known = cause instanceof WirebookError ? cause : undefined;
  const place = placeIn(stack, href) ?? placeIn(stack, new URL('.', href).href);
  return new WirebookError({
    code: known?.code ?? 'lab-file-throws',
    message: `${shortPath(file)} cannot be loaded: ${plainPaths(message)}`,
    facts: { ...(place === undefined ? {} : { at: place }), ...known?.facts },
    next: known?.next ?? 'Mend the lab file; --verbose shows the whole stack trace.',
    cause,
    exitCode: 2,
  });
}

/** `lab.ts:12:5`: the first line of a stack trace that is in the lab's own files. */
function placeIn(stack: string, prefix: string): string | undefined {
  for (const line of stack.split('\n')) {
    const at = line.indexOf(prefix);
    if (at < 0) continue;
    const place = /^[^\s)]*/.exec(line.slice(at))?.[0] ?? '';
    return shortPath(decodeURIComponent(place.replace('file://', '')));
  }
  return undefined;
}

function plainPaths(message: string): string {
  return message.replaceAll('file://', '').trim();
}
