import test from 'ava';
import { createEngine } from '../../../../../src/emulator/terraform/create-engine.ts';
import { noObservations } from '../../../../../src/emulator/fabric/observations.ts';
import { createLocalAws } from '../support/local-aws.ts';

/** A VPC whose gateway has a connection to each of two public addresses of one peer. */
const lab = {
  resource: {
    aws_vpc: { main: { cidr_block: '172.16.0.0/16' } },
    aws_vpn_gateway: { vgw: { vpc_id: '${aws_vpc.main.id}', amazon_side_asn: '65002' } },
    aws_vpn_gateway_route_propagation: {
      main: {
        vpn_gateway_id: '${aws_vpn_gateway.vgw.id}',
        route_table_id: '${aws_vpc.main.main_route_table_id}',
      },
    },
    aws_customer_gateway: {
      one: { type: 'ipsec.1', ip_address: '20.61.0.4', bgp_asn: '65001' },
      two: { type: 'ipsec.1', ip_address: '20.61.0.5', bgp_asn: '65001' },
    },
    aws_vpn_connection: Object.fromEntries(
      [
        ['one', 21],
        ['two', 22],
      ].map(([name, third]) => [
        name,
        {
          type: 'ipsec.1',
          vpn_gateway_id: '${aws_vpn_gateway.vgw.id}',
          customer_gateway_id: `\${aws_customer_gateway.${name}.id}`,
          tunnel1_inside_cidr: `169.254.${third}.0/30`,
          tunnel1_preshared_key: 'Microsoft123',
          tunnel1_startup_action: 'start',
          tunnel1_ike_versions: ['ikev2'],
          tunnel2_inside_cidr: `169.254.${third}.4/30`,
          tunnel2_preshared_key: 'Microsoft456',
        },
      ]),
    ),
  },
  output: {
    outside: {
      value: [
        '${aws_vpn_connection.one.tunnel1_address}',
        '${aws_vpn_connection.one.tunnel2_address}',
      ],
    },
    inside: { value: '${aws_vpn_connection.one.tunnel2_vgw_inside_address}' },
    peer: { value: '${aws_vpn_connection.one.tunnel2_cgw_inside_address}' },
    asn: { value: '${aws_vpn_connection.one.tunnel1_bgp_asn}' },
  },
};

const quiet = { onResource: () => undefined };

test('VPN connections have two tunnels each, and the gateway a session in each tunnel', async (t) => {
  const aws = createLocalAws();
  const engine = createEngine({ providers: [aws.cloud.terraform] });
  const outputs = await engine.apply(await engine.plan(lab, {}, {}), quiet);
  t.is(outputs['inside']?.value, '169.254.21.5');
  t.is(outputs['peer']?.value, '169.254.21.6');
  t.is(outputs['asn']?.value, '65002');
  t.is(aws.held.size, 4);
  t.deepEqual((await engine.plan(lab, {}, {})).changes, []);

  const fabric = aws.cloud.compile(noObservations);
  const gateway = fabric.nodes.find(({ name }) => /^vgw-[0-9a-f]+$/.test(name));
  if (gateway?.kind !== 'router' || !gateway.bgp) return t.fail('no gateway that speaks BGP');
  t.false(gateway.transparentTtl);
  t.is(gateway.bgp.maximumPaths, 1, 'of equal paths one tunnel carries what leaves');
  t.true(gateway.bgp.neighbors.every(({ maximumPrefixes }) => maximumPrefixes === 100));
  t.deepEqual(
    gateway.bgp.neighbors.map(({ address, source, asn, passive }) => [
      address,
      source,
      asn,
      passive,
    ]),
    [
      ['169.254.21.2', '169.254.21.1', 65001, false],
      ['169.254.21.6', '169.254.21.5', 65001, false],
      ['169.254.22.2', '169.254.22.1', 65001, false],
      ['169.254.22.6', '169.254.22.5', 65001, false],
    ],
  );
  t.deepEqual(gateway.bgp.networks, ['172.16.0.0/16']);
  t.deepEqual(gateway.bgp.neighbors[0]?.timers, { keepalive: 10, hold: 30, connect: 10 });
  t.deepEqual(
    fabric.tunnels.map(({ role, remoteAddress, presharedKey }) => [
      role,
      remoteAddress,
      presharedKey,
    ]),
    [
      ['initiator', '20.61.0.4', 'Microsoft123'],
      ['responder', '20.61.0.4', 'Microsoft456'],
      ['initiator', '20.61.0.5', 'Microsoft123'],
      ['responder', '20.61.0.5', 'Microsoft456'],
    ],
  );
  t.deepEqual(fabric.announcements.map(({ address }) => address).sort(), [...aws.held].sort());

  t.deepEqual(await engine.destroy(quiet), []);
  t.is(aws.held.size, 0);
});

test('a connection with static routes sends each prefix into one tunnel that is up', async (t) => {
  const aws = createLocalAws();
  const engine = createEngine({ providers: [aws.cloud.terraform] });
  const { one } = lab.resource.aws_vpn_connection as Record<string, object>;
  const fixed = {
    resource: {
      ...lab.resource,
      aws_vpn_connection: { one: { ...one, static_routes_only: true } },
      aws_vpn_connection_route: {
        lan: {
          vpn_connection_id: '${aws_vpn_connection.one.id}',
          destination_cidr_block: '192.168.0.0/16',
        },
      },
    },
    output: { id: { value: '${aws_vpn_connection.one.id}' } },
  };
  const outputs = await engine.apply(await engine.plan(fixed, {}, {}), quiet);
  const id = String(outputs['id']?.value);
  const wayOf = (up: readonly number[]) => {
    const tunnel = { state: 'up', establishedAt: 1, bytesIn: 0, bytesOut: 0 } as const;
    const tunnels = Object.fromEntries(up.map((index) => [`${id}-${index}`, tunnel]));
    const { nodes } = aws.cloud.compile({ bgp: {}, tunnels });
    const gateway = nodes.find(({ name }) => /^vgw-[0-9a-f]+$/.test(name));
    const route = gateway?.routes.find(({ to }) => to === '192.168.0.0/16');
    return route && 'via' in route ? route.via.map(({ device }) => device.slice(0, 2)) : undefined;
  };
  t.is(wayOf([]), undefined);
  t.deepEqual(wayOf([1, 2]), ['t1']);
  t.deepEqual(wayOf([2]), ['t2']);
});
