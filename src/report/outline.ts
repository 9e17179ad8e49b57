import type { CellOutline } from '../lab/events.ts';

/**
 * The cells to report: those of the latest start, then those that ran and that the lab no longer
 * has (its file may change before a run is resumed).
 */
export function mergeOutlines(
  starts: readonly (readonly CellOutline[])[],
  ran: readonly string[],
): readonly CellOutline[] {
  const latest = starts.at(-1) ?? [];
  const known = new Map(starts.flat().map((cell) => [cell.id, cell]));
  const present = new Set(latest.map((cell) => cell.id));
  const gone = ran.filter((id) => !present.has(id)).map((id) => known.get(id) ?? unknownCell(id));
  return [...latest, ...gone];
}

const unknownCell = (id: string): CellOutline => ({
  id,
  kind: 'step',
  step: 'unknown',
  title: id,
  needs: [],
});
