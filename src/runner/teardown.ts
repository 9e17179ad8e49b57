import { createDeadline } from '../lab/deadline.ts';
import { toErrorRecord, WirebookError } from '../lab/errors.ts';
import type { JournalEntry, TargetName, TeardownFinished } from '../lab/events.ts';
import type { Clock } from '../lab/step.ts';
import type { TargetSession } from '../lab/target.ts';

const limitMs = { local: 60_000, cloud: 3_600_000 } as const satisfies Record<TargetName, number>;
/** How long the target may take to notice that time is up. */
const graceMs = 2000;

export interface TeardownParameters {
  readonly session: TargetSession;
  readonly lab: string;
  readonly runId: string;
  /** What a command about this run needs besides the lab's name, such as ` --reports /elsewhere`. */
  readonly commandOptions?: string | undefined;
  /** Leave everything as it is, for a later attach. */
  readonly keep: boolean;
  /** Gives up at once: the second Ctrl-C. */
  readonly abandon: AbortSignal;
  readonly clock: Clock;
  readonly write: (entry: JournalEntry) => void;
}

/** Deletes what a run deployed, or releases it. Never throws: the outcome says what is left. */
export async function tearDown(parameters: TeardownParameters): Promise<TeardownFinished> {
  const { clock, write } = parameters;
  const started = clock.now();
  write({ type: 'teardown.started' });
  const outcome = await attempt(parameters);
  const finished = {
    type: 'teardown.finished',
    durationMs: clock.now() - started,
    ...outcome,
  } satisfies TeardownFinished;
  write(finished);
  return finished;
}

type Outcome = Omit<TeardownFinished, 'type' | 'durationMs'>;

async function attempt(parameters: TeardownParameters): Promise<Outcome> {
  const { session, lab, runId, keep, abandon, clock, commandOptions = '' } = parameters;
  const command = `npm run lab -- destroy ${lab}${commandOptions}`;
  using deadline = createDeadline({
    ms: limitMs[session.name],
    what: 'the teardown',
    signal: abandon,
    clock,
  });
  const problems = new Set<string>();
  try {
    const onProblem = (text: string) => problems.add(text);
    const work = keep ? session.release() : session.destroy({ signal: deadline.signal, onProblem });
    const left = await Promise.race([work, rejectAfter(deadline.signal, abandon, clock)]);
    if (keep) return { outcome: 'kept' };
    return left === undefined || left.length === 0
      ? { outcome: 'done' }
      : {
          outcome: 'incomplete',
          left,
          error: toErrorRecord(incomplete({ lab, command, problems: [...problems] })),
        };
  } catch (cause) {
    return {
      outcome: 'incomplete',
      left: [`everything that run ${runId} deployed and that is not deleted yet`],
      error: toErrorRecord(incomplete({ lab, command, cause })),
    };
  }
}

async function rejectAfter(
  signal: AbortSignal,
  abandon: AbortSignal,
  clock: Clock,
): Promise<never> {
  // The second Ctrl-C may have come before the teardown began.
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  if (!abandon.aborted) await clock.sleep(graceMs, abandon).catch(() => undefined);
  throw signal.reason;
}

/** Attempts repeat what they say: the newest are enough. */
const problemsShown = 5;

function incomplete(parameters: {
  readonly lab: string;
  readonly command: string;
  readonly cause?: unknown;
  readonly problems?: readonly string[];
}): WirebookError {
  const { lab, command, cause, problems = [] } = parameters;
  const record = cause === undefined ? undefined : toErrorRecord(cause);
  return new WirebookError({
    code: 'teardown-incomplete',
    message: `The teardown of the lab ${lab} is incomplete.`,
    facts: {
      ...(record === undefined ? {} : { cause: record.message }),
      ...record?.facts,
      ...Object.fromEntries(
        problems.slice(-problemsShown).map((text, index) => [`problem ${index + 1}`, text]),
      ),
    },
    next: `Finish it with: ${command}`,
    exitCode: 4,
    cause,
  });
}
