import test from 'ava';
import { WirebookError } from '../../../src/lab/errors.ts';
import type { Clock } from '../../../src/lab/step.ts';
import { poll, waitFor } from '../../../src/lab/wait.ts';

/** Time that passes only by sleeping. */
function sleepingClock(): Clock & { readonly pauses: number[] } {
  const pauses: number[] = [];
  let now = 0;
  return {
    pauses,
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      pauses.push(ms);
      now += ms;
    },
  };
}

test('it looks until it sees what it waits for, backing off', async (t) => {
  const clock = sleepingClock();
  let looks = 0;
  const seen = await waitFor({
    probe: () => ++looks,
    until: (count) => count === 5,
    within: '1m',
    describe: 'five looks',
    clock,
  });
  t.is(seen, 5);
  t.deepEqual(clock.pauses, [100, 150, 225, 337.5]);
});

test('out of time it says what it last saw', async (t) => {
  const error = await t.throwsAsync(
    waitFor({
      probe: () => ({ state: 'Connecting' }),
      until: () => false,
      within: '10s',
      describe: 'the session to 10.4.0.254',
      show: ({ state }) => state,
      clock: sleepingClock(),
    }),
    { instanceOf: WirebookError },
  );
  t.is(error?.code, 'deadline-passed');
  t.regex(error?.message ?? '', /still waiting for the session to 10\.4\.0\.254 after 10s/);
  t.is(error?.facts['last seen'], 'Connecting');
});

test('it looks at least once, and once more when time is up', async (t) => {
  const once = await poll({
    probe: () => 1,
    until: () => false,
    within: 0,
    clock: sleepingClock(),
  });
  t.like(once, { met: false, seen: 1, attempts: 1 });
  const uncut = await poll({
    probe: (signal) => signal.throwIfAborted(),
    until: () => true,
    within: 0,
  });
  t.true(uncut.met);
  const clock = sleepingClock();
  const last = await poll({ probe: clock.now, until: (now) => now >= 1000, within: 1000, clock });
  t.true(last.met);
});

test('errors end the wait unless they mean "not yet"', async (t) => {
  const refuse = () => {
    throw new Error('refused');
  };
  const parameters = { probe: refuse, until: () => true, within: '1s', clock: sleepingClock() };
  await t.throwsAsync(poll(parameters), { message: 'refused' });
  const polled = await poll({ ...parameters, tolerate: () => true });
  t.false(polled.met);
  const error = await t.throwsAsync(
    waitFor({ ...parameters, tolerate: () => true, describe: 'a port' }),
    { instanceOf: WirebookError },
  );
  t.is(error?.facts['last seen'], 'refused');
});

test("an abort ends it with the signal's reason", async (t) => {
  const controller = new AbortController();
  const waiting = waitFor({
    probe: () => controller.abort(new Error('Ctrl-C')),
    until: () => false,
    within: '1h',
    describe: 'nothing',
    signal: controller.signal,
  });
  await t.throwsAsync(waiting, { message: 'Ctrl-C' });
});

test('a probe that hangs is cut when time is up', async (t) => {
  const polled = await poll({
    probe: (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    until: () => true,
    within: '50ms',
    tolerate: () => true,
  });
  t.like(polled, { met: false, attempts: 1 });
});
