/** A piece of work that waits for others. */
export interface Task {
  readonly dependencies: readonly string[];
  /** Rejects when it failed: then what depends on it is not run. */
  run(): Promise<void>;
}

export interface WalkResult {
  readonly failed: ReadonlyMap<string, unknown>;
  /** Not run: something they need failed, or the signal was aborted. */
  readonly skipped: ReadonlySet<string>;
}

/**
 * Runs every task as soon as those it depends on are done. A task that fails stops only its
 * dependents. Tasks must have no cycle; names that are no task count as done.
 */
export async function walk(
  tasks: ReadonlyMap<string, Task>,
  signal: AbortSignal | undefined,
): Promise<WalkResult> {
  const failed = new Map<string, unknown>();
  const skipped = new Set<string>();
  const started = new Map<string, Promise<void>>();

  const start = (name: string, task: Task): Promise<void> => {
    const running = started.get(name);
    if (running) return running;
    const promise = perform(name, task);
    started.set(name, promise);
    return promise;
  };
  const perform = async (name: string, task: Task): Promise<void> => {
    const needed = task.dependencies.filter((dependency) => tasks.has(dependency));
    await Promise.all(
      needed.flatMap((dependency) => {
        const inner = tasks.get(dependency);
        return inner ? [start(dependency, inner)] : [];
      }),
    );
    const isBlocked = needed.some(
      (dependency) => failed.has(dependency) || skipped.has(dependency),
    );
    if (isBlocked || signal?.aborted) {
      skipped.add(name);
      return;
    }
    try {
      await task.run();
    } catch (error) {
      failed.set(name, error);
    }
  };

  await Promise.all([...tasks].map(([name, task]) => start(name, task)));
  return { failed, skipped };
}
