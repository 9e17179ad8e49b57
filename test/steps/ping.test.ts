import test from 'ava';
import { ping } from '../../steps/index.ts';
import { vm1, vm2 } from '../support/handles.ts';
import { recordingContext } from '../support/step-context.ts';

const from = { ref: 'vm1' };
const handles = { vm1, vm2 };

/** What ping prints, for a number of packets sent and answered. */
function output(command: string, answered: boolean | number, ttl = 64): string {
  const sent = Number(/-c (\d+)/.exec(command)?.[1]);
  const received = answered === true ? sent : Number(answered);
  const replies = Array.from(
    { length: received },
    (_, index) => `64 bytes from 10.5.0.4: icmp_seq=${index + 1} ttl=${ttl} time=1.5 ms\n`,
  );
  const loss = Math.round((100 * (sent - received)) / sent);
  return `PING 10.5.0.4 (10.5.0.4) 56(84) bytes of data.
${replies.join('')}
--- 10.5.0.4 ping statistics ---
${sent} packets transmitted, ${received} received, ${loss}% packet loss, time 400ms
`;
}

const visible = (context: ReturnType<typeof recordingContext>) =>
  context.recording.commands.filter(({ quiet }) => !quiet).map(({ command }) => command);

test('a machine is pinged by its first private address; the report sees one ping', async (t) => {
  const context = recordingContext({ handles, answer: (command) => output(command, true) });
  const result = await context.step(ping(from, { to: { ref: 'vm2' }, ttl: 64 }));
  t.deepEqual(visible(context), ['ping -c 3 -i 0.2 -W 1 10.5.0.4']);
  t.is(result.received, 3);
  t.deepEqual(context.recording.checks, [
    {
      title: '10.5.0.4 answers',
      passed: true,
      comparison: {
        kind: 'value',
        expected: '3 of 3 packets answered, ttl 64',
        seen: '3 of 3 packets answered, ttl 64',
      },
    },
  ]);
});

test('it waits until the destination answers', async (t) => {
  let sent = 0;
  const context = recordingContext({
    handles,
    answer: (command) => output(command, ++sent > 4),
  });
  await context.step(ping(from, { to: '10.5.0.4' }));
  t.true(context.recording.checks[0]?.passed);
  t.is(visible(context).length, 1);
});

test('one answer of three is neither reachable nor unreachable', async (t) => {
  const context = recordingContext({ handles, answer: (command) => output(command, 1) });
  await context.step(ping(from, { to: '10.5.0.4', within: 0 }));
  await context.step(ping(from, { to: '10.5.0.4', reachable: false, within: 0 }));
  t.deepEqual(
    context.recording.checks.map(({ passed }) => passed),
    [false, false],
  );
});

test('the wrong ttl fails, and is told', async (t) => {
  const context = recordingContext({ handles, answer: (command) => output(command, true, 62) });
  await context.step(ping(from, { to: '10.5.0.4', ttl: 64, within: '3s' }));
  const [check] = context.recording.checks;
  t.false(check?.passed);
  t.deepEqual(check?.comparison, {
    kind: 'value',
    expected: '3 of 3 packets answered, ttl 64',
    seen: '3 of 3 packets answered, ttl 62',
  });
  t.true(context.elapsedMs() >= 3000);
});

test('not reachable is a loss of all packets', async (t) => {
  const context = recordingContext({ handles, answer: (command) => output(command, false) });
  const result = await context.step(ping(from, { to: '10.5.0.4', reachable: false }));
  t.is(result.lossPercent, 100);
  t.true(context.recording.checks[0]?.passed);
});

test('a ping that could not be sent is no loss', async (t) => {
  const context = recordingContext({
    handles,
    answer: () => ({ stderr: 'ping: connect: Network is unreachable\n', exitCode: 2 }),
  });
  const error = await t.throwsAsync(
    context.step(ping(from, { to: '10.5.0.4', reachable: false })),
    { name: 'WirebookError' },
  );
  t.regex(error?.message ?? '', /Network is unreachable/);
});
