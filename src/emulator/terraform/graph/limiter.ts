/** Runs at most so many at a time; the others wait in order. */
export type Limiter = <T>(run: () => Promise<T>) => Promise<T>;

/** As many operations as Terraform has in flight (`-parallelism=10`). */
export const defaultParallelism = 10;

export function createLimiter(limit: number = defaultParallelism): Limiter {
  const waiting: (() => void)[] = [];
  let free = limit;
  return async (run) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await run();
    } finally {
      // The place goes to the next one directly, so that nobody overtakes it.
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
