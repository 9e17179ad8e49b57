import type { Tunnel } from '../../fabric/fabric.ts';

/** Keeps a tunnel dialled: whenever nothing is there and nothing is on its way, it calls again. */
export interface Dialer {
  start(plan: DialPlan): void;
  /** Something ended: look soon. */
  again(): void;
  stop(): void;
}

export interface DialPlan {
  readonly role: Tunnel['role'];
  readonly retryMs: number;
  /** Of two ends that may both call, this one calls first, so that they do not call at the same time. */
  readonly first: boolean;
}

export interface CreateDialerParameters {
  /** Whether a tunnel is up or on its way, by whoever called. */
  readonly busy: () => Promise<boolean>;
  readonly dial: () => Promise<void>;
}

/** Time for charon to forget what just ended. */
const soonMs = 20;

export function createDialer({ busy, dial }: CreateDialerParameters): Dialer {
  let plan: DialPlan | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastDial = -Infinity;

  const lookIn = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), delayMs);
    timer.unref();
  };
  const look = async (): Promise<void> => {
    const mine = plan;
    if (!mine) return;
    try {
      if (!(await busy())) {
        lastDial = performance.now();
        await dial();
      }
    } catch {
      // charon is gone or refused; the next look tells.
    }
    if (plan === mine) lookIn(mine.retryMs);
  };
  const patience = (wanted: DialPlan): number => {
    if (wanted.role === 'both' && !wanted.first) return wanted.retryMs;
    // What fails at once must not be tried at once for ever.
    return Math.max(soonMs, lastDial + wanted.retryMs - performance.now());
  };

  return {
    start: (wanted) => {
      if (wanted.role === 'responder') return;
      plan = wanted;
      lookIn(wanted.role === 'both' && !wanted.first ? wanted.retryMs : 0);
    },
    again: () => {
      if (plan) lookIn(patience(plan));
    },
    stop: () => {
      plan = undefined;
      clearTimeout(timer);
    },
  };
}
