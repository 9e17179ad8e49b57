import { setTimeout as sleep } from 'node:timers/promises';

/** Calls `look` until it gives something. Resolves with it, or with undefined when `deadlineMs` have passed. */
export async function waitFor<T>(
  look: () => Promise<T | undefined> | T | undefined,
  deadlineMs: number,
  pauseMs = 5,
): Promise<T | undefined> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) return undefined;
    await sleep(pauseMs);
  }
}
