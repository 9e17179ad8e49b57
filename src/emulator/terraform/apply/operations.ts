import type { ResourceProgress, RunOptions } from '../engine.ts';
import { describeFailure } from '../failure.ts';
import type { Limiter } from '../graph/limiter.ts';
import type { ProviderTypes } from '../provider.ts';
import { findType, type StateRecord } from '../state.ts';

export type ProgressOptions = RunOptions & {
  readonly onResource: (progress: ResourceProgress) => void;
};

/** What every operation on a resource needs. */
export interface Operations {
  readonly providers: readonly ProviderTypes[];
  readonly limit: Limiter;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly options: ProgressOptions;
  /** What exists; changed by every operation as soon as it is done. */
  readonly records: Map<string, StateRecord>;
}

/** Runs one operation within the limit and tells of its course. */
export function perform<T>(
  { limit, now, options }: Operations,
  progress: Pick<ResourceProgress, 'address' | 'action'>,
  run: () => Promise<T>,
): Promise<T> {
  return limit(async () => {
    if (options.signal?.aborted) throw new InterruptedError();
    const start = now();
    options.onResource({ ...progress, status: 'started' });
    try {
      const result = await run();
      options.onResource({ ...progress, status: 'done', durationMs: now() - start });
      return result;
    } catch (error) {
      const durationMs = now() - start;
      options.onResource({
        ...progress,
        status: 'failed',
        durationMs,
        error: describeFailure(error),
      });
      throw error;
    }
  });
}

/** The signal was aborted before the operation began. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
  constructor() {
    super('interrupted before it began');
  }
}

export async function deleteRecord(operations: Operations, record: StateRecord): Promise<void> {
  const { address } = record;
  await perform(operations, { address, action: 'delete' }, () =>
    findType(operations.providers, record.type).delete(record.attributes),
  );
  operations.records.delete(address);
}
