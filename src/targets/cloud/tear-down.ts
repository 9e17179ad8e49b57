import { toErrorRecord } from '../../lab/errors.ts';
import type { Clock } from '../../lab/step.ts';

export interface TearDownParameters {
  /** Deletes what it can; resolves to what is left. */
  readonly attempt: () => Promise<readonly string[]>;
  /** Whether another attempt would end the same way. */
  readonly isFinal?: (error: unknown) => boolean;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly onNotice: (text: string) => void;
}

/** Clouds refuse to delete what something else still uses, and forget what they were asked a moment ago. */
const pausesMs = [10_000, 30_000, 60_000];

/** Tries again until nothing is left; resolves to what is left in the end. Throws what the last attempt threw. */
export async function tearDown(parameters: TearDownParameters): Promise<readonly string[]> {
  const { attempt, signal, clock, onNotice, isFinal = () => false } = parameters;
  for (const pause of pausesMs) {
    try {
      const left = await attempt();
      if (left.length === 0) return [];
      onNotice(`${left.length} resources are left; again in ${pause / 1000} s`);
    } catch (error) {
      if (signal.aborted || isFinal(error)) throw error;
      onNotice(`${toErrorRecord(error).message}; again in ${pause / 1000} s`);
    }
    await clock.sleep(pause, signal);
  }
  return await attempt();
}
