import test from 'ava';
import { createDeadline } from '../../../src/lab/deadline.ts';

const aborted = (signal: AbortSignal) =>
  new Promise<unknown>((resolve) => {
    if (signal.aborted) resolve(signal.reason);
    signal.addEventListener('abort', () => resolve(signal.reason), { once: true });
  });

test('time running out aborts it, naming what was limited', async (t) => {
  using deadline = createDeadline({ ms: 20, what: 'the cell "Ping"' });
  const reason = await aborted(deadline.signal);
  t.true(deadline.passed());
  t.like(reason, {
    code: 'deadline-passed',
    message: 'Out of time: the cell "Ping" did not end within 20ms.',
  });
});

test('the outer signal aborts it with its own reason', async (t) => {
  const outer = new AbortController();
  using deadline = createDeadline({ ms: 60_000, what: 'x', signal: outer.signal });
  outer.abort(new Error('Ctrl-C'));
  t.is(((await aborted(deadline.signal)) as Error).message, 'Ctrl-C');
  t.false(deadline.passed());
  using late = createDeadline({ ms: 60_000, what: 'x', signal: outer.signal });
  t.true(late.signal.aborted);
});

test('it can be moved away, never nearer', async (t) => {
  let now = 0;
  const sleeps: number[] = [];
  using deadline = createDeadline({
    ms: 100,
    what: 'x',
    clock: {
      now: () => now,
      async sleep(ms) {
        sleeps.push(ms);
        await Promise.resolve();
        now += ms;
      },
    },
  });
  deadline.extend(500);
  deadline.extend(10);
  await aborted(deadline.signal);
  t.deepEqual(sleeps, [100, 400]);
});

test('disposed, it never passes', async (t) => {
  const deadline = createDeadline({ ms: 10, what: 'x' });
  deadline[Symbol.dispose]();
  await new Promise((resolve) => setTimeout(resolve, 40));
  t.false(deadline.signal.aborted);
});
