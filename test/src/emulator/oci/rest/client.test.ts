import test from 'ava';
import { generateKeyPairSync } from 'node:crypto';
import { createLocalOci, account } from '../support/local-oci.ts';
import { sshKey } from '../support/pair-network.ts';
import type { OciServer } from '../support/serve.ts';
import { serve } from '../support/serve.ts';

const { compartmentId } = account;

/** What the client threw: `409 Conflict`. */
async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    const { statusCode, serviceCode } = error as { statusCode: number; serviceCode: string };
    return `${statusCode} ${serviceCode}`;
  }
}

async function vcnOf({ network }: OciServer, cidrBlocks = ['172.16.0.0/16']) {
  const { vcn } = await network.createVcn({
    createVcnDetails: { compartmentId, displayName: 'main', cidrBlocks, dnsLabel: 'main' },
  });
  return vcn;
}

async function subnetOf({ network }: OciServer, vcnId: string, cidrBlock = '172.16.1.0/24') {
  const { subnet } = await network.createSubnet({
    createSubnetDetails: { compartmentId, vcnId, cidrBlock, displayName: cidrBlock },
  });
  return subnet;
}

async function launch({ compute }: OciServer, subnetId: string, details: object = {}) {
  const { items: images } = await compute.listImages({
    compartmentId,
    operatingSystem: 'Canonical Ubuntu',
    operatingSystemVersion: '22.04',
  });
  const { instance } = await compute.launchInstance({
    launchInstanceDetails: {
      compartmentId,
      availabilityDomain: 'Uocm:US-ASHBURN-AD-1',
      displayName: 'vm1',
      shape: 'VM.Standard.E4.Flex',
      shapeConfig: { ocpus: 1, memoryInGBs: 8 },
      sourceDetails: { sourceType: 'image', imageId: images[0]?.id ?? '' },
      createVnicDetails: { subnetId, ...details },
      metadata: { ssh_authorized_keys: sshKey },
    },
  });
  return instance;
}

async function stateOf({ compute }: OciServer, instanceId: string): Promise<string> {
  const { instance } = await compute.getInstance({ instanceId });
  return instance.lifecycleState;
}

test('a VCN comes with a table and a list; all have OCIDs, names and a state', async (t) => {
  await using server = await serve(createLocalOci().cloud);
  const { network } = server;
  const vcn = await vcnOf(server);
  t.regex(vcn.id, /^ocid1\.vcn\.oc1\.iad\.[0-9a-f]{60}$/);
  t.is(String(vcn.lifecycleState), 'AVAILABLE');
  t.is(vcn.vcnDomainName, 'main.oraclevcn.com');
  t.true(Date.parse(String(vcn.timeCreated)) > 0);
  const { routeTable } = await network.getRouteTable({ rtId: vcn.defaultRouteTableId ?? '' });
  t.deepEqual(routeTable.routeRules, []);
  t.is(routeTable.displayName, 'Default Route Table for main');
  const { securityList } = await network.getSecurityList({
    securityListId: vcn.defaultSecurityListId ?? '',
  });
  t.deepEqual(
    securityList.ingressSecurityRules.map((rule) => [
      rule.protocol,
      rule.source,
      rule.tcpOptions?.destinationPortRange?.max ?? rule.icmpOptions?.type,
      rule.icmpOptions?.code,
    ]),
    [
      ['6', '0.0.0.0/0', 22, undefined],
      ['1', '0.0.0.0/0', 3, 4],
      ['1', '172.16.0.0/16', 3, undefined],
    ],
  );
});

test('an instance gets the lowest free address, a public one, and runs once Linux has it', async (t) => {
  const oci = createLocalOci();
  await using server = await serve(oci.cloud);
  const { compute, network } = server;
  const subnet = await subnetOf(server, (await vcnOf(server)).id);
  const release = oci.hold();
  const instance = await launch(server, subnet.id);
  const { id: instanceId } = instance;
  t.is(String(instance.lifecycleState), 'PROVISIONING');
  release();
  await new Promise((resolve) => setImmediate(resolve));
  t.is(await stateOf(server, instanceId), 'RUNNING');
  const { items } = await compute.listVnicAttachments({ compartmentId, instanceId });
  t.deepEqual(
    items.map(({ lifecycleState }) => lifecycleState),
    ['ATTACHED'],
  );
  const { vnic } = await network.getVnic({ vnicId: items[0]?.vnicId ?? '' });
  t.is(vnic.privateIp, '172.16.1.2');
  t.is(vnic.publicIp, '129.213.0.4');
  t.true(vnic.isPrimary);
  t.false(vnic.skipSourceDestCheck);
  const { items: addresses } = await network.listPrivateIps({ vnicId: vnic.id });
  const { publicIp } = await network.getPublicIpByPrivateIpId({
    getPublicIpByPrivateIpIdDetails: { privateIpId: addresses[0]?.id ?? '' },
  });
  t.is(publicIp.ipAddress, '129.213.0.4');
  await compute.terminateInstance({ instanceId });
  t.is(await stateOf(server, instanceId), 'TERMINATED');
  t.deepEqual([...oci.held], []);
});

test('an instance stops and starts, and keeps its addresses', async (t) => {
  const oci = createLocalOci();
  await using server = await serve(oci.cloud);
  const { compute } = server;
  const subnet = await subnetOf(server, (await vcnOf(server)).id);
  const { id: instanceId } = await launch(server, subnet.id, { privateIp: '172.16.1.77' });
  const act = async (action: string) => {
    const release = oci.hold();
    const { instance } = await compute.instanceAction({ instanceId, action });
    release();
    await new Promise((resolve) => setImmediate(resolve));
    return [instance.lifecycleState, await stateOf(server, instanceId)].map(String);
  };
  t.deepEqual(await act('STOP'), ['STOPPING', 'STOPPED']);
  t.is(await refusal(compute.instanceAction({ instanceId, action: 'STOP' })), '409 IncorrectState');
  t.deepEqual([...oci.held], ['129.213.0.4']);
  t.deepEqual(await act('START'), ['STARTING', 'RUNNING']);
});

test('addresses that a subnet cannot give are refused', async (t) => {
  await using server = await serve(createLocalOci().cloud);
  const vcn = await vcnOf(server);
  const subnet = await subnetOf(server, vcn.id, '172.16.1.0/30');
  await launch(server, subnet.id);
  t.is(await refusal(launch(server, subnet.id)), '400 LimitExceeded');
  for (const privateIp of ['172.16.1.1', '172.16.1.2', '172.16.1.3', '172.16.2.2']) {
    t.is(await refusal(launch(server, subnet.id, { privateIp })), '400 InvalidParameter');
  }
  t.is(await refusal(subnetOf(server, vcn.id, '172.16.0.0/22')), '400 InvalidParameter');
  t.is(await refusal(subnetOf(server, vcn.id, '10.0.0.0/24')), '400 InvalidParameter');
});

test('a private subnet has no public addresses', async (t) => {
  const oci = createLocalOci();
  await using server = await serve(oci.cloud);
  const { id: vcnId } = await vcnOf(server);
  const { subnet } = await server.network.createSubnet({
    createSubnetDetails: {
      compartmentId,
      vcnId,
      cidrBlock: '172.16.9.0/24',
      prohibitPublicIpOnVnic: true,
    },
  });
  t.is(await refusal(launch(server, subnet.id, { assignPublicIp: true })), '400 InvalidParameter');
  await launch(server, subnet.id);
  t.deepEqual([...oci.held], []);
});

test('an update with an old etag is refused, one with the newest is not', async (t) => {
  await using server = await serve(createLocalOci().cloud);
  const { network } = server;
  const { id: vcnId } = await vcnOf(server);
  const { etag } = await network.getVcn({ vcnId });
  const rename = (displayName: string) =>
    network.updateVcn({ vcnId, updateVcnDetails: { displayName }, ifMatch: etag });
  t.is((await rename('other')).vcn.displayName, 'other');
  t.is(await refusal(rename('third')), '412 NoEtagMatch');
});

test('a repeated create with the same retry token makes one VCN', async (t) => {
  await using server = await serve(createLocalOci().cloud);
  const { network } = server;
  const create = (displayName: string) =>
    network.createVcn({
      createVcnDetails: { compartmentId, displayName, cidrBlocks: ['10.0.0.0/16'] },
      opcRetryToken: 'once',
    });
  const [one, two] = [await create('a'), await create('a')];
  t.is(one.vcn.id, two.vcn.id);
  t.is(await refusal(create('b')), '409 InvalidatedRetryToken');
  t.is((await network.listVcns({ compartmentId })).items.length, 1);
});

test('lists are filtered, sorted and paged', async (t) => {
  await using server = await serve(createLocalOci().cloud);
  const { network } = server;
  const { id: vcnId } = await vcnOf(server);
  const { id: otherVcn } = await vcnOf(server, ['10.0.0.0/16']);
  for (const third of [3, 1, 2]) await subnetOf(server, vcnId, `172.16.${third}.0/24`);
  await subnetOf(server, otherVcn, '10.0.0.0/24');
  const names: string[] = [];
  for await (const { displayName } of network.listAllSubnets({ compartmentId, vcnId, limit: 2 })) {
    names.push(displayName ?? '');
  }
  t.deepEqual(names, ['172.16.3.0/24', '172.16.1.0/24', '172.16.2.0/24']);
  const sorted = await network.listSubnets({
    compartmentId,
    vcnId,
    sortBy: 'DISPLAYNAME' as never,
    limit: 1,
  });
  t.is(sorted.items[0]?.displayName, '172.16.1.0/24');
  t.true(sorted.opcNextPage !== undefined);
  const named = await network.listSubnets({ compartmentId, displayName: '10.0.0.0/24' });
  t.is(named.items.length, 1);
});

test('what something still uses cannot be deleted', async (t) => {
  await using server = await serve(createLocalOci().cloud);
  const { network, compute } = server;
  const { id: vcnId, defaultRouteTableId: rtId = '' } = await vcnOf(server);
  const { id: subnetId } = await subnetOf(server, vcnId);
  const { id: instanceId } = await launch(server, subnetId);
  const { internetGateway } = await network.createInternetGateway({
    createInternetGatewayDetails: { compartmentId, vcnId, isEnabled: true },
  });
  const { id: igId } = internetGateway;
  await network.updateRouteTable({
    rtId,
    updateRouteTableDetails: { routeRules: [{ destination: '0.0.0.0/0', networkEntityId: igId }] },
  });
  t.is(await refusal(network.deleteVcn({ vcnId })), '409 IncorrectState');
  t.is(await refusal(network.deleteSubnet({ subnetId })), '409 Conflict');
  t.is(await refusal(network.deleteInternetGateway({ igId })), '409 Conflict');
  t.is(await refusal(network.deleteRouteTable({ rtId })), '409 Conflict');
  await compute.terminateInstance({ instanceId });
  await network.updateRouteTable({ rtId, updateRouteTableDetails: { routeRules: [] } });
  await network.deleteInternetGateway({ igId });
  t.is(await refusal(network.deleteVcn({ vcnId })), '409 Conflict');
  await network.deleteSubnet({ subnetId });
  await network.deleteVcn({ vcnId });
  t.is(await refusal(network.getVcn({ vcnId })), '404 NotAuthorizedOrNotFound');
  t.is(await refusal(network.getRouteTable({ rtId })), '404 NotAuthorizedOrNotFound');
});

test('another compartment, an unknown field value and what is not emulated are refused', async (t) => {
  await using server = await serve(createLocalOci().cloud);
  const { network } = server;
  const create = (details: object) =>
    network.createVcn({
      createVcnDetails: { compartmentId, cidrBlocks: ['10.0.0.0/16'], ...details },
    });
  t.is(
    await refusal(create({ compartmentId: 'ocid1.compartment.oc1..other' })),
    '404 NotAuthorizedOrNotFound',
  );
  t.is(await refusal(create({ cidrBlocks: ['10.0.0.1/16'] })), '400 InvalidParameter');
  t.is(await refusal(create({ cidrBlocks: ['10.0.0.0/8'] })), '400 InvalidParameter');
  t.is(await refusal(create({ cidrBlocks: [] })), '400 MissingParameter');
  t.is(await refusal(network.listNatGateways({ compartmentId })), '501 MethodNotImplemented');
});

test('a request is refused unless it is signed by the key of the one user', async (t) => {
  await using server = await serve(createLocalOci().cloud);
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const wrongKey = server.networkOf({ privateKey });
  const wrongUser = server.networkOf({ userId: 'ocid1.user.oc1..other' });
  t.is(await refusal(wrongKey.listVcns({ compartmentId })), '401 NotAuthenticated');
  t.is(await refusal(wrongUser.listVcns({ compartmentId })), '401 NotAuthenticated');
  const bare = await fetch(`${server.url}/20160918/vcns?compartmentId=${compartmentId}`);
  t.is(bare.status, 401);
  t.is(((await bare.json()) as { code: string }).code, 'NotAuthenticated');
});

test('a request that is older than five minutes, and one whose body was changed, are refused', async (t) => {
  const late = createLocalOci({ now: () => Date.now() + 6 * 60_000 });
  await using server = await serve(late.cloud);
  t.is(await refusal(server.network.listVcns({ compartmentId })), '401 NotAuthenticated');

  const { cloud } = createLocalOci();
  await using changing = await serve({
    ...cloud,
    handle: (request) => cloud.handle({ ...request, body: request.body.replace('main', 'mine') }),
  });
  t.is(await refusal(vcnOf(changing)), '401 NotAuthenticated');
});
