import test from 'ava';
import { conntrack, nat, run } from '../../steps/index.ts';
import { vm3 } from '../support/handles.ts';
import { recordingContext } from '../support/step-context.ts';

const machine = { ref: 'vm3' };
const handles = { vm3 };
const parameters = {
  inside: 'eth1',
  outside: 'eth0',
  route: { to: '10.0.0.0/8', via: '10.2.2.1' },
};

test('nat runs what is missing, once', async (t) => {
  const done = new Set<string>();
  const context = recordingContext({
    handles,
    answer(command) {
      if (command.endsWith('command -v conntrack')) return '/usr/sbin/conntrack';
      if (command.includes(' -C '))
        return { exitCode: done.has(command.replace('-C', '-A')) ? 0 : 1 };
      if (command.startsWith('ip route show'))
        return { exitCode: [...done].some((it) => it.includes('ip route add')) ? 0 : 1 };
      if (command.startsWith('['))
        return { exitCode: [...done].some((it) => it.includes('sysctl')) ? 0 : 1 };
      done.add(command);
      return '';
    },
  });
  const first = await context.step(nat(machine, parameters));
  t.deepEqual(first.commands, [
    'sudo iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE',
    'sudo iptables -A FORWARD -i eth1 -o eth0 -j ACCEPT',
    'sudo iptables -A FORWARD -i eth0 -o eth1 -m state --state RELATED,ESTABLISHED -j ACCEPT',
    'sudo ip route add 10.0.0.0/8 via 10.2.2.1 dev eth1',
    'sudo sysctl -w net.ipv4.ip_forward=1',
  ]);
  t.true(context.recording.checks.length > 0);
  t.true(context.recording.checks.every(({ passed }) => passed));

  const second = await context.step(nat(machine, parameters));
  t.deepEqual(second.commands, []);
});

test('nat says which command failed', async (t) => {
  const context = recordingContext({
    handles,
    answer: (command) =>
      command.includes(' -A ') ? { exitCode: 4, stderr: 'Permission denied' } : { exitCode: 1 },
  });
  const error = await t.throwsAsync<Error & { facts: Record<string, string> }>(
    context.step(nat(machine, parameters)),
    { name: 'WirebookError' },
  );
  t.is(error?.facts['command'], 'sudo iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE');
  t.is(error?.facts['standard error'], 'Permission denied');
});

const entry = (id: number, source = '10.1.0.4') =>
  `icmp     1 29 src=${source} dst=8.8.4.4 type=8 code=0 id=${id} src=8.8.4.4 dst=10.2.1.4 type=0 code=0 id=${id} mark=0 use=1\n`;
const translated = {
  protocol: 'icmp',
  source: '10.1.0.4',
  destination: '8.8.4.4',
  replySource: '8.8.4.4',
  replyDestination: '10.2.1.4',
} as const;

test('conntrack finds the entry among others, as often as it is there', async (t) => {
  const context = recordingContext({
    handles,
    answer: () => entry(1) + entry(2) + entry(3, '10.1.0.9'),
  });
  const rows = await context.step(conntrack(machine, { match: '8.8.4.4', expect: [translated] }));
  t.is(rows.length, 3);
  t.true(context.recording.checks[0]?.passed);
  t.deepEqual(
    context.recording.commands.filter(({ quiet }) => !quiet).map(({ command }) => command),
    ['sudo conntrack -L | grep -F 8.8.4.4'],
  );
});

test('conntrack shows what is there instead', async (t) => {
  const context = recordingContext({ handles, answer: () => entry(1, '10.1.0.9') });
  await context.step(conntrack(machine, { match: '8.8.4.4', expect: [translated] }));
  const [check] = context.recording.checks;
  t.false(check?.passed);
  const comparison = check?.comparison;
  if (comparison?.kind !== 'table') return t.fail('not a table');
  t.is(comparison.difference.missing[0]?.['Source'], '10.1.0.4');
  t.is(comparison.difference.extra[0]?.['Source'], '10.1.0.9');
});

test('run checks the exit code and the output', async (t) => {
  const context = recordingContext({
    handles,
    answer: () => ({ stdout: 'eth0 UP\n', exitCode: 3 }),
  });
  await context.step(run(machine, 'ip -brief link', { expect: { exitCode: 3, stdout: /eth\d/g } }));
  await context.step(run(machine, 'ip -brief link', { expect: { stdout: 'eth1' } }));
  t.deepEqual(
    context.recording.checks.map(({ title, passed }) => [title, passed]),
    [
      ['Exit code', true],
      ['Output', true],
      ['Exit code', false],
      ['Output', false],
    ],
  );
});

test('a script is one command that can be pasted', async (t) => {
  const context = recordingContext({ handles, answer: () => '' });
  const script = `
    if true; then
      echo "$HOME"
    fi
  `;
  await context.step(run(machine, { script }));
  t.is(
    context.recording.commands[0]?.command,
    `bash -e <<'EOF'\nif true; then\n  echo "$HOME"\nfi\nEOF`,
  );
});
