import test from 'ava';
import type { Fabric } from '../../../../../src/emulator/fabric/fabric.ts';
import { findFailure } from '../../../../../src/emulator/linux/apply-node.ts';
import { nodeConfig } from '../../../../../src/emulator/linux/plan/node-config.ts';
import { diffNode, emptyNodeConfig } from '../../../../../src/emulator/linux/plan/node-diff.ts';
import { nothingApplied, plan } from '../../../../../src/emulator/linux/plan/plan.ts';
import { end, link, machine, router } from '../fixtures/fabrics.ts';

const surroundings = { inner: [], outer: [], tableNumbers: {}, neighbors: {} };
const port = (device: string, bridge = 'switch') => ({ ...end('lan', device), bridge });
const configOf = (...ends: readonly ReturnType<typeof port>[]) =>
  nodeConfig(router('lan'), { ...surroundings, ends });

test('a switch is there before its ports, and each port joins it', (t) => {
  const fabric: Fabric = {
    nodes: [router('lan'), machine('a')],
    links: [link(port('p-a'), end('a', 'lan0', '10.0.0.1/24'))],
    tunnels: [],
  };
  const { ip } = plan(nothingApplied, fabric).configure.find(({ node }) => node === 'lan')
    ?.operations ?? { ip: [] };
  t.deepEqual(ip.slice(0, 3), [
    'link add name switch type bridge',
    'link set dev switch up',
    'link set dev p-a master switch',
  ]);
});

test('a port more touches the others not; the last one takes the switch along', (t) => {
  const [one, two] = [configOf(port('p-a')), configOf(port('p-a'), port('p-b'))];
  t.deepEqual(diffNode(one, two).ip, [
    'link set dev p-b master switch',
    'link set dev p-b mtu 1500 up',
  ]);
  t.deepEqual(diffNode(two, configOf()).ip, [
    'link set dev p-a nomaster',
    'link set dev p-b nomaster',
    'link del dev switch',
  ]);
});

test('a switch that is there already is no failure, nor a port that is gone', (t) => {
  const ip = ['link add name switch type bridge', 'link set dev p-a nomaster'];
  const said = [
    '@ip',
    'RTNETLINK answers: File exists',
    'Command failed -:1',
    'Cannot find device "p-a"',
    'Command failed -:2',
  ].join('\n');
  t.is(findFailure(said, { ip }), undefined);
});

test('a machine forwards only when it is told to', (t) => {
  const forwarding = (node: ReturnType<typeof machine>) =>
    nodeConfig(node, { ...surroundings, ends: [] }).sysctls['ipv4/ip_forward'];
  t.is(forwarding(machine('host')), undefined);
  t.is(forwarding(machine('router', { forwarding: true })), '1');
  const [router, host] = [machine('m', { forwarding: true }), machine('m')].map((node) =>
    nodeConfig(node, { ...surroundings, ends: [] }),
  );
  t.deepEqual(diffNode(host ?? emptyNodeConfig, router ?? emptyNodeConfig).sysctls, [
    ['ipv4/ip_forward', '1'],
  ]);
});
