import test from 'ava';
import { reachability, traceroute } from '../../steps/index.ts';
import { vm1, vm2 } from '../support/handles.ts';
import { recordingContext, type Answer } from '../support/step-context.ts';

const handles = { vm1, vm2 };
const said = (command: string, received: boolean): string => {
  const count = Number(/-c (\d+)/.exec(command)?.[1] ?? 1);
  return `${count} packets transmitted, ${received ? count : 0} received, ${received ? 0 : 100}% packet loss, time 0ms\n`;
};

test('who reaches whom: a row a pair, waited for', async (t) => {
  let looks = 0;
  const answer = (command: string, machine: string): Answer => {
    looks++;
    return said(command, machine === 'vm1' ? command.endsWith('10.5.0.4') && looks > 8 : true);
  };
  const context = recordingContext({ handles, answer });
  const rows = await context.step(
    reachability({
      from: [{ ref: 'vm1' }, { ref: 'vm2' }],
      to: [{ ref: 'vm2' }, '10.0.0.9'],
      expect: [
        { from: 'vm1', to: 'vm2', reachable: true },
        { from: 'vm1', to: '10.0.0.9', reachable: false },
        { from: 'vm2', to: 'vm2', reachable: true },
        { from: 'vm2', to: '10.0.0.9', reachable: true },
      ],
    }),
  );
  t.is(rows.length, 4);
  t.deepEqual(
    context.recording.checks.map(({ passed }) => passed),
    [true],
  );
  t.is(context.recording.commands.filter(({ quiet }) => !quiet).length, 4);
});

test('one that is not as expected fails the check; without expectations it is shown', async (t) => {
  const context = recordingContext({ handles, answer: (command) => said(command, true) });
  await context.step(
    reachability({
      from: { ref: 'vm1' },
      to: '10.0.0.9',
      expect: [{ from: 'vm1', to: '10.0.0.9', reachable: false }],
      within: '1s',
    }),
  );
  t.false(context.recording.checks[0]?.passed);
  await context.step(reachability({ from: { ref: 'vm1' }, to: '10.0.0.9' }));
  t.deepEqual(context.recording.tables[0]?.table.rows, [
    { From: 'vm1', To: '10.0.0.9', Reachable: 'yes' },
  ]);
});

test('a machine that cannot send is an error', async (t) => {
  const context = recordingContext({
    handles,
    answer: () => ({ stderr: 'ping: connect: Network is unreachable', exitCode: 2 }),
  });
  await t.throwsAsync(
    context.step(reachability({ from: { ref: 'vm1' }, to: '10.0.0.9', expect: [] })),
    { message: /ended without sending/ },
  );
});

const trace = (...hops: string[]): string =>
  [
    'traceroute to 10.5.0.4 (10.5.0.4), 10 hops max, 60 byte packets',
    ...hops.map((hop, index) => ` ${index + 1}  ${hop === '*' ? '*' : `${hop}  0.1 ms`}`),
    '',
  ].join('\n');

test('the way of a packet: machines, addresses, silence; repeated until it is as expected', async (t) => {
  const traces = [trace('10.1.0.1', '*', '*'), trace('10.1.0.1', '*', '10.5.0.4')];
  let looks = 0;
  const answer = (command: string): Answer =>
    command.startsWith('traceroute') ? (traces[Math.min(looks++, 1)] ?? '') : '';
  const context = recordingContext({ handles, answer });
  const hops = await context.step(
    traceroute({ ref: 'vm1' }, { to: { ref: 'vm2' }, expect: ['10.1.0.1', '*', { ref: 'vm2' }] }),
  );
  t.is(hops.length, 3);
  t.true(context.recording.checks[0]?.passed);
  t.is(
    context.recording.commands.find(({ quiet }) => !quiet)?.command,
    'traceroute -n -q 1 -w 1 -N 3 -m 10 10.5.0.4',
  );
});

test('another way fails the check', async (t) => {
  const answer = (): Answer => trace('10.9.0.1', '10.5.0.4');
  const context = recordingContext({ handles, answer });
  await context.step(
    traceroute({ ref: 'vm1' }, { to: '10.5.0.4', expect: ['10.5.0.4'], within: '1s' }),
  );
  t.false(context.recording.checks[0]?.passed);
});
