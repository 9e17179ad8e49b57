import test from 'ava';
import type { Step } from '../../src/lab/step.ts';
import { failover } from '../../steps/index.ts';
import { vm1, vm2 } from '../support/handles.ts';
import { recordingContext } from '../support/step-context.ts';

/** A ping that sends five packets a second by the context's clock; `isLost` says which get no answer. */
function steadyPing(isLost: (sequence: number) => boolean) {
  let stopped = false;
  const context: ReturnType<typeof recordingContext> = recordingContext({
    handles: { vm1, vm2 },
    answer(command) {
      const sent = Math.floor(context.elapsedMs() / 200);
      if (command.endsWith('& echo $!')) return '4242\n';
      if (command.startsWith('kill -INT')) {
        stopped = true;
        return 'statistics\n';
      }
      if (!command.startsWith('cat')) return '';
      const answered = Array.from({ length: sent }, (_, index) => index + 1).filter(
        (sequence) => !isLost(sequence),
      );
      const lines = answered.map(
        (it) =>
          `[${(1_700_000_000 + it * 0.2).toFixed(6)}] 64 bytes from 10.5.0.4: icmp_seq=${it} ttl=64 time=1.0 ms`,
      );
      const end = stopped
        ? `\n--- 10.5.0.4 ping statistics ---\n${sent} packets transmitted, ${answered.length} received, 5% packet loss, time 1ms\n`
        : '';
      return `${lines.join('\n')}\n${end}`;
    },
  });
  return { context, stopped: () => stopped };
}

const change = (ms: number, fail = false): Step<string> => ({
  kind: 'test',
  title: 'change a peering',
  uses: [{ ref: 'vng1' }],
  async run(context) {
    await context.clock.sleep(ms);
    if (fail) throw new Error('refused');
    return 'done';
  },
});
const parameters = { from: { ref: 'vm1' }, to: { ref: 'vm2' } };

test('nothing lost', async (t) => {
  const { context } = steadyPing(() => false);
  const result = await context.step(
    failover({ ...parameters, during: change(2000), maxAwaySeconds: 0 }),
  );
  t.like(result, { lost: 0, returned: true, awaySeconds: 0, outages: [] });
  t.true(context.recording.checks[0]?.passed);
});

test('an outage is measured from the ping itself', async (t) => {
  const { context } = steadyPing((sequence) => sequence > 20 && sequence <= 35);
  const result = await context.step(
    failover({ ...parameters, during: [change(3000), change(3000)], maxAwaySeconds: 2 }),
  );
  t.like(result, { lost: 15, returned: true, awaySeconds: 3 });
  t.deepEqual(result.outages, [{ from: 21, to: 35, lost: 15, seconds: 3 }]);
  const [check] = context.recording.checks;
  t.false(check?.passed);
  t.deepEqual(check?.comparison, {
    kind: 'value',
    expected: 'flows in the end, away for at most 2 s',
    seen: 'flows in the end, away for 3 s, 15 packets lost',
  });
});

test('an outage that begins when the step is over is seen as well', async (t) => {
  const { context } = steadyPing((sequence) => sequence > 22 && sequence <= 60);
  const result = await context.step(failover({ ...parameters, during: change(2000) }));
  t.is(result.lost, 38);
  t.true(result.returned);
});

test('traffic that never comes back fails', async (t) => {
  const { context } = steadyPing((sequence) => sequence > 15);
  const result = await context.step(
    failover({ ...parameters, during: change(1000), within: '5s' }),
  );
  t.false(result.returned);
  t.true(result.lost > 20);
  t.false(context.recording.checks[0]?.passed);
});

test('traffic that never was cannot be lost', async (t) => {
  const { context, stopped } = steadyPing(() => true);
  await t.throwsAsync(context.step(failover({ ...parameters, during: change(0) })), {
    message: /10\.5\.0\.4 to answer before anything is changed/,
  });
  t.true(stopped());
});

test('a step that fails ends the ping too', async (t) => {
  const { context, stopped } = steadyPing(() => false);
  await t.throwsAsync(context.step(failover({ ...parameters, during: change(0, true) })), {
    message: 'refused',
  });
  t.true(stopped());
});

test('the handles of the inner steps are checked before the run as well', (t) => {
  const { uses } = failover({ ...parameters, during: change(0) });
  t.deepEqual(
    uses.map(({ ref }) => ref),
    ['vm1', 'vm2', 'vng1'],
  );
});
