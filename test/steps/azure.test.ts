import test from 'ava';
import {
  bgpPeers,
  breakLink,
  connections,
  localGateways,
  repairLink,
  securityRule,
} from '../../steps/index.ts';
import type { Handles, NetworkSecurityGroup } from '../../src/lab/handle.ts';
import type { Stack } from '../../src/lab/stack.ts';
import { group, recordingArm } from '../support/arm.ts';
import { azureToAws, vng1 } from '../support/handles.ts';
import { recordingContext } from '../support/step-context.ts';

const nsg: NetworkSecurityGroup = {
  kind: 'networkSecurityGroup',
  name: 'vm-nsg',
  id: `${group}/networkSecurityGroups/vm-nsg`,
};
const handles = { vng1, azureToAws, nsg };

const connection = (name: string, gateway: string, tunnels?: object[]) => ({
  id: `${group}/connections/${name}`,
  name,
  properties: {
    virtualNetworkGateway1: { id: gateway },
    connectionType: 'IPsec',
    connectionMode: 'Default',
    connectionStatus: 'Connected',
    egressBytesTransferred: 0,
    ingressBytesTransferred: 0,
    ...(tunnels && { tunnelConnectionStatus: tunnels }),
  },
});

test('connections of a gateway: what a list shows, and the status that it does not', async (t) => {
  const first = connection('aws00', vng1.id);
  const second = connection('aws10', vng1.id.toUpperCase(), [
    { tunnel: 'aws10_20.120.119.5', connectionStatus: 'Connected' },
  ]);
  const foreign = connection('other', `${group}/virtualNetworkGateways/vng2`);
  const azure = recordingArm({
    resources: {
      [`${group}/connections`]: { value: [first, second, foreign] },
      [first.id]: first,
      [second.id]: second,
    },
  });
  const context = recordingContext({ handles, azure });
  await context.step(
    connections(
      { ref: 'vng1' },
      {
        expect: [
          { name: 'aws00', connectionStatus: 'Connected', mode: 'Default', tunnel: null },
          { name: 'aws10', tunnelStatus: 'Connected', tunnel: 'aws10_20.120.119.5' },
        ],
      },
    ),
  );
  t.true(context.recording.checks[0]?.passed);
  const [shown] = context.recording.equivalents;
  t.regex(shown?.command ?? '', /^az network vpn-connection list -g rg-we --query '\[\]\.\{Name/);
  t.regex(shown?.output ?? '', /aws10 +0 +0 +Default +Connected +aws10_20\.120\.119\.5/);
});

test('local network gateways with BGP have no prefixes', async (t) => {
  const azure = recordingArm({
    resources: {
      [`${group}/localNetworkGateways`]: {
        value: [
          {
            name: 'aws00',
            location: 'eastus',
            properties: {
              provisioningState: 'Succeeded',
              gatewayIpAddress: '34.200.189.116',
              localNetworkAddressSpace: { addressPrefixes: [] },
              bgpSettings: { asn: 65002, bgpPeeringAddress: '169.254.21.1' },
            },
          },
        ],
      },
    },
  });
  const context = recordingContext({ handles, azure });
  const rows = await context.step(localGateways({ ref: 'vng1' }));
  t.deepEqual(rows, [
    {
      name: 'aws00',
      location: 'eastus',
      provisioningState: 'Succeeded',
      gatewayIpAddress: '34.200.189.116',
      addressPrefixes: null,
      asn: 65002,
      bgpPeeringAddress: '169.254.21.1',
    },
  ]);
  t.is(
    context.recording.equivalents[0]?.output,
    `Name    Location    ResourceGroup    ProvisioningState    GatewayIpAddress    AddressPrefixes
------  ----------  ---------------  -------------------  ------------------  -----------------
aws00   eastus      rg-we            Succeeded            34.200.189.116
`,
  );
});

test('the sessions of one instance only', async (t) => {
  const peer = (localAddress: string) => ({
    localAddress,
    neighbor: '169.254.21.1',
    asn: 65002,
    state: 'Connected',
  });
  const azure = recordingArm({
    actions: {
      [`${vng1.id}/getBgpPeerStatus`]: () => ({
        value: [peer('192.168.1.4'), peer('192.168.1.5')],
      }),
    },
  });
  const context = recordingContext({ handles, azure });
  const rows = await context.step(bgpPeers({ ref: 'vng1' }, { localAddress: '192.168.1.5' }));
  t.deepEqual(
    rows.map(({ localAddress }) => localAddress),
    ['192.168.1.5'],
  );
  t.regex(
    context.recording.equivalents[0]?.command ?? '',
    /--query 'value\[\?localAddress == `"192\.168\.1\.5"`\]' -o table$/,
  );
  t.regex(context.recording.equivalents[0]?.output ?? '', /^LocalAddress +Neighbor/);
});

test('an inbound rule takes the first free priority', async (t) => {
  const rules: object[] = [
    { name: 'other', properties: { direction: 'Inbound', priority: 200, access: 'Allow' } },
  ];
  const azure = recordingArm({ resources: { [nsg.id]: { properties: { securityRules: rules } } } });
  const context = recordingContext({ handles, azure });
  const allowed = { protocol: 'udp', ports: [500, 4500], from: '203.0.113.0/24' } as const;
  await context.step(securityRule({ ref: 'nsg' }, allowed));
  t.like(
    azure.requests.find(({ method }) => method === 'PUT'),
    {
      path: `${nsg.id}/securityRules/allow-udp-500-4500`,
      body: {
        properties: {
          priority: 201,
          protocol: 'Udp',
          direction: 'Inbound',
          sourceAddressPrefix: '203.0.113.0/24',
        },
      },
    },
  );
  // This store does not put rules into their group: the check says so.
  t.deepEqual(
    context.recording.checks.map(({ passed }) => passed),
    [false],
  );
});

test('a connection that is deleted is made again by deploying', async (t) => {
  const there = connection('azure-to-aws', vng1.id);
  const listed = `${group}/connections`;
  const azure = recordingArm({ resources: { [listed]: { value: [there] } } });
  const { virtualNetworkGatewayConnections: client } = azure.network;
  client.beginDeleteAndWait = async () => void azure.resources.set(listed, { value: [] });
  const stack: Stack<object, Handles> = {
    name: 'tiny',
    synth: () => ({ terraform: {}, handles: {} }),
  };
  const context = recordingContext({
    handles,
    azure,
    deployed: { stack, props: { size: 1 } },
    results: { broken: { kind: 'delete', connection: 'azureToAws' } },
    onDeploy: () => void azure.resources.set(listed, { value: [there] }),
  });
  await context.step(breakLink({ ref: 'azureToAws' }, { delete: true }));
  await context.step(repairLink({ cell: 'broken' }));
  t.deepEqual(context.recording.deployed, [{ stack: 'tiny', props: { size: 1 } }]);
  t.deepEqual(
    context.recording.checks.map(({ passed }) => passed),
    [true, true],
  );
});

test('an instance is restarted by its public address', async (t) => {
  const azure = recordingArm({ actions: { [`${vng1.id}/reset`]: () => ({}) } });
  const context = recordingContext({ handles, azure });
  const broken = await context.step(breakLink({ ref: 'vng1' }, { instance: 0 }));
  t.deepEqual(broken, { kind: 'instance', gateway: 'vng1', instance: 0 });
  t.is(
    context.recording.equivalents[0]?.command,
    'az network vnet-gateway reset -g rg-we -n vng1 --gateway-vip 203.0.113.10 -o none',
  );
  await t.throwsAsync(context.step(breakLink({ ref: 'vng1' }, { instance: 1 })), {
    message: /no public address of an instance 1/,
  });
});

test('what a failover broke is repaired from its result', async (t) => {
  const azure = recordingArm({
    resources: { [`${azureToAws.id}/sharedkey`]: { value: 'kSecretWrong' } },
  });
  const results = {
    watched: { during: [null, { kind: 'sharedKey', connection: 'azureToAws' }] },
    nothing: { during: [null, { kind: 'ping' }] },
  };
  const context = recordingContext({ handles, azure, results });
  t.deepEqual(await context.step(repairLink({ cell: 'watched' })), { kind: 'sharedKey' });
  t.is(azure.resources.get(`${azureToAws.id}/sharedkey`)?.['value'], 'kSecret');
  await t.throwsAsync(context.step(repairLink({ cell: 'nothing' })), {
    message: /Nothing was broken/,
  });
});
