import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { createLocalGoogle, project, token } from '../support/local-google.ts';
import { serve } from '../support/serve.ts';

const run = promisify(execFile);

async function hasGcloud(): Promise<boolean> {
  try {
    await run('gcloud', ['--version']);
    return true;
  } catch {
    return false;
  }
}

test('the gcloud command line makes, lists, describes and deletes a VPN', async (t) => {
  if (!(await hasGcloud())) {
    t.log('gcloud is not on PATH, or does not run: not tried');
    t.pass();
    return;
  }
  t.timeout(170_000);
  const folder = await mkdtemp(join(tmpdir(), 'wirebook-gcloud-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'token'), token, { mode: 0o600 });
  const google = createLocalGoogle();
  await using server = await serve(google.cloud);
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    CLOUDSDK_CONFIG: join(folder, 'config'),
    CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: join(folder, 'token'),
    CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: `http://127.0.0.1:${server.port}/compute/v1/`,
    CLOUDSDK_CORE_PROJECT: project,
    CLOUDSDK_COMPUTE_REGION: 'us-east1',
    CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
    CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true',
    CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: 'true',
  };
  const compute = async (command: string): Promise<unknown> => {
    const argv = ['compute', ...command.split(' '), '--format=json', '--quiet'];
    const { stdout } = await run('gcloud', argv, { env });
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  };

  await compute('networks create multicloud --subnet-mode=custom --bgp-routing-mode=regional');
  await compute('networks subnets create vm --network=multicloud --range=10.0.1.0/24');
  await compute(
    'firewall-rules create icmp --network=multicloud --allow=icmp --source-ranges=192.168.0.0/16',
  );
  await compute('vpn-gateways create vpngw --network=multicloud');
  await compute('external-vpn-gateways create az --interfaces=0=20.120.119.5,1=20.120.119.45');
  await compute('routers create router --network=multicloud --asn=65003');
  await compute(
    'vpn-tunnels create az0 --peer-external-gateway=az --peer-external-gateway-interface=0 ' +
      '--shared-secret=Microsoft123 --router=router --vpn-gateway=vpngw --interface=0',
  );
  await compute(
    'routers add-interface router --interface-name=az0 --vpn-tunnel=az0 ' +
      '--ip-address=169.254.21.129 --mask-length=30',
  );
  await compute(
    'routers add-bgp-peer router --peer-name=az0 --interface=az0 --peer-asn=65001 ' +
      '--peer-ip-address=169.254.21.130 --advertised-route-priority=50',
  );
  const [tunnel] = (await compute('vpn-tunnels list')) as readonly Record<string, unknown>[];
  t.like(tunnel, { name: 'az0', peerIp: '20.120.119.5', status: 'ALLOCATING_RESOURCES' });
  const router = (await compute('routers describe router')) as Record<string, unknown>;
  t.like(router, {
    bgp: { asn: 65003 },
    interfaces: [{ name: 'az0', ipRange: '169.254.21.129/30' }],
    bgpPeers: [{ name: 'az0', peerAsn: 65001, advertisedRoutePriority: 50 }],
  });
  const status = (await compute('routers get-status router')) as Record<string, unknown>;
  t.like(status, { result: { bgpPeerStatus: [{ name: 'az0', status: 'DOWN' }] } });
  const rules = (await compute('firewall-rules list')) as readonly Record<string, unknown>[];
  t.deepEqual(
    rules.map((rule) => rule['name']),
    ['icmp'],
  );
  const refused = await t.throwsAsync(compute('networks delete multicloud'));
  t.regex(refused.message, /already being used by/);

  await compute('routers remove-bgp-peer router --peer-name=az0');
  await compute('routers remove-interface router --interface-name=az0');
  await compute('vpn-tunnels delete az0');
  await compute('routers delete router');
  await compute('vpn-gateways delete vpngw');
  await compute('firewall-rules delete icmp');
  await compute('networks subnets delete vm');
  await compute('networks create second --subnet-mode=custom');
  // Several at once go in one batch.
  await compute('networks delete multicloud second');
  t.true(server.requests.some((line) => line.startsWith('POST /batch/compute/')));
  t.deepEqual(await compute('networks list'), []);
  t.is(google.held.size, 0);
});
