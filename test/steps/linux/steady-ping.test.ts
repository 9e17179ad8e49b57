import { execFile } from 'node:child_process';
import test from 'ava';
import { systemClock } from '../../../src/lab/clock.ts';
import type { StepContext } from '../../../src/lab/step.ts';
import { startSteadyPing } from '../../../steps/linux/steady-ping.ts';
import { waitFor } from '../../../src/lab/wait.ts';
import { vm1 } from '../../support/handles.ts';
import { recordingContext } from '../../support/step-context.ts';

/** A context whose machine is this one: the commands really run, as sshd would run them. */
function thisMachine(): StepContext {
  const context = recordingContext({ handles: { vm1 } });
  return Object.assign(context, {
    clock: systemClock,
    run: (_machine: unknown, command: string) =>
      new Promise((resolve) => {
        execFile('/bin/sh', ['-c', command], (error, stdout, stderr) => {
          const exitCode = error === null ? 0 : Number(error.code ?? 1);
          resolve({ stdout, stderr, exitCode, durationMs: 0 });
        });
      }),
  });
}

test('a real ping runs while other things happen, and ends when it is told', async (t) => {
  const context = thisMachine();
  const ping = await startSteadyPing(context, vm1, '127.0.0.1');
  await waitFor({
    describe: 'three answers',
    probe: () => ping.replies(),
    until: (replies) => replies.length >= 3,
    within: '30s',
  });
  const { replies, statistics } = await ping.stop();
  t.deepEqual(
    replies.map(({ sequence }) => sequence),
    replies.map((_, index) => index + 1),
  );
  t.is(statistics.received, replies.length);
  t.true(replies.every(({ at }) => at !== undefined && at > 1_600_000_000));
});

test('a ping that cannot start says why', async (t) => {
  const context = thisMachine();
  const ping = await startSteadyPing(context, vm1, 'not an address');
  const error = await t.throwsAsync<Error & { facts: Record<string, string> }>(ping.stop());
  t.regex(error?.facts['said'] ?? '', /ping: /);
});
