/** Where secrets are in a text: from, and up to. */
export type Range = readonly [from: number, to: number];

/** Finds many texts in one pass (Rabin–Karp), so that its time does not grow with their number. */
export interface Search {
  /** Adds a text of at least the window's length. */
  add(text: string): void;
  find(text: string): readonly Range[];
}

const base = 0x01_00_01_93;
const filterBits = 17;

/** `window`: how many characters are compared at once; no text that is searched for may be shorter. */
export function createSearch(window: number): Search {
  const byHash = new Map<number, string[]>();
  // Says at once of nearly all places that nothing begins there.
  const filter = new Uint8Array(1 << filterBits);
  let outgoing = 1;
  for (let i = 1; i < window; i++) outgoing = Math.imul(outgoing, base);

  const hashAt = (text: string): number => {
    let hash = 0;
    for (let i = 0; i < window; i++) hash = (Math.imul(hash, base) + text.charCodeAt(i)) | 0;
    return hash;
  };

  return {
    add(text) {
      const hash = hashAt(text);
      const same = byHash.get(hash) ?? [];
      if (same.includes(text)) return;
      // Longest first, so that a secret that begins with another is found as a whole.
      byHash.set(
        hash,
        [...same, text].toSorted((a, b) => b.length - a.length),
      );
      filter[hash >>> (32 - filterBits)] = 1;
    },
    find(text) {
      const ranges: Range[] = [];
      if (text.length < window || byHash.size === 0) return ranges;
      let hash = hashAt(text);
      for (let at = 0; ; at++) {
        if (filter[hash >>> (32 - filterBits)] === 1) {
          const found = byHash.get(hash)?.find((one) => text.startsWith(one, at));
          if (found !== undefined) ranges.push([at, at + found.length]);
        }
        const next = at + window;
        if (next >= text.length) return ranges;
        const rest = (hash - Math.imul(text.charCodeAt(at), outgoing)) | 0;
        hash = (Math.imul(rest, base) + text.charCodeAt(next)) | 0;
      }
    },
  };
}

/** In order, with what overlaps or touches made one. */
export function merged(ranges: readonly Range[]): readonly Range[] {
  const merged: Range[] = [];
  for (const [from, to] of ranges.toSorted(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) {
      merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    } else merged.push([from, to]);
  }
  return merged;
}
