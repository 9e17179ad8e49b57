/** Runs at most `width` of the given jobs at once; the rest wait their turn. */
export type Limit = <T>(job: () => Promise<T>) => Promise<T>;

export function createLimit(width: number): Limit {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (job) => {
    if (running >= width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      // The place is handed over, so that nobody slips in between.
      if (next) next();
      else running -= 1;
    }
  };
}
