import test from 'ava';
import {
  breakLink,
  customerGateways,
  repairLink,
  route,
  securityRule,
  vpcRoutes,
  vpnTelemetry,
} from '../../steps/index.ts';
import { done, recordingEc2, type Ec2Answer } from '../support/ec2.ts';
import { cgw0, routeTable, vgw, vng1, vpcGroup, vpn, vpn0 } from '../support/handles.ts';
import { recordingContext } from '../support/step-context.ts';

const handles = { vpn, routeTable, vgw, vng1, vpcGroup, vpn0, cgw0 };

const local =
  '<item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId><state>active</state><origin>CreateRouteTable</origin></item>';
const toMachine =
  '<item><destinationCidrBlock>10.3.0.0/24</destinationCidrBlock><instanceId>i-1</instanceId><networkInterfaceId>eni-1</networkInterfaceId><state>active</state><origin>CreateRoute</origin></item>';
const propagated =
  '<item><destinationCidrBlock>192.168.0.0/16</destinationCidrBlock><gatewayId>vgw-1</gatewayId><state>active</state><origin>EnableVgwRoutePropagation</origin></item>';

const tables = (routes: string, propagating = '') =>
  `<routeTableSet><item><routeTableId>rtb-1</routeTableId><routeSet>${routes}</routeSet><propagatingVgwSet>${propagating}</propagatingVgwSet></item></routeTableSet>`;

const tunnel = (outside: string, message: string, up: boolean, count: number) =>
  `<item><outsideIpAddress>${outside}</outsideIpAddress><status>${up ? 'UP' : 'DOWN'}</status><statusMessage>${message}</statusMessage><acceptedRouteCount>${count}</acceptedRouteCount></item>`;

function contextWith(
  actions: Readonly<Record<string, (parameters: URLSearchParams) => Ec2Answer>>,
  results: Readonly<Record<string, unknown>> = {},
) {
  const aws = recordingEc2(actions);
  return { aws, context: recordingContext({ handles, aws, results }) };
}

/** A route table that changes as it is told. */
function routeTableOf(...prefixes: string[]) {
  const there = new Set(prefixes);
  const put = (parameters: URLSearchParams) => {
    there.add(parameters.get('DestinationCidrBlock') ?? '');
    return done();
  };
  return contextWith({
    DescribeRouteTables: () => tables(local + (there.has('10.3.0.0/24') ? toMachine : '')),
    CreateRoute: put,
    ReplaceRoute: put,
    DeleteRoute: (parameters) => {
      there.delete(parameters.get('DestinationCidrBlock') ?? '');
      return done();
    },
  });
}

test('the tunnels of a connection, once they are as expected, as aws prints them', async (t) => {
  let looks = 0;
  const { aws, context } = contextWith({
    DescribeVpnConnections: () =>
      `<vpnConnectionSet><item><vpnConnectionId>vpn-0a</vpnConnectionId><vgwTelemetry>${
        looks++ === 0
          ? tunnel('34.200.189.116', 'IPSEC IS UP', false, 0)
          : tunnel('34.200.189.116', '1 BGP ROUTES', true, 1)
      }${tunnel('35.171.130.205', '1 BGP ROUTES', true, 1)}</vgwTelemetry></item></vpnConnectionSet>`,
  });
  const rows = await context.step(
    vpnTelemetry([{ ref: 'vpn0' }], {
      expect: [
        { connection: 'vpn-0', status: 'UP', statusMessage: '1 BGP ROUTES', acceptedRouteCount: 1 },
        { outsideIpAddress: '35.171.130.205', status: 'UP' },
      ],
    }),
  );
  t.is(rows.length, 2);
  t.is(aws.requests.length, 2);
  t.is(aws.requests[0]?.parameters.get('VpnConnectionId.1'), 'vpn-0a');
  t.true(context.recording.checks[0]?.passed);
  t.deepEqual(context.recording.equivalents, [
    {
      command:
        "aws ec2 describe-vpn-connections --vpn-connection-ids vpn-0a --query 'VpnConnections[*].VgwTelemetry[*].[OutsideIpAddress,StatusMessage,Status]' --output text",
      output: '34.200.189.116\t1 BGP ROUTES\tUP\n35.171.130.205\t1 BGP ROUTES\tUP\n',
    },
  ]);
});

test('routes of a VPC: local, to a machine, propagated', async (t) => {
  const { context } = contextWith({
    DescribeRouteTables: () => tables(local + toMachine + propagated),
  });
  await context.step(
    vpcRoutes(
      { ref: 'routeTable' },
      {
        expect: [
          { destinationCidrBlock: '10.0.0.0/16', gatewayId: 'local', instanceId: null },
          { destinationCidrBlock: '10.3.0.0/24', gatewayId: null, instanceId: 'i-1' },
          { destinationCidrBlock: '192.168.0.0/16', origin: 'EnableVgwRoutePropagation' },
        ],
      },
    ),
  );
  t.true(context.recording.checks[0]?.passed);
  t.is(
    context.recording.equivalents[0]?.output,
    'active\t10.0.0.0/16\tCreateRouteTable\tlocal\n' +
      'active\t10.3.0.0/24\tCreateRoute\ti-1\n' +
      'active\t192.168.0.0/16\tEnableVgwRoutePropagation\tvgw-1\n',
  );
});

test('an error of the cloud is not waited out', async (t) => {
  const { aws, context } = contextWith({
    DescribeRouteTables: () => ({ code: 'InvalidRouteTableID.NotFound', message: 'not there' }),
  });
  await t.throwsAsync(context.step(vpcRoutes({ ref: 'routeTable' }, { expect: [] })), {
    name: 'InvalidRouteTableID.NotFound',
  });
  t.is(aws.requests.length, 1);
});

test('customer gateways carry the names of their handles', async (t) => {
  const { context } = contextWith({
    DescribeCustomerGateways: () =>
      '<customerGatewaySet><item><customerGatewayId>cgw-1</customerGatewayId><ipAddress>20.120.119.5</ipAddress><bgpAsn>65001</bgpAsn><state>available</state></item></customerGatewaySet>',
  });
  const rows = await context.step(customerGateways([{ ref: 'cgw0' }]));
  t.deepEqual(rows, [
    { name: 'vpngw-0', ipAddress: '20.120.119.5', bgpAsn: 65001, state: 'available' },
  ]);
});

test('a route is made, and turned when there is one', async (t) => {
  const parameters = { table: { ref: 'routeTable' }, prefix: '10.3.0.0/24', to: { ref: 'vpn' } };
  const fresh = routeTableOf();
  t.deepEqual(await fresh.context.step(route(parameters)), {
    prefix: '10.3.0.0/24',
    instanceId: 'i-1',
  });
  t.true(fresh.context.recording.checks[0]?.passed);
  t.is(
    fresh.context.recording.equivalents[0]?.command,
    'aws ec2 create-route --route-table-id rtb-1 --destination-cidr-block 10.3.0.0/24 --instance-id i-1',
  );
  const there = routeTableOf('10.3.0.0/24');
  await there.context.step(route(parameters));
  t.true(there.aws.requests.some(({ action }) => action === 'ReplaceRoute'));
});

test('a security rule is one permission a port, for the gateway alone', async (t) => {
  const permissions: string[] = [];
  const { aws, context } = contextWith({
    AuthorizeSecurityGroupIngress: (parameters) => {
      const port = parameters.get('IpPermissions.1.FromPort') ?? '';
      // The second is there already.
      if (port === '4500') return { code: 'InvalidPermission.Duplicate', message: 'is there' };
      return done();
    },
    DescribeSecurityGroups: () => {
      for (const port of [500, 4500]) {
        permissions.push(
          `<item><ipProtocol>udp</ipProtocol><fromPort>${port}</fromPort><toPort>${port}</toPort><ipRanges><item><cidrIp>203.0.113.10/32</cidrIp></item></ipRanges></item>`,
        );
      }
      return `<securityGroupInfo><item><groupId>sg-1</groupId><ipPermissions>${permissions.join('')}</ipPermissions></item></securityGroupInfo>`;
    },
  });
  const result = await context.step(
    securityRule(
      { ref: 'vpcGroup' },
      { protocol: 'udp', ports: [500, 4500], from: { ref: 'vng1' } },
    ),
  );
  t.deepEqual(result, {
    name: 'allow-udp-500-4500',
    protocol: 'udp',
    ports: [500, 4500],
    from: '203.0.113.10/32',
  });
  t.is(aws.requests[0]?.parameters.get('IpPermissions.1.IpRanges.1.CidrIp'), '203.0.113.10/32');
  t.deepEqual(context.recording.checks[0]?.comparison, {
    kind: 'value',
    expected: 'let in',
    seen: 'let in',
  });
});

test('a route that is taken away is put back where it was', async (t) => {
  const { context } = routeTableOf('10.3.0.0/24');
  const broken = await context.step(breakLink({ ref: 'routeTable' }, { route: '10.3.0.0/24' }));
  t.deepEqual(broken, {
    kind: 'route',
    routeTable: 'routeTable',
    prefix: '10.3.0.0/24',
    instanceId: 'i-1',
  });
  const again = routeTableOf();
  const repairing = recordingContext({ handles, aws: again.aws, results: { broken } });
  await repairing.step(repairLink({ cell: 'broken' }));
  const checks = [...context.recording.checks, ...repairing.recording.checks];
  t.deepEqual(
    checks.map(({ passed, comparison }) => [passed, 'seen' in comparison && comparison.seen]),
    [
      [true, 'none'],
      [true, 'i-1'],
    ],
  );
});

test('a route that is not there cannot be taken away', async (t) => {
  const { context } = routeTableOf();
  await t.throwsAsync(context.step(breakLink({ ref: 'routeTable' }, { route: '10.3.0.0/24' })), {
    message: /no route to 10\.3\.0\.0\/24/,
  });
});

test('the source/destination check is switched on, and off again', async (t) => {
  let on = 'false';
  const { aws, context } = contextWith(
    {
      ModifyNetworkInterfaceAttribute: (parameters) => {
        on = parameters.get('SourceDestCheck.Value') ?? '';
        return done();
      },
      DescribeNetworkInterfaces: () =>
        `<networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId><sourceDestCheck>${on}</sourceDestCheck></item></networkInterfaceSet>`,
    },
    { broken: { kind: 'sourceDestCheck', machine: 'vpn' } },
  );
  await context.step(breakLink({ ref: 'vpn' }, { sourceDestCheck: 'on' }));
  t.is(on, 'true');
  await context.step(repairLink({ cell: 'broken' }));
  t.is(on, 'false');
  t.true(context.recording.checks.every(({ passed }) => passed));
  t.is(aws.requests[0]?.parameters.get('NetworkInterfaceId'), 'eni-1');
});

test('route propagation is stopped and taken up again', async (t) => {
  let propagates = true;
  const { context } = contextWith(
    {
      DisableVgwRoutePropagation: () => ((propagates = false), done()),
      EnableVgwRoutePropagation: () => ((propagates = true), done()),
      DescribeRouteTables: () =>
        tables(local, propagates ? '<item><gatewayId>vgw-1</gatewayId></item>' : ''),
    },
    { broken: { kind: 'propagation', routeTable: 'routeTable', vpnGateway: 'vgw' } },
  );
  await context.step(breakLink({ ref: 'routeTable' }, { propagation: { ref: 'vgw' } }));
  t.false(propagates);
  await context.step(repairLink({ cell: 'broken' }));
  t.true(propagates);
  t.true(context.recording.checks.every(({ passed }) => passed));
});

test('a tunnel gets a wrong key; neither key is in the result or on a command line', async (t) => {
  let key = 'kRight123';
  const { context } = contextWith(
    {
      DescribeVpnConnections: () =>
        `<vpnConnectionSet><item><vpnConnectionId>vpn-0a</vpnConnectionId><options><tunnelOptionSet><item><outsideIpAddress>34.200.189.116</outsideIpAddress><tunnelInsideCidr>169.254.21.0/30</tunnelInsideCidr><preSharedKey>${key}</preSharedKey></item></tunnelOptionSet></options></item></vpnConnectionSet>`,
      ModifyVpnTunnelOptions: (parameters) => {
        key = parameters.get('TunnelOptions.PreSharedKey') ?? '';
        return '<vpnConnection/>';
      },
    },
    { broken: { kind: 'tunnel', vpnConnection: 'vpn0', tunnel: '169.254.21.0/30' } },
  );
  const result = await context.step(breakLink({ ref: 'vpn0' }, { tunnel: '169.254.21.0/30' }));
  t.not(key, 'kRight123');
  const written = JSON.stringify([result, context.recording.equivalents, context.recording.checks]);
  t.false(written.includes('kRight123'));
  t.true(context.recording.secrets.includes(key));
  await context.step(repairLink({ cell: 'broken' }));
  t.is(key, 'kRight123');
  t.true(context.recording.checks.every(({ passed }) => passed));

  await t.throwsAsync(context.step(breakLink({ ref: 'vpn0' }, { tunnel: '169.254.99.0/30' })), {
    message: /no tunnel with the inside CIDR 169\.254\.99\.0\/30/,
  });
});
