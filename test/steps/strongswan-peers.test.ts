import test from 'ava';
import { strongswanPeers } from '../../steps/index.ts';
import { WirebookError } from '../../src/lab/errors.ts';
import type { VirtualNetworkGateway } from '../../src/lab/handle.ts';
import { ipsecPeersConf, userSpaceRoutes } from '../../steps/linux/ipsec-peers-conf.ts';
import { recordingArm } from '../support/arm.ts';
import { azureToAws, vng1, vpn } from '../support/handles.ts';
import { recordingContext, type Answer } from '../support/step-context.ts';

const gateway: VirtualNetworkGateway = {
  ...vng1,
  publicAddresses: ['203.0.113.10', '203.0.113.11'],
};
const handles = { vpn, gateway, azureToAws };
const key = 'kSecret123';

const instance = (bgp: string, ...tunnels: string[]) => ({
  defaultBgpIpAddresses: [bgp],
  customBgpIpAddresses: [],
  tunnelIpAddresses: tunnels,
});

function contextWith(status: string, privately = true) {
  const addresses = [
    instance('10.10.200.6', '203.0.113.10', ...(privately ? ['10.10.200.4'] : [])),
    instance('10.10.200.7', '203.0.113.11', ...(privately ? ['10.10.200.5'] : [])),
  ];
  const azure = recordingArm({
    resources: {
      [gateway.id]: { properties: { bgpSettings: { bgpPeeringAddresses: addresses } } },
      [`${azureToAws.id}/sharedkey`]: { value: key },
    },
  });
  const answer = (command: string): Answer => {
    if (command === 'sudo ipsec status') return status;
    return command.startsWith('cat /proc') ? '1\n' : '';
  };
  return recordingContext({ handles, answer, azure });
}

const tunnelTo = (name: string, number: number, right: string, inside: string) => `
      ${name}[${number}]: ESTABLISHED 3 seconds ago, 10.100.20.1[10.100.20.1]...${right}[${right}]
      ${name}{${number}}:  INSTALLED, TUNNEL, reqid ${number}, ESP in UDP SPIs: c1_i c2_o
      ${name}{${number}}:   0.0.0.0/0 === ${inside}
 ${name}-data{${number + 10}}:  INSTALLED, TUNNEL, reqid 9, ESP in UDP SPIs: c3_i c4_o
 ${name}-data{${number + 10}}:   0.0.0.0/0 === 0.0.0.0/0`;
const both =
  tunnelTo('azure0', 1, '10.10.200.4', '10.10.200.6/32') +
  tunnelTo('azure1', 2, '10.10.200.5', '10.10.200.7/32');
/** What the gateway made when it dialled, too. */
const another = `
      azure1[6]: ESTABLISHED 1 second ago, 10.100.20.1[10.100.20.1]...10.10.200.5[10.10.200.5]
 azure1-data{6}:  INSTALLED, TUNNEL, reqid 9, ESP in UDP SPIs: c5_i c6_o
 azure1-data{6}:   0.0.0.0/0 === 0.0.0.0/0`;

const step = strongswanPeers(
  { ref: 'vpn' },
  {
    left: '10.100.20.1',
    peers: [0, 1].map((number) => ({
      connection: `azure${number}`,
      right: { ref: 'gateway' },
      instance: number,
      overPrivate: true,
      key: { ref: 'azureToAws' },
    })),
    settings: { ike: 'aes256-sha1-modp1024!' },
    within: '2s',
  },
);

test('tunnels to the private addresses of both instances, BGP addresses from the gateway', async (t) => {
  const context = contextWith(both + another);
  const { peers, device } = await context.step(step);
  t.deepEqual(peers, [
    { name: 'azure0', right: '10.10.200.4', inside: '10.10.200.6' },
    { name: 'azure1', right: '10.10.200.5', inside: '10.10.200.7' },
  ]);
  t.is(device, 'ipsec0');
  t.true(context.recording.checks.every(({ passed }) => passed));
  const secrets = context.recording.commands.find(({ stdin }) => stdin !== undefined);
  t.is(
    secrets?.stdin,
    `10.100.20.1 10.10.200.4 : PSK "${key}"\n10.100.20.1 10.10.200.5 : PSK "${key}"\n`,
  );
  const { commands, equivalents, checks } = context.recording;
  const shown = commands.map(({ command }) => command);
  t.false(JSON.stringify([shown, equivalents, checks]).includes(key));
  t.true(context.recording.secrets.includes(key));
});

test('a tunnel that is missing is dialled once more, and fails the check if it stays away', async (t) => {
  const context = contextWith(tunnelTo('azure0', 1, '10.10.200.4', '10.10.200.6/32'));
  await context.step(step);
  t.deepEqual(
    context.recording.commands.flatMap(({ command }) => / ipsec up (\S+)/.exec(command)?.[1] ?? []),
    ['azure1', 'azure1-data'],
  );
  t.is(context.recording.checks.filter(({ passed }) => !passed).length, 1);
});

test('a gateway without private addresses, and a peer whose BGP address nobody knows', async (t) => {
  const error = await t.throwsAsync(contextWith(both, false).step(step), {
    instanceOf: WirebookError,
  });
  t.is(error.code, 'no-private-tunnel-address');
  const unknown = strongswanPeers(
    { ref: 'vpn' },
    { peers: [{ connection: 'a', right: '192.0.2.1', key: { ref: 'azureToAws' } }] },
  );
  await t.throwsAsync(contextWith(both).step(unknown), { message: /speaks BGP from/ });
});

test('two connections a peer, which share an IKE SA', (t) => {
  const conf = ipsecPeersConf({
    left: '10.100.20.1',
    peers: [{ name: 'azure0', right: '10.10.200.4', inside: '10.10.200.6' }],
    dpdDelay: 2,
    settings: { esp: 'aes256gcm16!', dpdaction: 'clear' },
  });
  t.is(
    conf,
    `config setup

conn %default
  keyexchange=ikev2
  authby=secret
  type=tunnel
  left=10.100.20.1
  leftid=10.100.20.1
  leftsubnet=0.0.0.0/0
  forceencaps=yes
  dpdaction=clear
  dpddelay=2s
  closeaction=restart
  keyingtries=%forever
  auto=start
  esp=aes256gcm16!

conn azure0
  right=10.10.200.4
  rightsubnet=10.10.200.6/32

conn azure0-data
  also=azure0
  rightsubnet=0.0.0.0/0
`,
  );
  t.throws(
    () =>
      ipsecPeersConf({
        left: '',
        peers: [{ name: 'a b', right: '', inside: '' }],
        dpdDelay: 2,
        settings: {},
      }),
    { message: /cannot be the name of a connection/ },
  );
});

test('only fast timers give a peer up within seconds', (t) => {
  t.regex(userSpaceRoutes(true), /retransmit_tries = 3/);
  t.notRegex(userSpaceRoutes(false), /retransmit/);
});
