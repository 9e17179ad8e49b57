import { formatDuration } from '../lab/duration.ts';
import { WirebookError } from '../lab/errors.ts';
import { within } from '../lab/within.ts';

/** What a cloud, or a region of it, shows in time. Throws `cloud-silent`: SDKs may try for ten minutes and say nothing. */
export function answerWithin<T>(ms: number, from: string, look: Promise<T>): Promise<T> {
  return within(
    ms,
    look,
    () =>
      new WirebookError({
        code: 'cloud-silent',
        message: `No answer from ${from} within ${formatDuration(ms)}.`,
        next: 'Is the network up? `npm run lab -- doctor --on cloud` tells more.',
      }),
  );
}
