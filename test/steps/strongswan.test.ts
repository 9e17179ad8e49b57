import test from 'ava';
import { breakLink, ipsecStatus, repairLink, strongswan } from '../../steps/index.ts';
import { ipsecConf, ipsecSecrets } from '../../steps/linux/ipsec-conf.ts';
import { parseIpsecStatus } from '../../steps/linux/parse-ipsec-status.ts';
import { recordingArm } from '../support/arm.ts';
import { azureToAws, vng1, vpn } from '../support/handles.ts';
import { recordingContext, type Answer } from '../support/step-context.ts';

const handles = { vpn, vng1, azureToAws };
const key = 'kSecret123';

const up = `Security Associations (1 up, 0 connecting):
       azure[1]: ESTABLISHED 3 seconds ago, 10.0.0.28[10.0.0.28]...203.0.113.10[203.0.113.10]
       azure{1}:  INSTALLED, TUNNEL, reqid 1, ESP in UDP SPIs: c3e607f3_i 280cade0_o
       azure{1}:   10.0.0.0/24 === 10.3.0.0/24
`;
const connecting = `Security Associations (0 up, 1 connecting):
       azure[1]: CONNECTING, 10.0.0.28[%any]...203.0.113.10[%any]
`;
const none = `Security Associations (0 up, 0 connecting):
  none
`;

function contextWith(parameters: {
  readonly statuses: readonly string[];
  readonly esp?: boolean;
  readonly installed?: boolean;
  readonly fails?: string;
}) {
  const { statuses, esp = true, installed = true, fails } = parameters;
  let looks = 0;
  const answer = (command: string): Answer => {
    if (fails !== undefined && command.includes(fails)) return { stderr: 'no', exitCode: 1 };
    if (command.includes('command -v ipsec')) return { exitCode: installed ? 0 : 1 };
    if (command.includes('xfrm state add')) return { exitCode: esp ? 0 : 2 };
    if (command === 'sudo ipsec status')
      return statuses[Math.min(looks++, statuses.length - 1)] ?? '';
    if (command.startsWith('cat /proc')) return '1\n';
    return '';
  };
  const azure = recordingArm({
    resources: { [`${azureToAws.id}/sharedkey`]: { value: key } },
  });
  return { azure, context: recordingContext({ handles, answer, azure }) };
}

const step = strongswan(
  { ref: 'vpn' },
  {
    connection: 'azure',
    leftSubnet: '10.0.0.0/24',
    right: { ref: 'vng1' },
    rightSubnet: '10.3.0.0/24',
    key: { ref: 'azureToAws' },
    settings: { ikelifetime: '10800s', keyingtries: 1 },
    expect: { protocol: 'ESP in UDP' },
  },
);

test('ipsec status, whole', (t) => {
  t.deepEqual(parseIpsecStatus(up), [
    {
      connection: 'azure',
      ike: 'ESTABLISHED',
      local: '10.0.0.28',
      remote: '203.0.113.10',
      remoteIdentity: '203.0.113.10',
      child: 'INSTALLED',
      mode: 'TUNNEL',
      protocol: 'ESP in UDP',
      localSelector: '10.0.0.0/24',
      remoteSelector: '10.3.0.0/24',
    },
  ]);
  t.deepEqual(parseIpsecStatus(none), []);
  t.like(parseIpsecStatus(connecting)[0], { ike: 'CONNECTING', child: null, localSelector: null });
  // The form of 2015, without reqid.
  t.like(parseIpsecStatus(up.replace(' reqid 1,', ''))[0], { protocol: 'ESP in UDP' });
});

test('several children of one IKE SA are several rows', (t) => {
  const second = `       azure{2}:  INSTALLED, TUNNEL, reqid 2, ESP SPIs: c1_i c2_o
       azure{2}:   10.0.1.0/24 === 10.3.0.0/24
`;
  t.deepEqual(
    parseIpsecStatus(up + second).map(({ protocol, localSelector }) => [protocol, localSelector]),
    [
      ['ESP in UDP', '10.0.0.0/24'],
      ['ESP', '10.0.1.0/24'],
    ],
  );
});

test('ipsec.conf has the settings in the order of the walk-through', (t) => {
  const conf = ipsecConf({
    name: 'azure',
    left: '10.0.0.28',
    leftSubnet: '10.0.0.0/24',
    right: '203.0.113.10',
    rightSubnet: '10.3.0.0/24',
    settings: { ikelifetime: '10800s', keyingtries: 1, auto: 'add' },
  });
  t.is(
    conf,
    `config setup

conn azure
  authby=secret
  type=tunnel
  leftsendcert=never
  left=10.0.0.28
  leftsubnet=10.0.0.0/24
  right=203.0.113.10
  rightsubnet=10.3.0.0/24
  keyexchange=ikev2
  auto=add
  ikelifetime=10800s
  keyingtries=1
`,
  );
});

test('what ipsec.conf and ipsec.secrets cannot hold is refused', (t) => {
  const conf = (name: string) => () =>
    ipsecConf({ name, left: '', leftSubnet: '', right: '', rightSubnet: '', settings: {} });
  for (const name of ['', '%default', 'default', 'a b', '1st', 'x\n']) t.throws(conf(name));
  t.throws(() => ipsecSecrets('10.0.0.28', '203.0.113.10', 'a"b'), { message: /quote/ });
});

test('it sets up, restarts and waits for the tunnel', async (t) => {
  const { context } = contextWith({ statuses: [none, connecting, up] });
  const result = await context.step(step);
  t.false(result.userSpaceEsp);
  t.is(result.associations.length, 1);
  const shown = context.recording.commands.filter(({ quiet }) => !quiet);
  t.deepEqual(
    shown.map(({ command }) => command.split('\n')[0]),
    [
      "sudo tee /etc/ipsec.conf > /dev/null <<'EOF'",
      'sudo install -m 600 /dev/stdin /etc/ipsec.secrets',
      "sudo tee /etc/sysctl.d/60-ip-forward.conf > /dev/null <<'EOF'",
      'sudo sysctl -p /etc/sysctl.d/60-ip-forward.conf',
      'sudo ipsec restart',
      'sudo ipsec status',
    ],
  );
  t.true(context.recording.checks.every(({ passed }) => passed));
});

test('the key is only on standard input', async (t) => {
  const { context } = contextWith({ statuses: [up] });
  await context.step(step);
  const { commands, equivalents, checks, secrets } = context.recording;
  t.deepEqual(secrets, [key]);
  t.false(JSON.stringify([commands.map((it) => it.command), equivalents, checks]).includes(key));
  t.deepEqual(
    commands.flatMap(({ stdin }) => stdin ?? []),
    [`10.0.0.28 203.0.113.10 : PSK "${key}"\n`],
  );
});

test('without ESP in the kernel it is done in user space; what is missing is installed', async (t) => {
  const { context } = contextWith({ statuses: [up], esp: false, installed: false });
  t.true((await context.step(step)).userSpaceEsp);
  const text = context.recording.commands.map(({ command }) => command).join('\n');
  t.regex(text, /apt-get install -y -q strongswan/);
  t.regex(text, /tee \/etc\/strongswan\.d\/user-space-esp\.conf[^]*kernel-libipsec/);
});

test('a tunnel that does not come up fails the check; a command that fails ends the step', async (t) => {
  const down = contextWith({ statuses: [connecting] });
  await down.context.step(step);
  t.is(down.context.recording.checks.filter(({ passed }) => !passed).length, 1);
  const failing = contextWith({ statuses: [up], fails: 'ipsec restart' });
  await t.throwsAsync(failing.context.step(step), { message: /IPsec gateway failed/ });
});

test('no association can be expected, too', async (t) => {
  const { context } = contextWith({ statuses: [up, none] });
  await context.step(ipsecStatus({ ref: 'vpn' }, { expect: [] }));
  t.true(context.recording.checks[0]?.passed);
});

test('a connection in Azure gets a wrong key, and the right one again', async (t) => {
  const { azure, context } = contextWith({ statuses: [] });
  const stored = () => azure.resources.get(`${azureToAws.id}/sharedkey`)?.['value'];
  const broken = await context.step(breakLink({ ref: 'azureToAws' }, { sharedKey: 'wrong' }));
  t.deepEqual(broken, { kind: 'sharedKey', connection: 'azureToAws' });
  t.not(stored(), key);
  const again = recordingContext({ handles, azure, results: { broken } });
  await again.step(repairLink({ cell: 'broken' }));
  t.is(stored(), key);
  const { equivalents, checks } = context.recording;
  t.true([...checks, ...again.recording.checks].every(({ passed }) => passed));
  t.false(JSON.stringify([equivalents, checks]).includes(key));
});

test('an interface is taken down, but not the one that SSH comes in by', async (t) => {
  let state = 'UP';
  const answer = (command: string): Answer => {
    if (command.includes('SSH_CONNECTION')) return { exitCode: command.includes('eth0') ? 0 : 1 };
    if (command.includes('link set')) state = command.endsWith('up') ? 'UP' : 'NO-CARRIER';
    return command.includes('link show') ? `3: eth1: <BROADCAST,${state}> mtu 1500` : '';
  };
  const results = { broken: { kind: 'interface', machine: 'vpn', interface: 'eth1' } };
  const context = recordingContext({ handles, answer, results });
  await context.step(breakLink({ ref: 'vpn' }, { interface: 'eth1' }));
  await context.step(repairLink({ cell: 'broken' }));
  t.deepEqual(
    context.recording.checks.map(({ passed }) => passed),
    [true, true],
  );
  await t.throwsAsync(context.step(breakLink({ ref: 'vpn' }, { interface: 'eth0' })), {
    message: /eth0 of strongswan is the interface that SSH comes in by/,
  });
});

test('a connection of strongSwan is ended and dialled again', async (t) => {
  const results = { broken: { kind: 'ipsec', machine: 'vpn', connection: 'azure' } };
  const answer = (command: string): Answer => (command.endsWith('status') ? up : '');
  const context = recordingContext({ handles, answer, results });
  await context.step(breakLink({ ref: 'vpn' }, { ipsec: 'azure' }));
  await context.step(repairLink({ cell: 'broken' }));
  t.deepEqual(
    context.recording.commands.map(({ command }) => command),
    ['sudo ipsec down azure', 'sudo ipsec up azure', 'sudo ipsec status'],
  );
  t.true(context.recording.checks[0]?.passed);
});
