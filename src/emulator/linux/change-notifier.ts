/** Tells listeners of changes: many at once are told once, shortly after the first. */
export interface ChangeNotifier {
  changed(): void;
  subscribe(listener: () => void): () => void;
  /** Compares a text now and then, for changes that came with no event. */
  poll(parameters: {
    readonly fingerprint: () => Promise<string>;
    readonly everyMs: () => number;
  }): void;
  close(): void;
}

export function createChangeNotifier(debounceMs: number): ChangeNotifier {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let pollTimer: NodeJS.Timeout | undefined;
  let closed = false;

  const changed = (): void => {
    if (timer || closed) return;
    timer = setTimeout(() => {
      timer = undefined;
      for (const listener of listeners) listener();
    }, debounceMs);
  };

  return {
    changed,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    poll: ({ fingerprint, everyMs }) => {
      let last: string | undefined;
      const look = async (): Promise<void> => {
        const now = await fingerprint().catch(() => last ?? '');
        if (last !== undefined && now !== last) changed();
        last = now;
        if (!closed) schedule();
      };
      const schedule = (): void => {
        pollTimer = setTimeout(() => void look(), everyMs());
        pollTimer.unref();
      };
      schedule();
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      clearTimeout(pollTimer);
      listeners.clear();
    },
  };
}
