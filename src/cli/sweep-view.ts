import { formatDuration } from '../lab/duration.ts';
import type { Leftover } from '../sweep/leftover.ts';

const columns = ['cloud', 'what', 'name', 'lab', 'run', 'owner', 'expired'] as const;

/** A table of what may go, a line each. */
export function leftoverLines(leftovers: readonly Leftover[], now: Date): readonly string[] {
  const rows = leftovers.map((leftover) => cellsOf(leftover, now));
  const widths = columns.map((title, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  return [columns, ...rows].map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function cellsOf(leftover: Leftover, now: Date): readonly string[] {
  const { cloud, kind, name, id, lab, run, owner, expiresAt } = leftover;
  const shown = name === id || id.endsWith(`/${name}`) ? name : `${name} ${id}`;
  const since = expiresAt && `${formatDuration(roughly(now.getTime() - expiresAt.getTime()))} ago`;
  // Azure's ids are the group's name with much around it.
  return [cloud, kind, cloud === 'azure' ? name : shown, lab, run, owner, since ?? 'unknown'];
}

/** Seconds say nothing of what expired hours ago. */
function roughly(ms: number): number {
  const minute = 60_000;
  return ms < minute ? ms : Math.floor(ms / minute) * minute;
}
