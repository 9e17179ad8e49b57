import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { WirebookError } from '../../lab/errors.ts';
import type { EquipmentSettings } from '../../lab/stack.ts';

const machine = z.strictObject({
  address: z.string().min(1),
  user: z.string().min(1),
  privateAddresses: z.array(z.ipv4()).optional(),
});
const settings = z.strictObject({ equipment: z.record(z.string(), machine).optional() });

/**
 * What `settings.json` beside a lab says: equipment of the user's own that stands for the lab's sites. Empty without the file.
 * Throws `settings-not-understood`.
 */
export function readSettings(labFile: string): {
  readonly equipment: Readonly<Record<string, EquipmentSettings>>;
} {
  const file = join(dirname(labFile), 'settings.json');
  if (!existsSync(file)) return { equipment: {} };
  const read = settings.safeParse(parse(file));
  if (!read.success) {
    throw notUnderstood(file, z.prettifyError(read.error).replaceAll(/\s+/g, ' ').trim());
  }
  return { equipment: read.data.equipment ?? {} } as ReturnType<typeof readSettings>;
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw notUnderstood(file, error instanceof Error ? error.message : String(error));
  }
}

function notUnderstood(file: string, why: string): WirebookError {
  return new WirebookError({
    code: 'settings-not-understood',
    message: `${file} cannot be understood: ${why}`,
    next: 'Write it as { "equipment": { "<name>": { "address": "…", "user": "…" } } }; docs/writing-a-lab.md shows one.',
    exitCode: 2,
  });
}
