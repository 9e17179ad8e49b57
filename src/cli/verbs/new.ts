import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { WirebookError } from '../../lab/errors.ts';
import { slug } from '../../lab/slug.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { labTemplate, stackTemplate } from '../lab-template.ts';
import { labsFolder, projectFolder, resolveUserPath, shortPath } from '../places.ts';
import type { VerbCall } from '../verb.ts';

/** `lab new <name>`: a lab in `labs/<name>`, or in the folder that the path names. */
export async function newLab(context: CliContext, { operands }: VerbCall): Promise<ExitCode> {
  const { screen, json, verbs } = context;
  const [text = ''] = operands;
  const isPath = text.includes('/');
  const folder = isPath ? resolveUserPath(text) : join(labsFolder, text);
  const name = basename(folder);
  if (name !== slug(name) || verbs.includes(name)) throw badName(name, verbs);
  if (existsSync(folder)) throw exists(folder);

  const path = relative(folder, projectFolder).split(sep).join('/');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'lab.ts'), labTemplate({ project: path }));
  writeFileSync(join(folder, 'stack.ts'), stackTemplate({ name, project: path }));

  const call = isPath ? shortPath(folder) : name;
  if (json) screen.out(JSON.stringify({ name, folder }));
  else screen.out(`Wrote ${shortPath(folder)}/lab.ts and stack.ts. Run it: npm run lab -- ${call}`);
  return 0;
}

function badName(name: string, verbs: readonly string[]): WirebookError {
  const taken = verbs.includes(name);
  return new WirebookError({
    code: 'invalid-lab-name',
    message: taken
      ? `A lab cannot be called "${name}": that is a command.`
      : `"${name}" cannot be the name of a lab.`,
    next: taken
      ? 'Choose another name.'
      : `Use lower case letters, digits and hyphens: ${slug(name)}.`,
    exitCode: 2,
  });
}

function exists(folder: string): WirebookError {
  return new WirebookError({
    code: 'lab-exists',
    message: `There is something at ${shortPath(folder)} already.`,
    next: 'Choose another name, or remove the folder first.',
    exitCode: 2,
  });
}
