import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A run of a lab and its folder, newest first; none when the lab has not been run. */
export function runFoldersOf(
  reports: string,
  lab: string,
): readonly { readonly runId: string; readonly folder: string }[] {
  try {
    return readdirSync(join(reports, lab), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => ({ runId: name, folder: join(reports, lab, name) }))
      .toSorted((a, b) => (a.runId < b.runId ? 1 : -1));
  } catch {
    return [];
  }
}
