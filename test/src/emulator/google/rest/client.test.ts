import {
  AddressesClient,
  FirewallsClient,
  GlobalOperationsClient,
  ImagesClient,
  InstancesClient,
  NetworksClient,
  RegionOperationsClient,
  RegionsClient,
  RoutersClient,
  RoutesClient,
  SubnetworksClient,
  VpnGatewaysClient,
  VpnTunnelsClient,
  ZoneOperationsClient,
} from '@google-cloud/compute';
import test from 'ava';
import type { BgpRoute } from '../../../../../src/emulator/fabric/observations.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { createLocalGoogle, project } from '../support/local-google.ts';
import { multicloud } from '../support/multicloud.ts';
import { clientOptions, serve } from '../support/serve.ts';

const region = 'us-east1';
const zone = 'us-east1-b';

interface Waiting {
  readonly name?: string | null;
}

/** The SDK gives an operation with the first answer in it. */
function nameOf(operation: { readonly latestResponse?: unknown; readonly name?: unknown }): string {
  const { name } = (operation.latestResponse ?? operation) as Waiting;
  return name ?? '';
}

async function waitGlobal(client: GlobalOperationsClient, operation: object) {
  const [done] = await client.wait({ project, operation: nameOf(operation) });
  return done;
}

test('a network, a subnetwork and a machine are made, read, listed and deleted', async (t) => {
  const google = createLocalGoogle();
  await using server = await serve(google.cloud);
  const { options } = server;
  const [networks, subnetworks, instances] = [
    new NetworksClient(options),
    new SubnetworksClient(options),
    new InstancesClient(options),
  ];
  const [globalOperations, regionOperations, zoneOperations] = [
    new GlobalOperationsClient(options),
    new RegionOperationsClient(options),
    new ZoneOperationsClient(options),
  ];
  const [made] = await networks.insert({
    project,
    networkResource: { name: 'n', autoCreateSubnetworks: false },
  });
  t.is((await waitGlobal(globalOperations, made)).status, 'DONE');
  const [network] = await networks.get({ project, network: 'n' });
  t.like(network, { name: 'n', autoCreateSubnetworks: false, mtu: 1460 });
  t.is(network.routingConfig?.routingMode, 'REGIONAL');

  const [subnet] = await subnetworks.insert({
    project,
    region,
    subnetworkResource: { name: 's', network: 'global/networks/n', ipCidrRange: '10.0.1.0/24' },
  });
  await regionOperations.wait({ project, region, operation: nameOf(subnet) });
  const [shown] = await subnetworks.get({ project, region, subnetwork: 's' });
  t.is(shown.gatewayAddress, '10.0.1.1');

  const [machine] = await instances.insert({
    project,
    zone,
    instanceResource: {
      name: 'vm',
      machineType: `zones/${zone}/machineTypes/e2-micro`,
      disks: [
        {
          boot: true,
          autoDelete: true,
          initializeParams: { sourceImage: 'projects/debian-cloud/global/images/family/debian-12' },
        },
      ],
      networkInterfaces: [
        {
          subnetwork: `regions/${region}/subnetworks/s`,
          accessConfigs: [{ name: 'External NAT' }],
        },
      ],
    },
  });
  await zoneOperations.wait({ project, zone, operation: nameOf(machine) });
  const [vm] = await instances.get({ project, zone, instance: 'vm' });
  t.is(vm.networkInterfaces?.[0]?.networkIP, '10.0.1.2');
  const external = vm.networkInterfaces?.[0]?.accessConfigs?.[0]?.natIP ?? '';
  t.true(google.held.has(external));
  t.regex(String(vm.id), /^\d{19}$/);

  const scopes: string[] = [];
  for await (const [scope, { instances: found }] of instances.aggregatedListAsync({ project })) {
    if (found && found.length > 0) scopes.push(scope);
  }
  t.deepEqual(scopes, [`zones/${zone}`]);

  await instances.stop({ project, zone, instance: 'vm' });
  t.is((await instances.get({ project, zone, instance: 'vm' }))[0].status, 'TERMINATED');
  t.is(google.held.size, 0);
  await instances.delete({ project, zone, instance: 'vm' });
  await subnetworks.delete({ project, region, subnetwork: 's' });
  await networks.delete({ project, network: 'n' });
  t.deepEqual((await networks.list({ project }))[0], []);
});

test('a router says what its sessions are like and what they taught', async (t) => {
  const google = await multicloud();
  const fabric = google.cloud.compile(noObservations);
  const router = fabric.nodes.find(({ label }) => label === 'Cloud Router router')?.name ?? '';
  const peer = '169.254.21.130';
  const path = (prefix: string, asPath: readonly number[]): BgpRoute => ({
    prefix,
    source: 'ebgp',
    best: true,
    nextHop: peer,
    peer,
    asPath,
    weight: 0,
    med: null,
    origin: 'IGP',
  });
  google.observe({
    tunnels: Object.fromEntries(
      fabric.tunnels.map(({ name }, index) => [
        name,
        { state: index === 0 ? 'up' : 'down', establishedAt: null, bytesIn: 0, bytesOut: 0 },
      ]),
    ),
    bgp: {
      [router]: {
        peers: [
          {
            address: peer,
            asn: 65001,
            state: 'Established',
            establishedForMs: 1_030_000,
            prefixesReceived: 2,
            messagesSent: 68,
            messagesReceived: 56,
          },
        ],
        routes: [path('192.168.0.0/16', [65001]), path('172.16.0.0/16', [65001, 65002])],
      },
    },
  });
  await using server = await serve(google.cloud);
  const routers = new RoutersClient(server.options);
  const [{ result }] = await routers.getRouterStatus({ project, region, router: 'router' });
  t.deepEqual(
    result?.bestRoutesForRouter?.map(({ destRange, routeType, nextHopIp, asPaths, priority }) => [
      destRange,
      routeType,
      nextHopIp,
      asPaths?.[0]?.asLists,
      priority,
    ]),
    [
      ['172.16.0.0/16', 'BGP', peer, [65001, 65002], 100],
      ['192.168.0.0/16', 'BGP', peer, [65001], 100],
    ],
  );
  t.is(result?.bestRoutes?.length, 2);
  const [one, two] = result?.bgpPeerStatus ?? [];
  t.like(one, {
    name: 'azvpngw0',
    status: 'UP',
    state: 'Established',
    uptime: '17 minutes, 10 seconds',
    uptimeSeconds: '1030',
    numLearnedRoutes: 2,
  });
  t.deepEqual(
    one?.advertisedRoutes?.map(({ destRange, priority }) => [destRange, priority]),
    [['10.0.1.0/24', 100]],
  );
  t.like(two, { name: 'azvpngw1', status: 'DOWN', state: 'Idle' });

  const tunnels = new VpnTunnelsClient(server.options);
  const [listed] = await tunnels.list({ project, region });
  t.deepEqual(
    listed.map(({ name, peerIp, status, detailedStatus }) => [
      name,
      peerIp,
      status,
      detailedStatus,
    ]),
    [
      ['azvpngw0', '20.120.119.5', 'ESTABLISHED', 'Tunnel is up and running.'],
      ['azvpngw1', '20.120.119.45', 'NO_INCOMING_PACKETS', 'No incoming packets from peer'],
    ],
  );
  t.false(JSON.stringify(listed).includes('Microsoft123'));

  const gateways = new VpnGatewaysClient(server.options);
  const [status] = await gateways.getStatus({ project, region, vpnGateway: 'vpngw' });
  t.is(status.result?.vpnConnections?.[0]?.state?.state, 'CONNECTION_REDUNDANCY_MET');
});

test('a firewall rule is patched, and lists are filtered and paged', async (t) => {
  const google = await multicloud();
  await using server = await serve(google.cloud);
  const firewalls = new FirewallsClient(server.options);
  await firewalls.insert({
    project,
    firewallResource: {
      name: 'icmp',
      network: 'global/networks/multicloud',
      allowed: [{ IPProtocol: 'icmp' }],
      sourceRanges: ['192.168.0.0/16'],
    },
  });
  await firewalls.patch({ project, firewall: 'icmp', firewallResource: { disabled: true } });
  const [rule] = await firewalls.get({ project, firewall: 'icmp' });
  t.like(rule, { disabled: true, priority: 1000, direction: 'INGRESS' });
  t.deepEqual(rule.sourceRanges, ['192.168.0.0/16']);
  const names = async (filter: string) =>
    (await firewalls.list({ project, filter }))[0].map(({ name }) => name);
  t.deepEqual(await names('name = icmp'), ['icmp']);
  t.deepEqual(await names('(disabled = false) AND (network eq ".*multicloud")'), ['ssh']);
  const paged: (string | null | undefined)[] = [];
  for await (const { name } of firewalls.listAsync({ project, maxResults: 1 })) paged.push(name);
  t.deepEqual(paged, ['icmp', 'ssh']);
});

const refusals: readonly {
  readonly title: string;
  readonly code: number;
  readonly message: RegExp;
  readonly call: (options: ReturnType<typeof clientOptions>) => Promise<unknown>;
}[] = [
  {
    title: 'what is not there',
    code: 404,
    message: /The resource 'projects\/wirebook-local\/global\/networks\/none' was not found/,
    call: (options) => new NetworksClient(options).get({ project, network: 'none' }),
  },
  {
    title: 'an unknown region',
    code: 404,
    message: /regions\/mars-east1' was not found/,
    call: (options) => new RegionsClient(options).get({ project, region: 'mars-east1' }),
  },
  {
    title: 'what exists',
    code: 409,
    message: /already exists/,
    call: (options) =>
      new NetworksClient(options).insert({
        project,
        networkResource: { name: 'multicloud', autoCreateSubnetworks: false },
      }),
  },
  {
    title: 'a bad name',
    code: 400,
    message: /Must be a match of regex/,
    call: (options) =>
      new NetworksClient(options).insert({
        project,
        networkResource: { name: 'Multi_Cloud', autoCreateSubnetworks: false },
      }),
  },
  {
    title: 'deleting what is used',
    code: 400,
    message: /already being used by/,
    call: (options) => new RoutersClient(options).delete({ project, region, router: 'router' }),
  },
  {
    title: 'a rule that allows and denies',
    code: 400,
    message: /Exactly one of/,
    call: (options) =>
      new FirewallsClient(options).insert({
        project,
        firewallResource: { name: 'x', network: 'global/networks/multicloud' },
      }),
  },
  {
    title: 'a public ASN',
    code: 400,
    message: /private ASN/,
    call: (options) =>
      new RoutersClient(options).patch({
        project,
        region,
        router: 'router',
        routerResource: { bgp: { asn: 3356 } },
      }),
  },
  {
    title: 'a stale fingerprint',
    code: 412,
    message: /fingerprint/,
    call: (options) =>
      new InstancesClient(options).setTags({
        project,
        zone,
        instance: 'testvm',
        tagsResource: { items: ['web'], fingerprint: 'AAAAAAAAAAA=' },
      }),
  },
  {
    title: 'a route inside a subnet',
    code: 400,
    message: /within the range 10\.0\.1\.0\/24/,
    call: (options) =>
      new RoutesClient(options).insert({
        project,
        routeResource: {
          name: 'r',
          network: 'global/networks/multicloud',
          destRange: '10.0.1.128/25',
          nextHopIp: '10.0.1.2',
        },
      }),
  },
  {
    title: 'what is lacking, by the method’s name',
    code: 501,
    message: /instances\.getSerialPortOutput/,
    call: (options) =>
      new InstancesClient(options).getSerialPortOutput({ project, zone, instance: 'testvm' }),
  },
  {
    title: 'a wrong token',
    code: 401,
    message: /invalid authentication credentials/,
    call: ({ port }) => new NetworksClient(clientOptions(port, 'other')).list({ project }),
  },
];

for (const { title, code, message, call } of refusals) {
  test(`refused: ${title}`, async (t) => {
    const google = await multicloud();
    await using server = await serve(google.cloud);
    const error = await t.throwsAsync(call(server.options), { any: true, message });
    t.is((error as { readonly httpStatusCode: number }).httpStatusCode, code);
  });
}

test('a failure that comes late is the operation’s', async (t) => {
  const google = await multicloud();
  await using server = await serve(google.cloud);
  const operations = new RegionOperationsClient(server.options);
  const subnetworks = new SubnetworksClient(server.options);
  const insert = async () => {
    const [operation] = await subnetworks.insert({
      project,
      region,
      subnetworkResource: {
        name: 'again',
        network: 'global/networks/multicloud',
        ipCidrRange: '10.0.0.0/16',
      },
    });
    const response = await fetch(
      `http://127.0.0.1:${server.port}/compute/v1/projects/${project}/regions/${region}/operations/${nameOf(operation)}/wait`,
      { method: 'POST', headers: { authorization: 'Bearer ya29.test' } },
    );
    return (await response.json()) as Record<string, unknown>;
  };
  t.like(await insert(), {
    status: 'DONE',
    httpErrorStatusCode: 400,
    httpErrorMessage: 'BAD REQUEST',
  });
  await t.throwsAsync(subnetworks.get({ project, region, subnetwork: 'again' }));
  google.failWith(new Error('no such device'));
  const addresses = new AddressesClient(server.options);
  const [operation] = await addresses.insert({ project, region, addressResource: { name: 'ip' } });
  const failed = await operations
    .wait({ project, region, operation: nameOf(operation) })
    .catch((error: unknown) => error);
  t.regex(
    String(failed instanceof Error ? failed.message : JSON.stringify(failed)),
    /no such device/,
  );
});

test('images are found by family', async (t) => {
  await using server = await serve(createLocalGoogle().cloud);
  const images = new ImagesClient(server.options);
  const [image] = await images.getFromFamily({ project: 'debian-cloud', family: 'debian-12' });
  t.is(image.family, 'debian-12');
});
