import * as ec2 from '@aws-sdk/client-ec2';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { describeTags, runTags } from '../../../src/lab/run-tags.ts';
import type { CloudClients } from '../../../src/lab/target.ts';
import { openSweeper, removeAll, select, sweptClouds } from '../../../src/sweep/index.ts';
import type { Removal, RemovalEvent, SweptCloud } from '../../../src/sweep/index.ts';
import stack from '../../../stacks/azure-aws-google/stack.ts';
import { localClouds } from './local-clouds.ts';
import type { LocalClouds } from './local-clouds.ts';

const sshPublicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIx7ej4nzOMMG6J14Ti7fw/emg5AKj4xr/RdMPy5+jPz run';
const now = new Date('2026-11-21T12:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

const expiredTags = tags('2026-11-20T09-39-40Z-9447', hours(-3));
const freshTags = tags('2026-11-21T11-00-00Z-77aa', hours(3));
const foreignTags = { Owner: 'somebody', 'wirebook-lab': 'looks-like-ours' };

function tags(runId: string, expiresAt: Date): Record<string, string> {
  return { ...runTags({ lab: 'azure-aws-google', runId, owner: 'ada', expiresAt }) };
}

/** A whole lab that has expired, and beside it what is fresh and what is somebody else's. */
async function setUp(t: ExecutionContext): Promise<LocalClouds> {
  const clouds = await localClouds();
  t.teardown(() => clouds.close());
  const environment = { sshPublicKey, tags: expiredTags };
  await clouds.deploy(stack.synth({ google: true }, environment).terraform);
  for (const [name, marks] of [
    ['fresh', freshTags],
    ['foreign', foreignTags],
  ] as const) {
    await addAzure(clouds.clients, name, marks);
    await addAws(clouds.clients, name, marks);
    await addGoogle(clouds.clients, name, marks);
  }
  return clouds;
}

async function addAzure(clients: CloudClients, name: string, marks: Record<string, string>) {
  const { resourceGroups } = await (await clients.azure()).resourceManagement();
  await resourceGroups.createOrUpdate(name, { location: 'westeurope', tags: marks });
}

async function addAws(clients: CloudClients, name: string, marks: Record<string, string>) {
  const client = (await clients.aws()).ec2;
  const Tags = Object.entries({ ...marks, Name: name }).map(([Key, Value]) => ({ Key, Value }));
  const of = (ResourceType: ec2.ResourceType) => [{ ResourceType, Tags }];
  const { Vpc } = await client.send(
    new ec2.CreateVpcCommand({ CidrBlock: '10.50.0.0/16', TagSpecifications: of('vpc') }),
  );
  await client.send(
    new ec2.CreateSubnetCommand({
      VpcId: Vpc?.VpcId,
      CidrBlock: '10.50.1.0/24',
      TagSpecifications: of('subnet'),
    }),
  );
}

async function addGoogle(clients: CloudClients, name: string, marks: Record<string, string>) {
  const google = await clients.google();
  const { project } = google;
  await google.networks.insert({
    project,
    networkResource: { name, autoCreateSubnetworks: false, description: describeTags(marks) },
  });
  await addRule(clients, name, name);
}

async function addRule(clients: CloudClients, name: string, networkName: string) {
  const google = await clients.google();
  const { project } = google;
  const network = `projects/${project}/global/networks/${networkName}`;
  await google.firewalls.insert({
    project,
    firewallResource: { name, network, allowed: [{ IPProtocol: 'icmp' }] },
  });
}

async function sweep(
  clients: CloudClients,
  cloud: SweptCloud,
  onEvent: (event: RemovalEvent) => void = () => undefined,
): Promise<Removal> {
  const sweeper = await openSweeper(cloud, clients);
  const { expired } = select((await sweeper.find()).found, { now });
  const pause = async () => undefined;
  return await removeAll({ sweeper, leftovers: expired, patience: 3, pause, onEvent });
}

/** Names of all that is there, of whomever. */
async function names(clients: CloudClients, cloud: SweptCloud): Promise<readonly string[]> {
  const { found } = await (await openSweeper(cloud, clients)).find();
  return found.map(({ kind, name }) => `${kind} ${name}`).toSorted();
}

test('finds exactly what has expired, in all three clouds', async (t) => {
  const { clients, deletions } = await setUp(t);
  const sights = await Promise.all(
    sweptClouds.map(async (cloud) => (await openSweeper(cloud, clients)).find()),
  );
  t.deepEqual(
    sights.flatMap(({ unseen }) => unseen),
    [],
  );
  const { expired, undated } = select(
    sights.flatMap(({ found }) => found),
    { now },
  );
  t.deepEqual(undated, []);
  t.deepEqual([...new Set(expired.map(({ run }) => run))], ['2026-11-20t09-39-40z-9447']);
  t.deepEqual([...new Set(expired.map(({ owner }) => owner))], ['ada']);
  t.deepEqual(expired.map(({ cloud, kind, name }) => `${cloud} ${kind} ${name}`).toSorted(), [
    'aws Elastic IP awsvm-eip',
    'aws VPC vpc',
    'aws VPN connection vpn-0',
    'aws VPN connection vpn-1',
    'aws customer gateway vpngw-0',
    'aws customer gateway vpngw-1',
    'aws instance awsvm',
    'aws internet gateway vpc-igw',
    'aws key pair multicloud-key',
    'aws route table vpc-routes',
    'aws security group vpc-machines',
    'aws subnet vpc-subnet',
    'aws virtual private gateway vgw',
    'azure resource group multicloud',
    'google VPN gateway vpngw',
    'google VPN tunnel azvpngw0',
    'google VPN tunnel azvpngw1',
    'google external VPN gateway azvpngw',
    'google firewall rule multicloud-allow-ssh',
    'google instance gcpvm',
    'google network multicloud',
    'google router router',
    'google subnetwork multicloud-subnet',
  ]);
  t.deepEqual(deletions, [], 'looking deletes nothing');
});

test('Azure: the group goes with all that is in it', async (t) => {
  const { clients, deletions } = await setUp(t);
  const { deleted, failed } = await sweep(clients, 'azure');
  t.deepEqual(failed, []);
  t.deepEqual(
    deleted.map(({ name }) => name),
    ['multicloud'],
  );
  t.deepEqual(deletions, [
    'DELETE /subscriptions/00000000-0000-4000-8000-000000000001/resourcegroups/multicloud',
  ]);
  t.deepEqual(await names(clients, 'azure'), ['resource group foreign', 'resource group fresh']);
});

test('AWS: users before what they use, and nothing else', async (t) => {
  const { clients, deletions } = await setUp(t);
  const waits: string[] = [];
  const { failed } = await sweep(clients, 'aws', (event) => {
    if (event.type === 'waiting') waits.push(event.reason);
  });
  t.deepEqual(failed, []);
  t.deepEqual(waits, [], 'the order needs no second try');
  t.is(deletions.at(-1), 'DeleteVpc');
  const before = (first: string, second: string) =>
    t.true(deletions.lastIndexOf(first) < deletions.indexOf(second), `${first}, ${second}`);
  before('TerminateInstances', 'ReleaseAddress');
  before('DeleteVpnConnection', 'DetachVpnGateway');
  before('DetachVpnGateway', 'DeleteVpnGateway');
  before('ReleaseAddress', 'DetachInternetGateway');
  before('DeleteSubnet', 'DeleteRouteTable');
  t.deepEqual(await names(clients, 'aws'), ['VPC fresh', 'subnet fresh']);
  const { Vpcs = [] } = await (await clients.aws()).ec2.send(new ec2.DescribeVpcsCommand({}));
  t.true(Vpcs.some(({ Tags = [] }) => Tags.some(({ Value }) => Value === 'foreign')));
});

test('Google Cloud: tunnels leave their router first; a rule that a step added goes with its network', async (t) => {
  const { clients, deletions } = await setUp(t);
  await addRule(clients, 'made-by-a-step', 'multicloud');
  const waits: string[] = [];
  const { failed, deleted } = await sweep(clients, 'google', (event) => {
    if (event.type === 'waiting') waits.push(event.reason);
  });
  t.deepEqual(failed, []);
  t.deepEqual(waits, [], 'the order needs no second try');
  t.true(deleted.some(({ name }) => name === 'made-by-a-step'));
  t.regex(deletions.at(-1) ?? '', /\/global\/networks\//);
  t.deepEqual(await names(clients, 'google'), [
    'firewall rule foreign',
    'firewall rule fresh',
    'network foreign',
    'network fresh',
  ]);
});

test('what a stranger put into a network stays, the network with it, and it is told why', async (t) => {
  const { clients } = await setUp(t);
  const google = await clients.google();
  const { project, region } = google;
  const network = `projects/${project}/global/networks/multicloud`;
  const routerResource = { name: 'of-somebody', network, bgp: { asn: 65010 } };
  await google.routers.insert({ project, region, routerResource });
  const { failed } = await sweep(clients, 'google');
  t.deepEqual(
    failed.map(({ leftover }) => leftover.name),
    ['multicloud'],
  );
  t.regex(failed[0]?.reason ?? '', /being used by '.*routers\/of-somebody'/);
  const left = await names(clients, 'google');
  t.true(left.includes('router of-somebody'));
  t.false(left.includes('router router'));
});

test('a second sweep finds nothing, and deleting what is gone is no failure', async (t) => {
  const { clients } = await setUp(t);
  for (const cloud of sweptClouds) {
    const sweeper = await openSweeper(cloud, clients);
    const { expired } = select((await sweeper.find()).found, { now });
    t.true(expired.length > 0);
    const again = { sweeper, leftovers: expired, patience: 3, pause: async () => undefined };
    const onEvent = () => undefined;
    t.deepEqual((await removeAll({ ...again, onEvent })).failed, [], cloud);
    t.deepEqual((await removeAll({ ...again, onEvent })).failed, [], cloud);
    t.deepEqual(select((await sweeper.find()).found, { now }).expired, []);
  }
});

test('a region of AWS that cannot be looked at hides no other, and is told', async (t) => {
  const { clients } = await setUp(t);
  const refused = Object.assign(new Error('explicit deny'), { name: 'UnauthorizedOperation' });
  const aws = await clients.aws();
  const denied = new ec2.EC2Client({ region: 'eu-central-2' });
  denied.send = () => Promise.reject(refused);
  // The local EC2 has one region: here the account has another one, too.
  const withRegions = (...names: readonly string[]): ec2.EC2Client => {
    const client = aws.inRegion(aws.region);
    const send = client.send.bind(client);
    client.send = async (command: unknown) =>
      command instanceof ec2.DescribeRegionsCommand
        ? { Regions: names.map((RegionName) => ({ RegionName })) }
        : await send(command as ec2.DescribeVpcsCommand);
    return client;
  };
  const inRegions = (...names: readonly string[]): CloudClients => ({
    ...clients,
    aws: async () => ({
      ...aws,
      ec2: withRegions(...names),
      inRegion: (name) => (name === aws.region ? aws.inRegion(name) : denied),
    }),
  });
  const all = await (await openSweeper('aws', clients)).find();
  const sight = await (await openSweeper('aws', inRegions(aws.region, 'eu-central-2'))).find();
  t.deepEqual(sight.unseen, [{ place: 'eu-central-2', error: refused }]);
  t.deepEqual(sight.found, all.found);
  await t.throwsAsync((await openSweeper('aws', inRegions('eu-central-2'))).find(), {
    is: refused,
  });
});
