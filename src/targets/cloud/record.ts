import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFoldersOf } from '../run-folders.ts';
import type { TerraformProgram } from './terraform/program.ts';

/**
 * What a run's folder says of what it has in real clouds. Written before the first resource is made, so that whoever has the
 * folder can finish or destroy it, on any machine.
 */
export interface CloudRecord {
  readonly lab: string;
  readonly runId: string;
  /** ISO times. */
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly owner: string;
  /** Where in the clouds it works, by the variable that says so: `{ ARM_SUBSCRIPTION_ID: … }`. */
  readonly accounts?: Readonly<Record<string, string>>;
  readonly terraform: Pick<TerraformProgram, 'name' | 'version'>;
  /** Absent: something may be there. */
  readonly destroyedAt?: string;
}

const fileName = 'cloud.json';

export function writeRecord(folder: string, record: CloudRecord): void {
  const file = join(folder, fileName);
  // Whole or not at all: without it nobody knows any more that something is up.
  writeFileSync(`${file}.next`, `${JSON.stringify(record, null, 2)}\n`, { flush: true });
  renameSync(`${file}.next`, file);
}

export function readRecord(folder: string): CloudRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as CloudRecord;
  } catch {
    return undefined;
  }
}

/** The lab's newest run that may still have something in real clouds. */
export function findRecord(
  reports: string,
  lab: string,
): { readonly runId: string; readonly folder: string } | undefined {
  for (const { runId, folder } of runFoldersOf(reports, lab)) {
    const record = readRecord(folder);
    if (record !== undefined && record.destroyedAt === undefined) return { runId, folder };
  }
  return undefined;
}
