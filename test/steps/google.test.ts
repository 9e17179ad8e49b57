import test from 'ava';
import {
  breakLink,
  repairLink,
  routerStatus,
  securityRule,
  vpnTunnels,
} from '../../steps/index.ts';
import { recordingCompute } from '../support/compute.ts';
import { multicloud, router, tunnel0 } from '../support/handles.ts';
import { recordingContext } from '../support/step-context.ts';

const handles = { multicloud, router, tunnel0 };
const region = 'projects/p/regions/us-east1';

test('tunnels as gcloud lists them', async (t) => {
  const google = await recordingCompute(t, {
    [`GET ${region}/vpnTunnels/azvpngw0`]: () => ({
      name: 'azvpngw0',
      vpnGateway: `https://www.googleapis.com/compute/v1/${region}/vpnGateways/vpngw`,
      peerIp: '20.120.119.5',
      status: 'ESTABLISHED',
      detailedStatus: 'Tunnel is up and running.',
    }),
  });
  const context = recordingContext({ handles, google });
  await context.step(
    vpnTunnels([{ ref: 'tunnel0' }], { expect: [{ gateway: 'vpngw', status: 'ESTABLISHED' }] }),
  );
  t.true(context.recording.checks[0]?.passed);
  t.is(
    context.recording.equivalents[0]?.output,
    'NAME      REGION    GATEWAY  PEER_ADDRESS  STATUS       DETAILED_STATUS\n' +
      'azvpngw0  us-east1  vpngw    20.120.119.5  ESTABLISHED  Tunnel is up and running.\n',
  );
});

test('a Cloud Router: its sessions flattened, its best routes with their AS paths', async (t) => {
  const google = await recordingCompute(t, {
    [`GET ${region}/routers/router/getRouterStatus`]: () => ({
      result: {
        bgpPeerStatus: [
          {
            name: 'azvpngw0',
            ipAddress: '169.254.21.129',
            peerIpAddress: '169.254.21.130',
            status: 'UP',
            state: 'Established',
            numLearnedRoutes: 2,
          },
        ],
        bestRoutesForRouter: [
          {
            destRange: '172.16.0.0/16',
            routeType: 'BGP',
            nextHopIp: '169.254.21.130',
            asPaths: [{ pathSegmentType: 'AS_SEQUENCE', asLists: [65001, 65002] }],
          },
        ],
      },
    }),
  });
  const context = recordingContext({ handles, google });
  await context.step(
    routerStatus(
      { ref: 'router' },
      {
        peers: [{ name: 'azvpngw0', status: 'UP', state: 'Established', learnedRoutes: 2 }],
        bestRoutes: [{ destRange: '172.16.0.0/16', routeType: 'BGP', asPath: '65001 65002' }],
      },
    ),
  );
  t.deepEqual(
    context.recording.checks.map(({ passed }) => passed),
    [true, true],
  );
  t.deepEqual(
    context.recording.equivalents.map(({ output }) => output),
    [
      'result.bgpPeerStatus[0].ipAddress:     169.254.21.129\n' +
        'result.bgpPeerStatus[0].name:          azvpngw0\n' +
        'result.bgpPeerStatus[0].peerIpAddress: 169.254.21.130\n',
      '172.16.0.0/16\tBGP\t169.254.21.130\n',
    ],
  );
});

test('a firewall rule is made, and read back', async (t) => {
  const rules: object[] = [];
  const google = await recordingCompute(t, {
    'POST projects/p/global/firewalls': () => {
      rules.push({
        name: 'allow-icmp',
        network: 'https://www.googleapis.com/compute/v1/projects/p/global/networks/multicloud',
        sourceRanges: ['192.168.0.0/16'],
      });
      return { name: 'operation-1', status: 'DONE' };
    },
    'GET projects/p/global/firewalls': () => ({ items: rules }),
  });
  const context = recordingContext({ handles, google });
  await context.step(
    securityRule({ ref: 'multicloud' }, { protocol: 'icmp', from: '192.168.0.0/16' }),
  );
  t.true(context.recording.checks[0]?.passed);
  t.like(google.requests[0]?.body, {
    name: 'allow-icmp',
    direction: 'INGRESS',
    sourceRanges: ['192.168.0.0/16'],
    allowed: [{ IPProtocol: 'icmp' }],
  });
  t.is(
    context.recording.equivalents[0]?.command,
    'gcloud compute firewall-rules create allow-icmp --network=multicloud --source-ranges=192.168.0.0/16 --allow=icmp',
  );
});

test('an operation that fails says why', async (t) => {
  const google = await recordingCompute(t, {
    'POST projects/p/global/firewalls': () => ({
      name: 'operation-1',
      status: 'DONE',
      error: { errors: [{ code: 'RESOURCE_IN_USE', message: 'It is in use.' }] },
    }),
  });
  const context = recordingContext({ handles, google });
  await t.throwsAsync(
    context.step(securityRule({ ref: 'multicloud' }, { protocol: 'icmp', from: '10.0.0.0/8' })),
    { message: /in use/i },
  );
});

test('a BGP session is disabled and enabled; the other peers stay', async (t) => {
  let peers: { name: string; enable: string }[] = [
    { name: 'azvpngw0', enable: 'TRUE' },
    { name: 'azvpngw1', enable: 'TRUE' },
  ];
  const google = await recordingCompute(t, {
    [`GET ${region}/routers/router`]: () => ({ name: 'router', bgpPeers: peers }),
    [`PATCH ${region}/routers/router`]: () => {
      const { bgpPeers } = google.requests.at(-1)?.body as { bgpPeers: typeof peers };
      peers = bgpPeers;
      return { name: 'operation-1', status: 'DONE' };
    },
  });
  const broken = { kind: 'bgpPeer', router: 'router', bgpPeer: 'azvpngw0' };
  const context = recordingContext({ handles, google, results: { broken } });
  t.deepEqual(
    await context.step(breakLink({ ref: 'router' }, { bgpPeer: 'azvpngw0' })),
    broken as never,
  );
  t.deepEqual(
    peers.map(({ enable }) => enable),
    ['FALSE', 'TRUE'],
  );
  await context.step(repairLink({ cell: 'broken' }));
  t.deepEqual(
    peers.map(({ enable }) => enable),
    ['TRUE', 'TRUE'],
  );
  t.true(context.recording.checks.every(({ passed }) => passed));
});
