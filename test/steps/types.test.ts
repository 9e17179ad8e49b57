import test from 'ava';
import { defineLab } from '../../src/lab/define-lab.ts';
import type {
  Connection,
  LocalNetworkGateway,
  Machine,
  Ref,
  RouteTable,
  SecurityGroup,
  VirtualNetworkGateway,
  VpnConnection,
} from '../../src/lab/handle.ts';
import type { ResultRef } from '../../src/lab/step.ts';
import {
  bgpPeers,
  breakLink,
  conntrack,
  deploy,
  diff,
  failover,
  learnedRoutes,
  nat,
  ping,
  repairLink,
  route,
  routerStatus,
  securityRule,
  snapshot,
  strongswan,
  udr,
  vpcRoutes,
  vpnTelemetry,
  type BreakLinkResult,
  type PingResult,
} from '../../steps/index.ts';

// `tsc` checks this file: each @ts-expect-error is an error when the line below it compiles.

const vm1: Ref<Machine> = { ref: 'vm1' };
const vng1: Ref<VirtualNetworkGateway> = { ref: 'vng1' };
const lng1: Ref<LocalNetworkGateway> = { ref: 'lng1' };
const table: Ref<RouteTable> = { ref: 'routeTable' };
const group: Ref<SecurityGroup> = { ref: 'group' };
const azureToAws: Ref<Connection> = { ref: 'azureToAws' };
const vpn0: Ref<VpnConnection> = { ref: 'vpn0' };
const tunnelSettings = {
  connection: 'azure',
  leftSubnet: '10.0.0.0/24',
  right: vng1,
  rightSubnet: '10.3.0.0/24',
};
const pinged: ResultRef<PingResult> = { cell: 'ping' };
const broken: ResultRef<BreakLinkResult> = { cell: 'break' };

const wrong = {
  unknownProperty: () => [
    // @ts-expect-error: there is no `counts`
    ping(vm1, { to: '8.8.4.4', counts: 3 }),
    // @ts-expect-error: a BGP peer has no `peerAddress`
    bgpPeers(vng1, { expect: [{ peerAddress: '10.4.0.254' }] }),
    // @ts-expect-error: an AS path is text
    learnedRoutes(vng1, { expect: [{ asPath: 65020 }] }),
  ],
  missingProperty: () => [
    // @ts-expect-error: where to?
    ping(vm1, {}),
    // @ts-expect-error: what is expected?
    conntrack(vm1, { match: '8.8.4.4' }),
    // @ts-expect-error: the way back is missing
    nat(vm1, { inside: 'eth1', outside: 'eth0' }),
    // @ts-expect-error: with a stack, the props have to be said too
    breakLink(lng1, { peeringAddress: '10.4.0.253' }),
  ],
  wrongKindOfHandle: () => [
    // @ts-expect-error: a gateway does not ping
    ping(vng1, { to: '8.8.4.4' }),
    // @ts-expect-error: a gateway is no destination
    ping(vm1, { to: vng1 }),
    // @ts-expect-error: a machine has no BGP peers in Azure
    bgpPeers(vm1),
    // @ts-expect-error: a local network gateway is no virtual network gateway
    learnedRoutes(lng1),
    // @ts-expect-error: routes are for subnets
    udr({ subnet: vm1, prefix: '8.8.4.4/32', nextHop: '10.2.2.4' }),
    // @ts-expect-error: machines and gateways are different lists
    snapshot({ machines: [vng1] }),
  ],
  wrongKindOfHandleOfAws: () => [
    // @ts-expect-error: a virtual network gateway is no VPN connection of AWS
    vpnTelemetry([vng1]),
    // @ts-expect-error: a security group has no routes
    vpcRoutes(group),
    // @ts-expect-error: the next hop is a machine
    route({ table, prefix: '10.3.0.0/24', to: vng1 }),
    // @ts-expect-error: rules are for groups and networks
    securityRule(table, { protocol: 'icmp', from: '10.0.0.0/8' }),
    // @ts-expect-error: a VPN gateway of Azure is no Cloud Router
    routerStatus(vng1),
    // @ts-expect-error: the key comes from a connection, never as text
    strongswan(vm1, { ...tunnelSettings, key: 'secret' }),
    // @ts-expect-error: ipsec.conf has no such setting
    strongswan(vm1, { ...tunnelSettings, key: azureToAws, settings: { lifetime: '1h' } }),
  ],
  wrongLink: () => [
    // @ts-expect-error: a machine has no shared key
    breakLink(vm1, { sharedKey: 'wrong' }),
    // @ts-expect-error: a connection of Azure has no inside CIDR
    breakLink(azureToAws, { tunnel: '169.254.21.0/30' }),
    // @ts-expect-error: a VPN connection is broken by one of its tunnels
    breakLink(vpn0, { instance: 0 }),
    // @ts-expect-error: a route is taken out of a table
    breakLink(group, { route: '10.3.0.0/24' }),
  ],
  wrongResult: () => [
    // @ts-expect-error: a ping is nothing to repair
    repairLink(pinged),
    // @ts-expect-error: a ping is no snapshot
    diff(pinged, pinged),
  ],
  wrongStep: () => [
    // @ts-expect-error: a step is meant, not its result
    failover({ from: vm1, to: vm1, during: broken }),
  ],
};

const stackModule = () => import('../../stacks/er-ipsec-backup/stack.ts');

test('names and props of a stack are known to the lab', (t) => {
  const lab = defineLab({ title: 'x', summary: 'x', stack: stackModule }, (notebook) => {
    const { step, stack, handles } = notebook;
    step(deploy(stack, {}));
    step(deploy(stack, { hubPeering: 'plain', backupPeering: true }));
    const failure = step(
      breakLink(handles.lng1, {
        peeringAddress: '10.4.0.253',
        stack,
        props: (lng1PeeringAddress) => ({ lng1PeeringAddress }),
      }),
    );
    step(repairLink(failure));
    step((context) => ping(handles.vm1, { to: context.result(failure).was }), { title: 'was' });

    // @ts-expect-error: the stack has no such prop
    deploy(stack, { hubPeerings: 'plain' });
    // @ts-expect-error: the prop has no such value
    deploy(stack, { hubPeering: 'simple' });
    // @ts-expect-error: the stack has no vm4
    ping(handles.vm4, { to: handles.vm1 });
    // @ts-expect-error: a subnet does not ping
    ping(handles.vnet1Sub1, { to: handles.vm1 });
    // @ts-expect-error: the stack has no such prop
    breakLink(handles.lng1, {
      peeringAddress: '10.4.0.253',
      stack,
      props: (address) => ({ lng2PeeringAddress: address }),
    });
    // @ts-expect-error: a broken link has no such field
    step((context) => ping(handles.vm1, { to: context.result(failure).wasnt }), { title: 'x' });
  });
  t.is(lab.cells.length, 6);
});

test('wrong arguments are compile errors', (t) => {
  // They are never called: that they stand under @ts-expect-error is the test.
  t.is(Object.keys(wrong).length, 7);
});
