/** Up to three of the candidates that somebody who typed `text` may have meant, nearest first; none that is clearly farther than the best. */
export function suggest(text: string, candidates: readonly string[]): readonly string[] {
  const wanted = text.toLowerCase();
  const allowed = Math.max(2, Math.floor(wanted.length / 3));
  const near = candidates
    .map((candidate) => ({ candidate, distance: closeness(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= allowed)
    .toSorted((a, b) => a.distance - b.distance);
  const best = near[0]?.distance ?? 0;
  return near
    .filter(({ distance }) => distance < best + 1)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** `Did you mean "a" or "b"?`, or else what there is. */
export function didYouMean(text: string, candidates: readonly string[]): string {
  const near = suggest(text, candidates);
  if (near.length > 0) return `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
  if (candidates.length === 0) return 'There are none.';
  return `There are: ${candidates.join(', ')}.`;
}

function closeness(wanted: string, candidate: string): number {
  if (wanted.length >= 3 && candidate.includes(wanted)) return 0.5;
  return editDistance(wanted, candidate);
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min(replace, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
