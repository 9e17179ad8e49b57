/** The nearest of the known names, as ` (did you mean "x"?)`, or the known ones when none is near. */
export function suggest(name: string, known: readonly string[]): string {
  const best = nearest(name, known);
  if (best !== undefined) return ` (did you mean "${best}"?)`;
  return known.length ? ` (known: ${[...known].sort().join(', ')})` : '';
}

export function nearest(name: string, known: readonly string[]): string | undefined {
  // A third of the letters may be wrong, but never all.
  const limit = Math.min(name.length - 1, Math.max(1, Math.floor(name.length / 3)));
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** How many letters to insert, delete, change or swap with the next one (optimal string alignment). */
function editDistance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, index) => index)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= from.length; row += 1) {
    rows[row] = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      rows[row]?.push(
        Math.min(
          at(row - 1, column - 1) + (isSame ? 0 : 1),
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          row > 1 && column > 1 && isSwap ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(from.length, to.length);
}
