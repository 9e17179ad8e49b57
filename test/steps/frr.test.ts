import test from 'ava';
import { bgpTable, frr } from '../../steps/index.ts';
import { WirebookError } from '../../src/lab/errors.ts';
import { vm1 } from '../support/handles.ts';
import { recordingContext, type Answer } from '../support/step-context.ts';

const machine = { ref: 'vm1' };
const settings = {
  asn: 65001,
  neighbors: [{ address: '10.0.210.4', remoteAs: 65515 }],
};

interface Situation {
  readonly installed?: boolean;
  readonly bgpd?: 'enabled' | 'runs';
  readonly reloads?: boolean;
  readonly refuses?: string;
  /** What `show running-config` prints, look by look. */
  readonly running?: readonly string[];
  readonly timers?: 'fast' | 'real';
}

const configured = 'router bgp 65001\n neighbor 10.0.210.4 remote-as 65515\nexit\n';

function contextIn(situation: Situation) {
  const { installed = true, bgpd, reloads = true, refuses, running = [configured] } = situation;
  let looks = 0;
  const exit = (well: boolean): Answer => ({ exitCode: well ? 0 : 1 });
  const answer = (command: string): Answer => {
    if (command.includes('command -v vtysh')) return exit(installed);
    if (command.includes('vtysh -C')) {
      return refuses === undefined ? '' : { stdout: refuses, exitCode: 1 };
    }
    if (command.includes("grep -q '^bgpd=yes'")) return exit(bgpd !== undefined);
    if (command.includes('vtysh -d bgpd')) return exit(bgpd === 'runs');
    if (command.includes('-x /usr/lib/frr/frr-reload.py')) return exit(reloads);
    if (command.includes('install -y -q frr-pythontools')) return exit(false);
    if (command.includes('show running-config')) {
      return running[Math.min(looks++, running.length - 1)] ?? '';
    }
    return command.startsWith('cat /proc') ? '1\n' : '';
  };
  const { timers = 'fast' } = situation;
  return recordingContext({ handles: { vm1 }, answer, timers });
}

const shownBy = (context: ReturnType<typeof contextIn>) =>
  context.recording.commands
    .filter(({ quiet }) => !quiet)
    .map(({ command }) => command.split('\n')[0] ?? '');

test('a machine without FRR gets it, with bgpd, and is restarted', async (t) => {
  const context = contextIn({ installed: false });
  const result = await context.step(frr(machine, settings));
  t.is(result.applied, 'restarted');
  t.is(result.runningConfig, configured);
  t.deepEqual(shownBy(context), [
    'sudo apt-get update -q && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -q frr frr-pythontools',
    "sudo sed -i 's/^bgpd=no/bgpd=yes/' /etc/frr/daemons",
    "sudo install -m 640 -o frr -g frr /dev/stdin /etc/frr/frr.conf <<'EOF'",
    "sudo tee /etc/sysctl.d/60-ip-forward.conf > /dev/null <<'EOF'",
    'sudo sysctl -p /etc/sysctl.d/60-ip-forward.conf',
    'if [ -d /run/systemd/system ]; then sudo systemctl restart frr; else sudo service frr restart; fi',
    "sudo vtysh -c 'show running-config'",
  ]);
  t.deepEqual(
    context.recording.checks.map(({ title, passed }) => [title, passed]),
    [
      ['IPv4 forwarding of vm1', true],
      ['BGP of vm1', true],
    ],
  );
});

test('a running FRR is reloaded, and nothing is installed or enabled again', async (t) => {
  const context = contextIn({ bgpd: 'runs' });
  t.is((await context.step(frr(machine, settings))).applied, 'reloaded');
  const shown = shownBy(context);
  t.true(shown.some((command) => command.includes('service frr reload')));
  t.false(shown.some((command) => /apt-get|sed -i/.test(command)));
});

test('where frr-pythontools cannot be had it is restarted', async (t) => {
  const context = contextIn({ bgpd: 'runs', reloads: false });
  t.is((await context.step(frr(machine, settings))).applied, 'restarted');
});

test('timers: seconds with fast ones, FRR’s own with real ones', async (t) => {
  for (const timers of ['fast', 'real'] as const) {
    const context = contextIn({ bgpd: 'runs', timers });
    await context.step(frr(machine, settings));
    const written = context.recording.commands.find(({ command }) =>
      command.includes('frr.conf <<'),
    );
    t.is(written?.command.includes(' timers 1 3'), timers === 'fast');
  }
});

test('what FRR refuses is one error with its own words, and nothing is changed', async (t) => {
  const refuses = 'line 2: % Unknown command[25]:  neighbor 1.2.3 remote-as x\n';
  const context = contextIn({ refuses });
  const step = frr(machine, { template: 'router bgp 65001\n neighbor 1.2.3 remote-as x' });
  const error = await t.throwsAsync(context.step(step), { instanceOf: WirebookError });
  t.is(error.code, 'frr-refuses');
  t.is(error.facts['vtysh says'], refuses.trim());
  t.is(error.facts['line'], 'neighbor 1.2.3 remote-as x');
  t.deepEqual(shownBy(context), []);
});

test('a template may use what is known only when the step runs', async (t) => {
  const context = contextIn({ bgpd: 'runs', running: ['router bgp 1\n'] });
  await context.step(
    frr(machine, {
      template: ({ machine: on, timers }) => `hostname ${on.name}-${timers}\nrouter bgp 1\n`,
    }),
  );
  const { recording } = context;
  t.true(recording.commands.some(({ stdin }) => stdin === 'hostname vm1-fast\nrouter bgp 1\n'));
  t.true(recording.checks.every(({ passed }) => passed));
});

test('it waits until bgpd has it, and says when it never does', async (t) => {
  const late = contextIn({ running: ['', 'router bgp 65001\n', configured] });
  await late.step(frr(machine, settings));
  t.true(late.recording.checks.every(({ passed }) => passed));
  const never = contextIn({ running: ['router bgp 65001\n'] });
  await never.step(frr(machine, settings, { within: '5s' }));
  t.deepEqual(never.recording.checks.at(-1)?.comparison, {
    kind: 'value',
    expected: 'AS 65001, 10.0.210.4 (AS 65515)',
    seen: 'AS 65001',
  });
});

const received = (...networks: string[]) =>
  JSON.stringify({
    receivedRoutes: Object.fromEntries(
      networks.map((network) => [
        network,
        { network, nextHop: '10.0.210.4', weight: 0, path: '65515', bgpOriginCode: 'i' },
      ]),
    ),
  });

function bgpContext(...answers: string[]) {
  let looks = 0;
  const answer = (command: string): Answer =>
    command.includes(' json')
      ? (answers[Math.min(looks++, answers.length - 1)] ?? '')
      : 'for people\n';
  return recordingContext({ handles: { vm1 }, answer });
}

test('a BGP table is read as JSON and shown as people read it', async (t) => {
  const context = bgpContext(received(), received('10.0.0.0/16'));
  const rows = await context.step(
    bgpTable(machine, {
      received: '10.0.210.4',
      expect: [{ network: '10.0.0.0/16', nextHop: '10.0.210.4', weight: 0, path: '65515 i' }],
    }),
  );
  t.is(rows.length, 1);
  t.deepEqual(shownBy(context), [
    "sudo vtysh -c 'show ip bgp neighbors 10.0.210.4 received-routes'",
  ]);
  t.deepEqual(
    context.recording.checks.map(({ passed }) => passed),
    [true],
  );
});

test('a route too many fails the check', async (t) => {
  const context = bgpContext(received('10.0.0.0/16', '10.1.0.0/16'));
  await context.step(
    bgpTable(machine, { received: '10.0.210.4', expect: [{ network: '10.0.0.0/16' }] }),
  );
  t.false(context.recording.checks[0]?.passed);
});

test('without expectations it is shown', async (t) => {
  const summary = { ipv4Unicast: { peers: { '10.0.210.4': { remoteAs: 65515, state: 'Idle' } } } };
  const context = bgpContext(JSON.stringify(summary));
  await context.step(bgpTable(machine, { summary: true }));
  t.deepEqual(context.recording.checks, []);
  t.like(context.recording.tables[0]?.table.rows[0], { Neighbor: '10.0.210.4', State: 'Idle' });
});

test('no such neighbour, no soft reconfiguration, and what is no address', async (t) => {
  const refused = bgpContext('{ "warning": "Inbound soft reconfiguration not enabled" }');
  const step = bgpTable(machine, { received: '10.0.210.4', expect: [] });
  const error = await t.throwsAsync(refused.step(step), { instanceOf: WirebookError });
  t.regex(error.next ?? '', /softReconfiguration: true/);
  t.throws(() => bgpTable(machine, { advertised: "10.0.0.1'; reboot; '" }), {
    message: /named by its address/,
  });
});
