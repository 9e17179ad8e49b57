import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/run.ts';
import { LinuxError } from '../world.ts';
import { machinePrograms } from './programs.ts';
import { templateScript } from './scripts.ts';

/** What all machines start from, made when first asked for. The function resolves with its folder. */
export function createTemplate(folder: string): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () => (made ??= makeTemplate(join(folder, 'template')));
}

async function makeTemplate(template: string): Promise<string> {
  const programs = join(template, 'programs');
  await mkdir(programs, { recursive: true });
  await Promise.all(
    Object.entries(machinePrograms).map(([name, text]) =>
      writeFile(join(programs, name), text, { mode: 0o755 }),
    ),
  );
  const { exitCode, stderr } = await run(['sh', '-s', template], { input: templateScript });
  if (exitCode !== 0) {
    throw new LinuxError(
      '',
      'machine template',
      `machines could not be prepared: ${stderr.trim()}`,
    );
  }
  return template;
}
