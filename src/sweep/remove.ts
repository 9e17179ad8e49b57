import type { Leftover, Sweeper } from './leftover.ts';
import { order } from './order.ts';

export interface RemoveParameters {
  readonly sweeper: Sweeper;
  readonly leftovers: readonly Leftover[];
  readonly onEvent: (event: RemovalEvent) => void;
  /** How many rounds may pass in which nothing could be deleted. */
  readonly patience: number;
  /** Between two rounds. */
  pause(): Promise<void>;
}

export type RemovalEvent =
  | { readonly type: 'deleting' | 'deleted'; readonly leftover: Leftover }
  /** Something uses it still: it is tried again. */
  | { readonly type: 'waiting'; readonly leftover: Leftover; readonly reason: string }
  | { readonly type: 'failed'; readonly leftover: Leftover; readonly reason: string };

export interface Removal {
  readonly deleted: readonly Leftover[];
  readonly failed: readonly NotDeleted[];
}

export interface NotDeleted {
  readonly leftover: Leftover;
  readonly reason: string;
}

/** How many are asked for at once: clouds limit their callers. */
const width = 8;

/**
 * Deletes the leftovers of one account, wave by wave. What something still uses is tried again in the next round, after
 * everything else was; what the cloud refuses for another reason is not.
 */
export async function removeAll(parameters: RemoveParameters): Promise<Removal> {
  const { sweeper, leftovers, onEvent, patience, pause } = parameters;
  const deleted: Leftover[] = [];
  const failed: NotDeleted[] = [];
  const told = new Map<Leftover, string>();
  let left = leftovers;

  const fail = (leftover: Leftover, reason: string) => {
    failed.push({ leftover, reason });
    onEvent({ type: 'failed', leftover, reason });
  };

  const attempt = async (leftover: Leftover): Promise<readonly Leftover[]> => {
    if (!told.has(leftover)) onEvent({ type: 'deleting', leftover });
    const outcome = await tryToRemove(sweeper, leftover);
    if (outcome === undefined) {
      deleted.push(leftover);
      onEvent({ type: 'deleted', leftover });
      return [];
    }
    if (outcome.isFinal) {
      fail(leftover, outcome.reason);
      return [];
    }
    if (told.get(leftover) !== outcome.reason)
      onEvent({ type: 'waiting', leftover, reason: outcome.reason });
    told.set(leftover, outcome.reason);
    return [leftover];
  };

  for (let idle = 0; left.length > 0 && idle <= patience;) {
    const before = deleted.length;
    const busy: Leftover[] = [];
    for (const wave of order(left)) {
      for (let start = 0; start < wave.length; start += width) {
        const slice = wave.slice(start, start + width);
        busy.push(...(await Promise.all(slice.map(attempt))).flat());
      }
    }
    left = busy;
    idle = deleted.length > before ? 0 : idle + 1;
    if (left.length > 0 && idle <= patience) await pause();
  }
  for (const leftover of left) fail(leftover, told.get(leftover) ?? 'still in use');
  return { deleted, failed };
}

/** undefined: it is gone. */
async function tryToRemove(
  sweeper: Sweeper,
  leftover: Leftover,
): Promise<{ readonly reason: string; readonly isFinal: boolean } | undefined> {
  try {
    await sweeper.remove(leftover);
    return undefined;
  } catch (error) {
    const verdict = sweeper.verdict(error);
    if (verdict === 'gone') return undefined;
    return { reason: reasonOf(error), isFinal: verdict === 'refused' };
  }
}

/** What a cloud said, in one line. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().replaceAll(/\s+/g, ' ');
}
