import { isDeepStrictEqual } from 'node:util';
import type { Cloud, Tap } from '../cloud.ts';
import type { Fabric } from '../fabric/fabric.ts';
import type { Linux } from '../linux/world.ts';
import { joinClouds } from './internet.ts';

/** Keeps Linux as the clouds want it: observe, compile, reconcile, again whenever something changed. */
export interface World {
  /** Something that was asked for changed. */
  changed(): void;
  /** Resolves when every change made so far is real; rejects with the reason when the pass that had it failed. */
  settled(): Promise<void>;
  /** Does not reconcile while `work` runs: many changes, one pass. */
  together<T>(work: () => Promise<T>): Promise<T>;
  /** The fabric last made real. */
  fabric(): Fabric;
  /** Where one may listen in it. */
  taps(): readonly Tap[];
  close(): Promise<void>;
}

export interface CreateWorldParameters {
  readonly linux: Linux;
  readonly clouds: () => readonly Cloud[];
  readonly log: (line: string) => void;
  /** Milliseconds before a failed pass is tried again. @default 1000 */
  readonly retryMs?: number;
}

interface Waiter {
  readonly generation: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

export function createWorld({ linux, clouds, log, retryMs = 1000 }: CreateWorldParameters): World {
  let wanted = 0;
  let made = 0;
  let dirty = false;
  let holds = 0;
  let closed = false;
  let running: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let current: Fabric = { nodes: [], links: [], tunnels: [] };
  let taps: readonly Tap[] = [];
  let complete = false;
  let waiters: Waiter[] = [];

  function settle(generation: number, finish: (waiter: Waiter) => void): void {
    const due = waiters.filter((waiter) => waiter.generation <= generation);
    waiters = waiters.filter((waiter) => waiter.generation > generation);
    due.forEach(finish);
  }

  async function pass(): Promise<void> {
    const generation = wanted;
    dirty = false;
    try {
      const observations = await linux.observe();
      const parts = clouds().map((cloud) => cloud.compile(observations));
      const fabric = joinClouds(parts);
      if (!complete || !isDeepStrictEqual(fabric, current)) {
        complete = false;
        await linux.reconcile(fabric);
        current = fabric;
        taps = parts.flatMap((part) => part.taps ?? []);
        complete = true;
      }
      made = generation;
      settle(generation, (waiter) => waiter.resolve());
    } catch (error) {
      if (closed) return;
      log(`reconcile failed: ${error instanceof Error ? error.message : String(error)}`);
      settle(generation, (waiter) => waiter.reject(error));
      retry = setTimeout(wake, retryMs);
    }
  }

  /** Passes never overlap; whatever arrives during one gets a pass of its own after it. */
  function schedule(): void {
    // Without work there is nothing to wait for below: `running` would be set after it was cleared, and stay.
    if (running !== undefined || closed || holds > 0 || !dirty) return;
    running = (async () => {
      while (dirty && !closed && holds === 0) await pass();
      running = undefined;
    })();
  }

  function wake(): void {
    dirty = true;
    // The next turn of the event loop: changes made in one go share a pass.
    setImmediate(schedule);
  }

  const unsubscribe = linux.onChange(wake);

  return {
    changed() {
      wanted++;
      wake();
    },
    settled() {
      if (made >= wanted) return Promise.resolve();
      return new Promise((resolve, reject) => {
        waiters.push({ generation: wanted, resolve, reject });
      });
    },
    async together(work) {
      holds++;
      try {
        return await work();
      } finally {
        holds--;
        setImmediate(schedule);
      }
    },
    fabric: () => current,
    taps: () => taps,
    async close() {
      closed = true;
      unsubscribe();
      clearTimeout(retry);
      settle(Infinity, (waiter) => waiter.reject(new Error('The local cloud is shutting down.')));
      await running;
    },
  };
}
