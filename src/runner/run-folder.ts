import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { unwritable } from './journal.ts';

/** `reports/<lab>/<run-id>`: what one run writes. */
export interface RunFolder {
  readonly runId: string;
  readonly folder: string;
  readonly journal: string;
}

export function runFolder(labFolder: string, runId: string): RunFolder {
  const folder = join(labFolder, runId);
  return { runId, folder, journal: join(folder, 'journal.ndjson') };
}

/** UTC time and a short random suffix, sortable: `2026-11-21T06-30-12Z-4f1c`. */
export function newRunId(now: number): string {
  const time = new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  return `${time}-${randomBytes(2).toString('hex')}`;
}

export function makeRunFolder(labFolder: string, runId: string): RunFolder {
  const run = runFolder(labFolder, runId);
  try {
    mkdirSync(run.folder, { recursive: true });
    pointLatest(labFolder, runId);
  } catch (error) {
    throw unwritable(run.folder, error);
  }
  return run;
}

/** Run ids of a lab, newest first. */
export function listRuns(labFolder: string): readonly string[] {
  try {
    return readdirSync(labFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /^\d{4}-\d\d-\d\dT/.test(entry.name))
      .map((entry) => entry.name)
      .toSorted()
      .toReversed();
  } catch {
    return [];
  }
}

/** Through a rename, so that `latest` is there at any moment. */
function pointLatest(labFolder: string, runId: string): void {
  const next = join(labFolder, `.latest.${process.pid}`);
  rmSync(next, { force: true });
  symlinkSync(runId, next);
  renameSync(next, join(labFolder, 'latest'));
}
