import { setTimeout as sleep } from 'node:timers/promises';

/** Looks again until `look` is satisfied, at most 30 s; gives what it saw last. */
export async function until<T>(
  look: () => Promise<T>,
  satisfied: (seen: T) => boolean,
): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const seen = await look();
    if (satisfied(seen) || Date.now() > end) return seen;
    await sleep(100);
  }
}
