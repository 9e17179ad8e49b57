import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileKept } from '../lab/events.ts';
import type { StepContext } from '../lab/step.ts';
import { unwritable } from './journal.ts';
import type { Redactor } from './redact.ts';

const filesFolder = 'files';

/** Keeps a step's file in the run's folder, beside where its report will be; secrets are taken out of it. */
export async function keepFile(
  parameters: Parameters<StepContext['keepFile']>[0] & {
    readonly folder: string;
    readonly cell: string;
    readonly redactor: Redactor;
  },
): Promise<Omit<FileKept, 'type'>> {
  const { folder, cell, title, redactor } = parameters;
  const name = redactor.text(parameters.name);
  const content = redactor.bytes(parameters.content);
  const number = /^\d+/.exec(cell)?.[0] ?? cell;
  const path = join(filesFolder, `${number}-${name.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}`);
  try {
    await mkdir(join(folder, filesFolder), { recursive: true });
    await writeFile(join(folder, path), content);
  } catch (error) {
    throw unwritable(join(folder, path), error);
  }
  return { cell, title, path, bytes: content.byteLength };
}

/** Takes out of kept files what became known as secret after they were written. */
export async function redactFilesAgain(folder: string, redactor: Redactor): Promise<void> {
  const names = await readdir(join(folder, filesFolder)).catch(() => []);
  for (const name of names) {
    const file = join(folder, filesFolder, name);
    const content = await readFile(file);
    const again = redactor.bytes(content);
    // A full disk has been told of by then.
    if (!content.equals(again)) await writeFile(file, again).catch(() => undefined);
  }
}
