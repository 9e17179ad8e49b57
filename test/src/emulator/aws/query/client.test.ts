import test from 'ava';
import * as E from '@aws-sdk/client-ec2';
import { createLocalAws } from '../support/local-aws.ts';
import { serve } from '../support/ec2-server.ts';
import { publicKey } from '../support/strongswan-lab.ts';

async function network(ec2: E.EC2Client) {
  const { Vpc } = await ec2.send(
    new E.CreateVpcCommand({
      CidrBlock: '172.16.0.0/16',
      TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'Name', Value: 'multicloud' }] }],
    }),
  );
  const vpcId = Vpc?.VpcId ?? '';
  const { Subnet } = await ec2.send(
    new E.CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '172.16.1.0/24' }),
  );
  return { vpcId, subnetId: Subnet?.SubnetId ?? '' };
}

async function mainTable(ec2: E.EC2Client, vpcId: string) {
  const { RouteTables } = await ec2.send(
    new E.DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
  );
  return RouteTables?.[0];
}

async function vpn(ec2: E.EC2Client, vpcId: string, options: E.VpnConnectionOptionsSpecification) {
  const { VpnGateway } = await ec2.send(
    new E.CreateVpnGatewayCommand({ Type: 'ipsec.1', AmazonSideAsn: 65002 }),
  );
  const vgw = VpnGateway?.VpnGatewayId ?? '';
  await ec2.send(new E.AttachVpnGatewayCommand({ VpnGatewayId: vgw, VpcId: vpcId }));
  const { CustomerGateway } = await ec2.send(
    new E.CreateCustomerGatewayCommand({ Type: 'ipsec.1', IpAddress: '20.61.0.4', BgpAsn: 65001 }),
  );
  const cgw = CustomerGateway?.CustomerGatewayId ?? '';
  const { VpnConnection } = await ec2.send(
    new E.CreateVpnConnectionCommand({
      Type: 'ipsec.1',
      CustomerGatewayId: cgw,
      VpnGatewayId: vgw,
      Options: options,
    }),
  );
  return { vgw, cgw, connection: VpnConnection?.VpnConnectionId ?? '', made: VpnConnection };
}

test('a VPC has its own parts, is found by filters with wildcards, and is described', async (t) => {
  const aws = createLocalAws({ defaultVpc: true });
  await using server = await serve(aws.cloud);
  const { ec2 } = server;
  const { vpcId, subnetId } = await network(ec2);
  const named = await ec2.send(
    new E.DescribeVpcsCommand({ Filters: [{ Name: 'tag:Name', Values: ['multi*'] }] }),
  );
  t.deepEqual(
    named.Vpcs?.map(({ VpcId }) => VpcId),
    [vpcId],
  );
  const groups = await ec2.send(
    new E.DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }),
  );
  const [group] = groups.SecurityGroups ?? [];
  t.is(group?.GroupName, 'default');
  t.is(group?.IpPermissions?.[0]?.UserIdGroupPairs?.[0]?.GroupId, group?.GroupId);
  const acls = await ec2.send(
    new E.DescribeNetworkAclsCommand({
      Filters: [{ Name: 'association.subnet-id', Values: [subnetId] }],
    }),
  );
  t.true(acls.NetworkAcls?.[0]?.IsDefault);
  const subnets = await ec2.send(new E.DescribeSubnetsCommand({ SubnetIds: [subnetId] }));
  t.is(subnets.Subnets?.[0]?.AvailableIpAddressCount, 251);
  const table = await mainTable(ec2, vpcId);
  t.like(table?.Routes?.[0], { GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' });
});

test('instances start, stop and end, with addresses while they run', async (t) => {
  const aws = createLocalAws();
  await using server = await serve(aws.cloud);
  const { ec2 } = server;
  const { vpcId, subnetId } = await network(ec2);
  const igw = (await ec2.send(new E.CreateInternetGatewayCommand({}))).InternetGateway;
  const InternetGatewayId = igw?.InternetGatewayId ?? '';
  await ec2.send(new E.AttachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
  await ec2.send(
    new E.ImportKeyPairCommand({ KeyName: 'login', PublicKeyMaterial: Buffer.from(publicKey) }),
  );
  const images = await ec2.send(
    new E.DescribeImagesCommand({
      Owners: ['amazon'],
      Filters: [{ Name: 'name', Values: ['al2023-ami-*x86_64'] }],
    }),
  );
  const run = await ec2.send(
    new E.RunInstancesCommand({
      ImageId: images.Images?.[0]?.ImageId,
      InstanceType: 't3.micro',
      KeyName: 'login',
      MinCount: 1,
      MaxCount: 1,
      NetworkInterfaces: [
        {
          DeviceIndex: 0,
          SubnetId: subnetId,
          PrivateIpAddress: '172.16.1.223',
          AssociatePublicIpAddress: true,
        },
      ],
    }),
  );
  const id = run.Instances?.[0]?.InstanceId ?? '';
  t.is(run.Instances?.[0]?.State?.Name, 'pending');
  await aws.settle();
  const describe = async () =>
    (await ec2.send(new E.DescribeInstancesCommand({ InstanceIds: [id] }))).Reservations?.[0]
      ?.Instances?.[0];
  t.like(await describe(), {
    State: { Name: 'running' },
    PrivateIpAddress: '172.16.1.223',
    PublicIpAddress: '54.160.0.1',
    PrivateDnsName: 'ip-172-16-1-223.ec2.internal',
  });
  const address = await ec2.send(new E.AllocateAddressCommand({}));
  const { AllocationId } = address;
  await ec2.send(new E.AssociateAddressCommand({ AllocationId, InstanceId: id }));
  t.is((await describe())?.PublicIpAddress, address.PublicIp);
  t.deepEqual([...aws.held], [address.PublicIp]);
  await ec2.send(new E.StopInstancesCommand({ InstanceIds: [id] }));
  t.is((await describe())?.State?.Name, 'stopping');
  await aws.settle();
  t.is((await describe())?.State?.Name, 'stopped');
  await ec2.send(new E.TerminateInstancesCommand({ InstanceIds: [id] }));
  await aws.settle();
  t.is((await describe())?.State?.Name, 'terminated');
  await ec2.send(new E.ReleaseAddressCommand({ AllocationId }));
  t.is(aws.held.size, 0);
});

test('a VPN connection tells its tunnels, and what they do now', async (t) => {
  const aws = createLocalAws();
  await using server = await serve(aws.cloud);
  const { ec2 } = server;
  const { vpcId } = await network(ec2);
  const { vgw, connection } = await vpn(ec2, vpcId, {
    TunnelOptions: [
      {
        TunnelInsideCidr: '169.254.21.0/30',
        PreSharedKey: 'Microsoft123',
        StartupAction: 'start',
        IKEVersions: [{ Value: 'ikev2' }],
      },
      { TunnelInsideCidr: '169.254.21.4/30', PreSharedKey: 'Microsoft123' },
    ],
  });
  const table = await mainTable(ec2, vpcId);
  const RouteTableId = table?.RouteTableId ?? '';
  await ec2.send(new E.EnableVgwRoutePropagationCommand({ RouteTableId, GatewayId: vgw }));
  const describe = async () =>
    (await ec2.send(new E.DescribeVpnConnectionsCommand({ VpnConnectionIds: [connection] })))
      .VpnConnections?.[0];
  const messages = async () =>
    (await describe())?.VgwTelemetry?.map(({ StatusMessage, Status }) => [StatusMessage, Status]);
  t.deepEqual(await messages(), [
    ['IPSEC IS DOWN', 'DOWN'],
    ['IPSEC IS DOWN', 'DOWN'],
  ]);
  const up = { state: 'up', establishedAt: 1000, bytesIn: 0, bytesOut: 0 } as const;
  aws.observe({ bgp: {}, tunnels: { [`${connection}-1`]: up } });
  t.deepEqual(await messages(), [
    ['IPSEC IS UP', 'DOWN'],
    ['IPSEC IS DOWN', 'DOWN'],
  ]);
  aws.observe({
    tunnels: { [`${connection}-1`]: up },
    bgp: {
      [vgw]: {
        peers: [
          {
            address: '169.254.21.2',
            asn: 65001,
            state: 'Established',
            establishedForMs: 5000,
            prefixesReceived: 2,
            messagesSent: 3,
            messagesReceived: 3,
          },
        ],
        routes: ['10.0.1.0/24', '192.168.0.0/16'].map((prefix) => ({
          prefix,
          source: 'ebgp',
          best: true,
          nextHop: '169.254.21.2',
          peer: '169.254.21.2',
          asPath: [65001],
          weight: 0,
          med: null,
          origin: 'IGP',
        })),
      },
    },
  });
  t.deepEqual((await messages())?.[0], ['2 BGP ROUTES', 'UP']);
  t.deepEqual(
    (await mainTable(ec2, vpcId))?.Routes?.map((route) => [
      route.State,
      route.DestinationCidrBlock,
      route.Origin,
      route.GatewayId,
    ]),
    [
      ['active', '172.16.0.0/16', 'CreateRouteTable', 'local'],
      ['active', '10.0.1.0/24', 'EnableVgwRoutePropagation', vgw],
      ['active', '192.168.0.0/16', 'EnableVgwRoutePropagation', vgw],
    ],
  );
  const learning = await ec2.send(
    new E.DescribeRouteTablesCommand({
      Filters: [{ Name: 'route.origin', Values: ['EnableVgw*'] }],
    }),
  );
  t.deepEqual(
    learning.RouteTables?.map((it) => it.RouteTableId),
    [RouteTableId],
  );
  const told = (await describe())?.CustomerGatewayConfiguration ?? '';
  t.regex(told, /<pre_shared_key>Microsoft123<\/pre_shared_key>/);
  t.regex(told, /<ip_address>169\.254\.21\.1<\/ip_address>/);
  await ec2.send(new E.DeleteVpnConnectionCommand({ VpnConnectionId: connection }));
  await aws.settle();
  t.is((await describe())?.State, 'deleted');
  t.is(aws.held.size, 0);
});

test('lists come in pages, and a dry run changes nothing', async (t) => {
  const aws = createLocalAws();
  await using server = await serve(aws.cloud);
  const { ec2 } = server;
  for (const second of [1, 2, 3]) {
    await ec2.send(new E.CreateVpcCommand({ CidrBlock: `10.${second}.0.0/16` }));
  }
  const sizes = [];
  for await (const page of E.paginateDescribeVpcs({ client: ec2, pageSize: 2 }, {})) {
    sizes.push(page.Vpcs?.length);
  }
  t.deepEqual(sizes, [2, 1]);
  const dry = new E.CreateVpcCommand({ CidrBlock: '10.9.0.0/16', DryRun: true });
  await t.throwsAsync(ec2.send(dry), { name: 'DryRunOperation' });
  t.is((await ec2.send(new E.DescribeVpcsCommand({}))).Vpcs?.length, 3);
});

test('a request of another key, or signed with another secret, is refused', async (t) => {
  await using server = await serve(createLocalAws().cloud);
  const ask = (other: Parameters<typeof server.client>[0]) =>
    server.client(other).send(new E.DescribeVpcsCommand({}));
  await t.throwsAsync(ask({ accessKeyId: 'AKIAOTHER' }), { name: 'AuthFailure' });
  await t.throwsAsync(ask({ secretAccessKey: 'other' }), { name: 'AuthFailure' });
  t.deepEqual((await ask({})).Vpcs, []);
});

test('EC2 refuses what it would refuse, by its codes', async (t) => {
  const aws = createLocalAws();
  await using server = await serve(aws.cloud);
  const { ec2 } = server;
  const { vpcId, subnetId } = await network(ec2);
  const RouteTableId = (await mainTable(ec2, vpcId))?.RouteTableId ?? '';
  const { vgw, cgw, connection } = await vpn(ec2, vpcId, { StaticRoutesOnly: true });
  const igw = (await ec2.send(new E.CreateInternetGatewayCommand({}))).InternetGateway;
  const InternetGatewayId = igw?.InternetGatewayId ?? '';
  const { GroupId = '' } = await ec2.send(
    new E.CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web', VpcId: vpcId }),
  );
  const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  await ec2.send(new E.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [ssh] }));
  const tunnel = (options: E.VpnTunnelOptionsSpecification, VpnGatewayId = vgw) =>
    new E.ModifyVpnTunnelOptionsCommand({
      VpnConnectionId: connection,
      VpnTunnelOutsideIpAddress: [...aws.held][0],
      TunnelOptions: options,
      ...(VpnGatewayId && {}),
    });
  const destination = '10.0.0.0/8';
  const none = 'vpc-00000000000000000';
  const cases: readonly (readonly [code: string, send: () => Promise<unknown>])[] = [
    ['InvalidVpcID.NotFound', () => ec2.send(new E.DescribeVpcsCommand({ VpcIds: [none] }))],
    ['InvalidVpc.Range', () => ec2.send(new E.CreateVpcCommand({ CidrBlock: '10.0.0.0/8' }))],
    ['InvalidParameterValue', () => ec2.send(new E.CreateVpcCommand({ CidrBlock: 'ten' }))],
    [
      'InvalidParameterValue',
      () => ec2.send(new E.DescribeVpcsCommand({ Filters: [{ Name: 'colour', Values: ['x'] }] })),
    ],
    ['DependencyViolation', () => ec2.send(new E.DeleteVpcCommand({ VpcId: vpcId }))],
    [
      'InvalidSubnet.Conflict',
      () => ec2.send(new E.CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '172.16.1.128/25' })),
    ],
    [
      'InvalidSubnet.Range',
      () => ec2.send(new E.CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '10.0.0.0/24' })),
    ],
    [
      'InvalidParameterValue',
      () =>
        ec2.send(
          new E.CreateRouteCommand({
            RouteTableId,
            DestinationCidrBlock: '0.0.0.0/0',
            GatewayId: InternetGatewayId,
          }),
        ),
    ],
    [
      'InvalidRoute.NotFound',
      () => ec2.send(new E.DeleteRouteCommand({ RouteTableId, DestinationCidrBlock: destination })),
    ],
    [
      'RouteAlreadyExists',
      () =>
        ec2.send(
          new E.CreateRouteCommand({
            RouteTableId,
            DestinationCidrBlock: '172.16.0.0/16',
            GatewayId: vgw,
          }),
        ),
    ],
    ['DependencyViolation', () => ec2.send(new E.DeleteRouteTableCommand({ RouteTableId }))],
    [
      'Gateway.NotAttached',
      () => ec2.send(new E.DetachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId })),
    ],
    [
      'InvalidPermission.Duplicate',
      () => ec2.send(new E.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [ssh] })),
    ],
    [
      'InvalidPermission.NotFound',
      () => ec2.send(new E.RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [ssh] })),
    ],
    [
      'InvalidGroup.Duplicate',
      () =>
        ec2.send(
          new E.CreateSecurityGroupCommand({ GroupName: 'web', Description: 'x', VpcId: vpcId }),
        ),
    ],
    [
      'InvalidKeyPair.NotFound',
      () => ec2.send(new E.DescribeKeyPairsCommand({ KeyNames: ['nobody'] })),
    ],
    [
      'InvalidInstanceID.Malformed',
      () => ec2.send(new E.StartInstancesCommand({ InstanceIds: ['i-what'] })),
    ],
    [
      'InvalidAMIID.NotFound',
      () =>
        ec2.send(
          new E.RunInstancesCommand({
            ImageId: 'ami-00000000',
            MinCount: 1,
            MaxCount: 1,
            SubnetId: subnetId,
          }),
        ),
    ],
    ['IncorrectState', () => ec2.send(new E.DeleteVpnGatewayCommand({ VpnGatewayId: vgw }))],
    [
      'IncorrectState',
      () => ec2.send(new E.DeleteCustomerGatewayCommand({ CustomerGatewayId: cgw })),
    ],
    ['InvalidParameterValue', () => ec2.send(tunnel({ TunnelInsideCidr: '169.254.3.0/30' }))],
    ['InvalidParameterValue', () => ec2.send(tunnel({ PreSharedKey: '0123456789' }))],
    ['InvalidParameterValue', () => ec2.send(tunnel({ PreSharedKey: 'with-hyphen' }))],
    [
      'InvalidParameterCombination',
      () => ec2.send(tunnel({ StartupAction: 'start', IKEVersions: [{ Value: 'ikev1' }] })),
    ],
    ['InvalidAction', () => ec2.send(new E.DescribeHostsCommand({}))],
  ];
  for (const [code, send] of cases) {
    await t.throwsAsync(send(), { name: code }, code);
  }
});
